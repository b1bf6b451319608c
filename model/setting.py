"""How much a draft as a whole looks as if it speaks of school staff, of pupils, or gives details away.

A first name is a colleague in one post and a friend in the next; nothing near the name tells which, but the
rest of the post often does. The recogniser sees the answer of this module at every word.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import cast

import joblib
import numpy as np
from numpy.typing import NDArray
from spacy.attrs import LEMMA
from spacy.tokens import Doc
from thinc.types import Ints2d

from model.features import Lexicons, Unit, Word, normal, sentences, unit_of, whole_of
from model.linear import Block, Scores

ROWS = (
    frozenset({"SCHOOL", "STAFF", "ROLE"}),
    frozenset({"PUPIL", "FAMILY"}),
    frozenset({"PHONE", "EMAIL", "CREDENTIAL"}),
)
"""The labels that each row of the model stands for."""

STEPS = 4
"""Into how many steps each probability is cut for the recogniser."""


@dataclass(frozen=True)
class SettingModel:
    """The trained parts, as joblib stores them: linear models over the words of a whole draft.

    A learnt mention is believed where the probability of its row reaches the row's value in ``floors``.
    """

    lexicons: Lexicons
    blocks: tuple[Block, ...]
    intercepts: Scores
    floors: Scores

    def probabilities(self, doc: Doc) -> Scores:
        """How sure the model is of each row of ``ROWS``."""
        unit = setting_unit(doc, self.lexicons)
        total = self.intercepts.copy()
        for block, grams in zip(self.blocks, unit.blocks, strict=True):
            total += block.margins(grams)
        return np.asarray(1 / (1 + np.exp(-total)))


def row_of(label: str) -> int:
    """The row of ``ROWS`` that a span label belongs to."""
    return next(index for index, row in enumerate(ROWS) if label in row)


def load(path: Path) -> SettingModel:
    """Load the trained model; the file has been verified by then (model.artifacts)."""
    model: SettingModel = joblib.load(path)
    return model


def setting_unit(doc: Doc, lexicons: Lexicons) -> Unit:
    """A draft as the model sees it: capitalised names and handles are masked, other words stand."""
    parts: list[Unit] = []
    for start, end in sentences(doc):
        words: list[Word] = []
        for token in doc[start:end]:
            text = normal(token.text)
            if text.strip():
                kind = _mask(token.text, token.tag_)
                words.append(
                    Word(kind or text, token.idx, token.idx + len(token.text), mask=kind is not None)
                )
        parts.append(unit_of(words, lexicons))
    return whole_of(parts)


def _mask(word: str, tag: str) -> str | None:
    if word[0] in "@#" and len(word) > 1:
        return word[0] + ("C" if "C" in tag else "")
    if ("F" in tag or "S" in tag) and not word.islower():
        return "<name>"
    return None


def note(doc: Doc, probabilities: NDArray[np.float64]) -> Doc:
    """Write the steps of the probabilities into every ``token.lemma_``, where the recogniser looks."""
    steps = np.minimum((probabilities * STEPS).astype(int), STEPS - 1)
    key = doc.vocab.strings.add("-".join(map(str, steps)))
    doc.from_array([LEMMA], cast(Ints2d, np.full((len(doc), 1), key, dtype=np.uint64)))
    return doc
