"""What is wrong with what is said: a scikit-learn classifier over the draft and over each of its sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import joblib
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from spacy.tokens import Doc

from model.features import Lexicons, Unit, Word, characters_of, sentences, units_of
from model.labels import CONCERNS
from model.profile import Span

Scores = NDArray[np.float64]

ROWS = (*CONCERNS, "negative")
"""What the linear models tell apart: the eight concerns, and posts that are neither kind nor neutral."""

PHRASES = 3
"""How many phrases a finding names at most."""


@dataclass(frozen=True, slots=True)
class Concern:
    """A concern that a draft raises: where (code points, end exclusive), how sure, and what weighed most."""

    label: str
    start: int
    end: int
    confidence: float
    phrases: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the classifier makes of a draft: its concerns, and whether it speaks ill of somebody."""

    concerns: tuple[Concern, ...]
    negative: bool


@dataclass
class ConcernModel:
    """The trained parts, as joblib stores them.

    ``vectorizers`` turn units into columns, ``weights`` scale each block, ``coefficients`` and ``intercepts``
    are the linear models (concern by column), ``slopes`` and ``offsets`` calibrate their margins to
    probabilities, and ``thresholds`` say from where on a draft is told of each concern. The rows are those of
    ``ROWS``: the concerns, then the tone.
    """

    lexicons: Lexicons
    vectorizers: list[Any]
    weights: list[float]
    coefficients: NDArray[np.float32]
    intercepts: Scores
    slopes: Scores
    offsets: Scores
    thresholds: Scores
    sentence_share: float

    def columns(self, units: Sequence[Unit]) -> csr_matrix:
        """The units as a sparse matrix."""
        blocks = [w * v.transform(units) for v, w in zip(self.vectorizers, self.weights, strict=True)]
        return hstack(blocks).tocsr()

    def margins(self, units: Sequence[Unit]) -> Scores:
        """The linear models' margins, unit by concern."""
        return np.asarray(self.columns(units) @ self.coefficients.T) + self.intercepts

    def joined(self, whole: Scores, parts: Scores) -> Scores:
        """The margin of a draft from its own and from those of its sentences (sentence by row)."""
        return (1 - self.sentence_share) * whole + self.sentence_share * parts.max(axis=0)

    def probabilities(self, margins: Scores) -> Scores:
        """Margins made probabilities, by the calibration learnt in cross-validation."""
        return np.asarray(1 / (1 + np.exp(-(margins * self.slopes + self.offsets))))


class ConcernClassifier:
    """Finds the concerns of a draft; safe to share between threads."""

    def __init__(self, model: ConcernModel) -> None:
        self.model = model

    @classmethod
    def load(cls, path: Path) -> ConcernClassifier:
        """Load the trained model; the file has been verified by then (model.artifacts)."""
        return cls(joblib.load(path))

    def judge(self, doc: Doc, mentions: Sequence[Span]) -> Judgement:
        """Judge one draft; each concern lies on the sentence that raises it most."""
        whole, parts = units_of(doc, mentions, self.model.lexicons)
        if not whole.words:
            return Judgement((), negative=False)
        margins = self.model.margins([whole] if len(parts) == 1 else [whole, *parts])
        of_parts = margins[1:] if len(parts) > 1 else margins
        probabilities = self.model.probabilities(self.model.joined(margins[0], of_parts))
        raised = probabilities >= self.model.thresholds
        ranges = sentences(doc)
        concerns: list[Concern] = []
        for column, label in enumerate(CONCERNS):
            if raised[column]:
                best = int(of_parts[:, column].argmax())
                start, end = characters_of(doc, *ranges[best])
                phrases = self._phrases(parts[best], column)
                concerns.append(Concern(label, start, end, float(probabilities[column]), phrases))
        return Judgement(tuple(concerns), negative=bool(raised[-1]))

    def _phrases(self, unit: Unit, column: int) -> tuple[tuple[int, int], ...]:
        return heaviest(unit.words, self._word_weights(unit.words, column))

    def _word_weights(self, words: Sequence[Word], column: int) -> list[float]:
        vocabulary = self.model.vectorizers[0].vocabulary_
        weights = self.model.coefficients[column]
        idf = self.model.vectorizers[0].idf_
        totals = [0.0] * len(words)
        for size in (1, 2, 3):
            for first in range(len(words) - size + 1):
                index = vocabulary.get(" ".join(word.text for word in words[first : first + size]))
                if index is not None:
                    for at in range(first, first + size):
                        totals[at] += float(weights[index] * idf[index]) / size
        return totals


def heaviest(words: Sequence[Word], weights: Sequence[float]) -> tuple[tuple[int, int], ...]:
    """The runs of words that weighed most, as code-point ranges in text order; at most PHRASES."""
    floor = max([0.0, *weights]) * 0.35
    runs: list[tuple[float, int, int]] = []
    at = 0
    while at < len(words):
        if weights[at] > floor and words[at].text[:1].isalnum():
            end = at
            while end + 1 < len(words) and weights[end + 1] > floor:
                end += 1
            runs.append((max(weights[at : end + 1]), words[at].start, words[end].end))
            at = end
        at += 1
    return tuple(sorted((start, end) for _, start, end in sorted(runs, reverse=True)[:PHRASES]))
