"""Cuts a draft into pieces, each under the same findings, so that a page can underline them in place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from model.labels import CONCERNS
from model.report import Finding, Level, highest


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of the text. ``mention`` and ``concern`` are the levels of the findings of each sort over it.

    ``ends`` are the numbers (from 1) of the findings that end with this piece.
    """

    text: str
    mention: Level
    concern: Level
    ends: tuple[int, ...]


def pieces(text: str, findings: Sequence[Finding]) -> list[Piece]:
    """The whole text in order; findings may overlap and nest."""
    cuts = sorted({0, len(text), *(f.start for f in findings), *(f.end for f in findings)})
    cut: list[Piece] = []
    for start, end in pairwise(cuts):
        over = [f for f in findings if f.start < end and f.end > start]
        cut.append(
            Piece(
                text=text[start:end],
                mention=highest([f.level for f in over if f.label not in CONCERNS]),
                concern=highest([f.level for f in over if f.label in CONCERNS]),
                ends=tuple(n for n, f in enumerate(findings, 1) if f.end == end),
            )
        )
    return cut
