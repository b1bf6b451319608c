"""Trains the entity recogniser on the corpus."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from pathlib import Path

from spacy.language import Language
from spacy.training import Example
from spacy.util import filter_spans
from thinc.util import fix_random_seed

from model.linear import Scores
from model.pipeline import blank_pipeline
from model.setting import note
from model.spans import Span
from model.training.augment import Augmenter
from model.training.corpus import Post
from model.training.names import word_kinds

WIDTH = 96
DEPTH = 4
EPOCHS = 10
BATCH = 48
LEARN_RATE = 0.0015
DROPOUT = 0.3

ATTRIBUTES = {"NORM": 5000, "PREFIX": 1000, "SUFFIX": 2500, "SHAPE": 2500, "TAG": 1000, "LEMMA": 500}
"""What the recogniser sees of a token, and how many rows each is hashed into."""


def recogniser_config() -> dict[str, object]:
    """The recogniser's architecture as spaCy's configuration has it."""
    return {
        "model": {
            "@architectures": "spacy.TransitionBasedParser.v2",
            "state_type": "ner",
            "extra_state_tokens": False,
            "hidden_width": 64,
            "maxout_pieces": 2,
            "use_upper": True,
            "tok2vec": {
                "@architectures": "spacy.Tok2Vec.v2",
                "embed": {
                    "@architectures": "spacy.MultiHashEmbed.v2",
                    "width": WIDTH,
                    "attrs": list(ATTRIBUTES),
                    "rows": list(ATTRIBUTES.values()),
                    "include_static_vectors": False,
                },
                "encode": {
                    "@architectures": "spacy.MaxoutWindowEncoder.v2",
                    "width": WIDTH,
                    "depth": DEPTH,
                    "window_size": 1,
                    "maxout_pieces": 3,
                },
            },
        }
    }


def example(nlp: Language, text: str, spans: Iterable[Span], setting: Scores) -> Example:
    """A text with its spans and setting as spaCy trains on it; a span that cuts a token is widened to it."""
    reference = nlp.make_doc(text)
    entities = [
        entity
        for start, end, label in spans
        if (entity := reference.char_span(start, end, label=label, alignment_mode="expand")) is not None
    ]
    reference.set_ents(filter_spans(entities))
    return Example(note(nlp.make_doc(text), setting), reference)


def train_mentions(
    posts: Sequence[Post], settings: Scores, folder: Path, *, seed: int = 0, epochs: int = EPOCHS
) -> None:
    """Train a pipeline and write it to a folder; the same posts and seed give the same pipeline.

    ``settings`` are the posts' settings (post by row of ``model.setting.ROWS``), from models that did not
    see them.
    """
    fix_random_seed(seed)
    nlp = blank_pipeline(word_kinds())
    nlp.add_pipe("ner", config=recogniser_config())
    optimizer = nlp.initialize(
        lambda: [
            example(nlp, post.text, post.spans, setting)
            for post, setting in zip(posts, settings, strict=True)
        ]
    )
    optimizer.learn_rate = LEARN_RATE
    order = random.Random(seed)  # noqa: S311 (variety, not secrecy)
    augmenter = Augmenter(seed)
    for epoch in range(epochs):
        marked = [augmenter.vary(p.text, p.spans) if epoch else (p.text, p.spans) for p in posts]
        examples = [example(nlp, *one, setting) for one, setting in zip(marked, settings, strict=True)]
        order.shuffle(examples)
        for first in range(0, len(examples), BATCH):
            nlp.update(examples[first : first + BATCH], drop=DROPOUT, sgd=optimizer)
    with nlp.use_params(optimizer.averages):
        nlp.to_disk(folder)
