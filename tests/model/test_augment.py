"""A varied post keeps its labels on the right words, and the same seed gives the same variants."""

from __future__ import annotations

from model.labels import CONTACT_LABELS
from model.training.augment import Augmenter, Rates
from model.training.corpus import load

POSTS = load()[::40]


def test_spans_stay_on_their_words() -> None:
    changed = 0
    augmenter = Augmenter(seed=1)
    for post in POSTS:
        text, spans = augmenter.vary(post.text, post.spans)
        assert [label for _, _, label in spans] == [label for _, _, label in post.spans]
        for start, end, _ in spans:
            assert text[start:end].strip() == text[start:end] != ""
        changed += text != post.text
    assert changed > len(POSTS) / 5


def test_the_same_seed_gives_the_same_variants() -> None:
    first, second, other = (Augmenter(seed) for seed in (3, 3, 4))
    ours = [first.vary(post.text, post.spans) for post in POSTS]
    assert ours == [second.vary(post.text, post.spans) for post in POSTS]
    assert ours != [other.vary(post.text, post.spans) for post in POSTS]


def test_nothing_changes_where_every_rate_is_nought() -> None:
    still = Augmenter(seed=1, rates=Rates(**dict.fromkeys(Rates.__dataclass_fields__, 0.0)))
    for post in POSTS:
        assert still.vary(post.text, post.spans) == (post.text, post.spans)


def test_capitals_do_not_reach_into_contact_details() -> None:
    loud = Augmenter(seed=1, rates=Rates(**dict.fromkeys(Rates.__dataclass_fields__, 0.0) | {"upper": 1.0}))
    for post in POSTS:
        text, spans = loud.vary(post.text, post.spans)
        for (start, end, label), (first, last, _) in zip(spans, post.spans, strict=True):
            same = text[start:end] == post.text[first:last]
            assert same or label not in CONTACT_LABELS
