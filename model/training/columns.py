"""Units as columns: the lexicons, and tf-idf of each block of grams set side by side."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer

from model.features import Lexicons, Unit
from model.linear import Block, Scores
from model.training.corpus import TRAINING_DATA
from model.training.names import read_list

LEXICONS = TRAINING_DATA / "lexicons"

BLOCK_WEIGHTS = (1.0, 1.0, 0.5)
LEAST = (2, 3, 3)
"""In how many posts a gram of each block must occur to have a column."""


def lexicons(folder: Path = LEXICONS) -> Lexicons:
    """The lists of training_data/lexicons."""
    return Lexicons.of({path.stem: read_list(path) for path in sorted(folder.glob("*.txt"))})


class Columns:
    """Units as rows of a sparse matrix: tf-idf of each block, weighted and set side by side."""

    def __init__(self) -> None:
        self.vectorizers = [
            TfidfVectorizer(analyzer=lambda grams: grams, sublinear_tf=True, min_df=least, dtype=np.float32)
            for least in LEAST
        ]

    def fit(self, units: Sequence[Unit]) -> Columns:
        """Learn the columns and their inverse document frequencies."""
        for index, vectorizer in enumerate(self.vectorizers):
            vectorizer.fit([unit.blocks[index] for unit in units])
        return self

    def of(self, units: Sequence[Unit]) -> csr_matrix:
        """The matrix of some units."""
        weighted = enumerate(zip(self.vectorizers, BLOCK_WEIGHTS, strict=True))
        return csr_matrix(
            hstack([weight * v.transform([unit.blocks[i] for unit in units]) for i, (v, weight) in weighted])
        )

    def blocks(self, coefficients: Scores) -> tuple[Block, ...]:
        """The blocks of a model with these coefficients (row by column)."""
        blocks: list[Block] = []
        first = 0
        for vectorizer, weight in zip(self.vectorizers, BLOCK_WEIGHTS, strict=True):
            last = first + len(vectorizer.vocabulary_)
            of_block = coefficients[:, first:last].T.astype(np.float32)
            blocks.append(
                Block(dict(vectorizer.vocabulary_), vectorizer.idf_.astype(np.float32), of_block, weight)
            )
            first = last
        return tuple(blocks)
