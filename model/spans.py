"""Ranges of a text with a label: code points, end exclusive."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable

Span = tuple[int, int, str]


def overlaps_any(span: Span, others: list[Span]) -> bool:
    """Whether a span shares a character with one of some ordered spans that do not overlap each other."""
    at = bisect_left(others, span)
    return any(other[0] < span[1] and span[0] < other[1] for other in others[max(0, at - 1) : at + 1])


def longest_first(spans: Iterable[Span]) -> list[Span]:
    """Of overlapping spans keep the longest (the earliest among equals); ordered by start."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda s: (s[0] - s[1], s[0])):
        if not overlaps_any(span, kept):
            insort(kept, span)
    return kept
