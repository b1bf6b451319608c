"""Trains the model of a draft's setting; posts get the answers of models that did not see their author."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from model.features import Unit
from model.linear import Scores
from model.pipeline import blank_pipeline, read
from model.setting import ROWS, SettingModel, setting_unit
from model.training.columns import Columns, lexicons
from model.training.corpus import Post
from model.training.names import word_kinds

FOLDS = 5
STRENGTH = 3.0

UNLIKELY = 0.04
"""The part of the posts with such a mention, in cross-validation, whose mentions the floor may cost."""


def train_setting(posts: Sequence[Post], folds: int = FOLDS) -> tuple[SettingModel, Scores]:
    """Train the model; returns it with the cross-fitted probabilities (post by row of ``ROWS``)."""
    words = lexicons()
    nlp = blank_pipeline(word_kinds())
    units = [setting_unit(read(nlp, post.text), words) for post in posts]
    labels = np.array([[any(span[2] in row for span in post.spans) for row in ROWS] for post in posts])
    crossed = np.zeros(labels.shape)
    authors = [post.author for post in posts]
    for train, test in GroupKFold(min(folds, len(set(authors)))).split(authors, groups=authors):
        columns, coefficients, intercepts = _fit([units[i] for i in train], labels[train])
        crossed[test] = columns.of([units[i] for i in test]) @ coefficients.T + intercepts
    probabilities = 1 / (1 + np.exp(-crossed))
    floors = [np.quantile(probabilities[of_row, row], UNLIKELY) for row, of_row in enumerate(labels.T)]
    columns, coefficients, intercepts = _fit(units, labels)
    return SettingModel(words, columns.blocks(coefficients), intercepts, np.array(floors)), probabilities


def _fit(units: Sequence[Unit], labels: NDArray[np.bool_]) -> tuple[Columns, Scores, Scores]:
    columns = Columns().fit(units)
    matrix = columns.of(units)
    models = [
        LogisticRegression(C=STRENGTH, class_weight="balanced", solver="liblinear", random_state=0).fit(
            matrix, row
        )
        for row in labels.T
    ]
    coefficients = np.vstack([model.coef_[0] for model in models])
    return columns, coefficients, np.array([model.intercept_[0] for model in models])
