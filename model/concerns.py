"""What is wrong with what is said: linear models over the draft and over each of its sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import joblib
import numpy as np
from spacy.tokens import Doc

from model.features import Lexicons, Unit, Word, characters_of, sentences, units_of, whole_of
from model.labels import CONCERNS
from model.linear import Block, Scores
from model.spans import Span

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


@dataclass(frozen=True)
class ConcernModel:
    """The trained parts, as joblib stores them; vectors have one value for each row of ``ROWS``.

    ``slopes`` and ``offsets`` calibrate the margins to probabilities, ``thresholds`` say from where on a
    draft is told, ``sentence_share`` how much the worst sentence counts beside the whole.
    """

    lexicons: Lexicons
    blocks: tuple[Block, ...]
    intercepts: Scores
    slopes: Scores
    offsets: Scores
    thresholds: Scores
    sentence_share: float

    def margins(self, unit: Unit) -> Scores:
        """The margins of a unit, one for each row of ``ROWS``."""
        total = self.intercepts.copy()
        for block, grams in zip(self.blocks, unit.blocks, strict=True):
            total += block.margins(grams)
        return total

    def joined(self, whole: Scores, parts: Scores) -> Scores:
        """The margins of a draft from its own and from those of its sentences (sentence by row)."""
        return np.asarray((1 - self.sentence_share) * whole + self.sentence_share * parts.max(axis=0))

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
        parts = units_of(doc, mentions, self.model.lexicons)
        if not any(part.words for part in parts):
            return Judgement((), negative=False)
        of_parts = np.array([self.model.margins(part) for part in parts])
        of_whole = of_parts[0] if len(parts) == 1 else self.model.margins(whole_of(parts))
        probabilities = self.model.probabilities(self.model.joined(of_whole, of_parts))
        raised = probabilities >= self.model.thresholds
        ranges = sentences(doc)
        concerns: list[Concern] = []
        for row, label in enumerate(CONCERNS):
            if raised[row]:
                best = int(of_parts[:, row].argmax())
                start, end = characters_of(doc, *ranges[best])
                phrases = heaviest(parts[best].words, self._word_weights(parts[best].words, row))
                concerns.append(Concern(label, start, end, float(probabilities[row]), phrases))
        return Judgement(tuple(concerns), negative=bool(raised[-1]))

    def _word_weights(self, words: Sequence[Word], row: int) -> list[float]:
        block = self.model.blocks[0]
        totals = [0.0] * len(words)
        for size in (1, 2, 3):
            for first in range(len(words) - size + 1):
                column = block.vocabulary.get(" ".join(word.text for word in words[first : first + size]))
                if column is not None:
                    for at in range(first, first + size):
                        totals[at] += float(block.coefficients[column, row] * block.idf[column]) / size
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
