"""Linear models over counted grams, as scikit-learn trained them, applied to one text at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float64]


@dataclass(frozen=True)
class Block:
    """One block of columns, as scikit-learn's TfidfVectorizer and LogisticRegression left it.

    ``vocabulary`` gives a gram's column, ``idf`` its inverse document frequency, ``coefficients`` (column by
    row) its weights in each of the models, ``weight`` the scale of the block.
    """

    vocabulary: Mapping[str, int]
    idf: NDArray[np.float32]
    coefficients: NDArray[np.float32]
    weight: float

    def margins(self, grams: Iterable[str]) -> Scores:
        """What the block adds to the margins: sublinear tf-idf, scaled to length 1, times the weights."""
        vocabulary = self.vocabulary
        counts = Counter(column for gram in grams if (column := vocabulary.get(gram)) is not None)
        if not counts:
            return np.zeros(self.coefficients.shape[1])
        columns = np.fromiter(counts.keys(), dtype=np.intp, count=len(counts))
        values = np.fromiter(counts.values(), dtype=np.float32, count=len(counts))
        values = (1 + np.log(values)) * self.idf[columns]
        values *= self.weight / np.sqrt(values @ values)
        return np.asarray(values @ self.coefficients[columns], dtype=np.float64)
