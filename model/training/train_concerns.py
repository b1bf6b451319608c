"""Trains the concern classifier: linear models over the grams of whole posts and of their sentences.

Every choice that could flatter the model (calibration, thresholds) is made on margins from cross-validation
in which no author and no contrast pair stands on both sides.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import vstack
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from model.concerns import ROWS, ConcernModel
from model.features import Lexicons, Unit, characters_of, sentences, units_of, whole_of
from model.labels import CONCERNS
from model.linear import Scores
from model.pipeline import blank_pipeline, read
from model.spans import Span
from model.training.columns import Columns, lexicons
from model.training.corpus import Post

FOLDS = 5
STRENGTH = 3.0

PART_WEIGHT = 0.3
"""What a sentence counts in training beside a whole post."""

SENTENCE_SHARE = 0.3
UNMASKED = 0.15
"""The part of mentions left unmasked in training, as the recogniser will miss some in real drafts."""

FALSE_ALARMS = 0.01
"""The part of ordinary posts that all concerns together may warn of, in cross-validation.

Ordinary are the clean posts that were not written to look like a breaking one.
"""

Labels = NDArray[np.bool_]


@dataclass(frozen=True)
class Prepared:
    """The corpus as units: whole posts, their sentences, and what each is labelled with."""

    wholes: list[Unit]
    parts: list[Unit]
    owner: NDArray[np.int64]
    whole_labels: Labels
    part_labels: Labels


def prepare(posts: Sequence[Post], words: Lexicons, *, seed: int = 0) -> Prepared:
    """Make units of the posts, with mentions masked as labelled but for a few."""
    nlp = blank_pipeline()
    drawn = random.Random(seed)  # noqa: S311 (variety, not secrecy)
    wholes: list[Unit] = []
    parts: list[Unit] = []
    owner: list[int] = []
    part_labels: list[list[bool]] = []
    for index, post in enumerate(posts):
        doc = read(nlp, post.text)
        masked = [span for span in post.spans if drawn.random() >= UNMASKED]
        of_post = units_of(doc, masked, words)
        wholes.append(whole_of(of_post))
        for part, (start, end) in zip(of_post, sentences(doc), strict=True):
            parts.append(part)
            owner.append(index)
            of_part = list(_labels_between(post.concern_spans, *characters_of(doc, start, end)))
            part_labels.append([*of_part, any(of_part[:3]) or post.tone == "negative"])
    return Prepared(
        wholes,
        parts,
        np.array(owner),
        np.array([[*(label in post.concerns for label in CONCERNS), speaks_ill(post)] for post in posts]),
        np.array(part_labels),
    )


def _labels_between(spans: Sequence[Span], start: int, end: int) -> Iterator[bool]:
    for label in CONCERNS:
        yield any(mine == label and first < end and start < last for first, last, mine in spans)


def speaks_ill(post: Post) -> bool:
    """Whether a post is neither kind nor neutral: labelled so, or insulting, accusing or threatening."""
    return post.tone == "negative" or bool({"derogatory", "defamatory", "bullying"} & set(post.concerns))


def _fit(prepared: Prepared, chosen: NDArray[np.int64]) -> tuple[Columns, Scores, Scores]:
    """One balanced logistic regression for each row of ``ROWS``, over whole posts and their sentences."""
    in_fold = np.flatnonzero(np.isin(prepared.owner, chosen))
    wholes = [prepared.wholes[i] for i in chosen]
    columns = Columns().fit(wholes)
    matrix = vstack([columns.of(wholes), columns.of([prepared.parts[i] for i in in_fold])]).tocsr()
    labels = np.vstack([prepared.whole_labels[chosen], prepared.part_labels[in_fold]])
    weights = np.concatenate([np.ones(len(chosen)), np.full(len(in_fold), PART_WEIGHT)])
    coefficients = np.zeros((len(ROWS), matrix.shape[1]))
    intercepts = np.zeros(len(ROWS))
    for row in range(len(ROWS)):
        model = LogisticRegression(C=STRENGTH, class_weight="balanced", solver="liblinear", random_state=0)
        model.fit(matrix, labels[:, row], sample_weight=weights)
        coefficients[row], intercepts[row] = model.coef_[0], model.intercept_[0]
    return columns, coefficients, intercepts


def cross_validate(prepared: Prepared, groups: Sequence[str], folds: int = FOLDS) -> Scores:
    """Margins of every post from models that saw none of its author's posts (post by row of ``ROWS``)."""
    margins = np.zeros(prepared.whole_labels.shape)
    everything = np.arange(len(prepared.wholes))
    for train, test in GroupKFold(min(folds, len(set(groups)))).split(everything, groups=groups):
        columns, coefficients, intercepts = _fit(prepared, train)
        whole = columns.of([prepared.wholes[i] for i in test]) @ coefficients.T + intercepts
        in_fold = np.flatnonzero(np.isin(prepared.owner, test))
        part = columns.of([prepared.parts[i] for i in in_fold]) @ coefficients.T + intercepts
        best = np.full(margins.shape, -np.inf)
        np.maximum.at(best, prepared.owner[in_fold], part)
        worst = np.where(np.isinf(best[test]), whole, best[test])
        margins[test] = (1 - SENTENCE_SHARE) * whole + SENTENCE_SHARE * worst
    return margins


def calibrate(margins: Scores, labels: Labels) -> tuple[Scores, Scores]:
    """Slope and offset of each row that turn a margin into a probability (Platt, 1999)."""
    slopes, offsets = np.ones(len(ROWS)), np.zeros(len(ROWS))
    for row in range(len(ROWS)):
        sigmoid = LogisticRegression(C=1e6).fit(margins[:, [row]], labels[:, row])
        slopes[row], offsets[row] = sigmoid.coef_[0, 0], sigmoid.intercept_[0]
    return slopes, offsets


def choose_thresholds(probabilities: Scores, labels: Labels, ordinary: NDArray[np.bool_]) -> Scores:
    """For each row the threshold of the best F1, raised together until ordinary posts are left alone.

    The thresholds are moved from the best F1's towards 1 by one common step, the least that keeps the part of
    ordinary posts with any concern within FALSE_ALARMS.
    """
    best = np.array([best_threshold(probabilities[:, row], labels[:, row]) for row in range(len(ROWS))])
    for step in np.linspace(0.0, 1.0, 101):
        raised = best + step * (1 - best)
        alarms = (probabilities[ordinary][:, :-1] >= raised[:-1]).any(axis=1).mean()
        if alarms <= FALSE_ALARMS:
            return np.asarray([*raised[:-1], best[-1]])
    return np.ones(len(ROWS))


def best_threshold(probabilities: Scores, labels: Labels) -> float:
    """The probability from which on saying yes gives the best F1."""
    order = np.argsort(-probabilities)
    hits = np.cumsum(labels[order])
    f1 = 2 * hits / (np.arange(1, len(order) + 1) + labels.sum())
    return float(probabilities[order[int(f1.argmax())]])


def train_concerns(posts: Sequence[Post], *, seed: int = 0) -> tuple[ConcernModel, Scores]:
    """Train the classifier; returns it with the cross-validated probabilities of every post."""
    words = lexicons()
    prepared = prepare(posts, words, seed=seed)
    margins = cross_validate(prepared, [post.author for post in posts])
    slopes, offsets = calibrate(margins, prepared.whole_labels)
    probabilities = 1 / (1 + np.exp(-(margins * slopes + offsets)))
    ordinary = np.array([not post.warn and post.pair is None for post in posts])
    columns, coefficients, intercepts = _fit(prepared, np.arange(len(posts)))
    model = ConcernModel(
        words,
        columns.blocks(coefficients),
        intercepts,
        slopes,
        offsets,
        choose_thresholds(probabilities, prepared.whole_labels, ordinary),
        SENTENCE_SHARE,
    )
    return model, probabilities
