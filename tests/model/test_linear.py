"""The quick linear model gives what scikit-learn's own gives."""

from __future__ import annotations

import numpy as np
from sklearn.linear_model import LogisticRegression

from model.features import units_of, whole_of
from model.pipeline import blank_pipeline, read
from model.training.columns import Columns, lexicons
from model.training.corpus import load


def test_margins_agree_with_scikit_learn() -> None:
    words, nlp = lexicons(), blank_pipeline()
    posts = load()[::50]
    units = [whole_of(units_of(read(nlp, post.text), post.spans, words)) for post in posts]
    columns = Columns().fit(units)
    matrix = columns.of(units)
    model = LogisticRegression(solver="liblinear").fit(matrix, [post.warn for post in posts])
    blocks = columns.blocks(model.coef_)
    ours = [
        sum(block.margins(grams)[0] for block, grams in zip(blocks, unit.blocks, strict=True))
        for unit in units
    ]
    theirs = model.decision_function(matrix) - model.intercept_[0]
    assert np.allclose(ours, theirs, atol=1e-3)
