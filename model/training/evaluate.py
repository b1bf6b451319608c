"""How right the checker is on labelled posts: precision, recall and F1 for warn, concerns and spans."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from model.checker import Checker
from model.labels import CONCERNS, SPAN_LABELS
from model.report import Draft, Report
from model.spans import Span
from model.training.corpus import Post, read_file

Figures = dict[str, Any]


def figures(expected: int, found: int, right_expected: int, right_found: int | None = None) -> Figures:
    """Precision, recall and F1 from counts; 0.0 where there is nothing to divide by."""
    precision = (right_expected if right_found is None else right_found) / found if found else 0.0
    recall = right_expected / expected if expected else 0.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return {
        "precision": round(precision, 4),
        "recall": round(recall, 4),
        "f1": round(f1, 4),
        "expected": expected,
        "found": found,
    }


def score(posts: Sequence[Post], reports: Sequence[Report]) -> Figures:
    """Compare reports with labels, post by post.

    ``spans`` counts a span right where label, start and end agree; ``spans_overlap`` where the label
    agrees and the spans share a character. ``false_alarm_rate`` is the part of the posts with
    ``warn: false`` that were warned of.
    """
    warned = [report.warn for report in reports]
    wanted = [post.warn for post in posts]
    clean = [was for was, want in zip(warned, wanted, strict=True) if not want]
    found_concerns = [{f.label for f in report.findings} & set(CONCERNS) for report in reports]
    per_concern = {
        label: figures(
            sum(label in post.concerns for post in posts),
            sum(label in found for found in found_concerns),
            sum(
                label in post.concerns and label in found
                for post, found in zip(posts, found_concerns, strict=True)
            ),
        )
        for label in CONCERNS
    }
    exact = _spans(posts, reports, lambda a, b: a == b)
    overlap = _spans(posts, reports, lambda a, b: a[2] == b[2] and a[0] < b[1] and b[0] < a[1])
    return {
        "posts": len(posts),
        "warn": figures(sum(wanted), sum(warned), sum(a and b for a, b in zip(wanted, warned, strict=True))),
        "false_alarm_rate": round(sum(clean) / len(clean), 4) if clean else 0.0,
        "concerns": per_concern,
        "concerns_macro_f1": round(sum(row["f1"] for row in per_concern.values()) / len(CONCERNS), 4),
        "spans": exact["labels"],
        "spans_micro": exact["micro"],
        "spans_overlap": overlap["labels"],
        "spans_overlap_micro": overlap["micro"],
    }


def _spans(posts: Sequence[Post], reports: Sequence[Report], same: Callable[[Span, Span], bool]) -> Figures:
    expected: Counter[str] = Counter()
    found: Counter[str] = Counter()
    right_expected: Counter[str] = Counter()
    right_found: Counter[str] = Counter()
    for post, report in zip(posts, reports, strict=True):
        gold = list(post.spans)
        mine = [(f.start, f.end, f.label) for f in report.findings if f.label in SPAN_LABELS]
        expected.update(span[2] for span in gold)
        found.update(span[2] for span in mine)
        right_expected.update(a[2] for a in gold if any(same(a, b) for b in mine))
        right_found.update(b[2] for b in mine if any(same(a, b) for a in gold))
    return {
        "labels": {
            label: figures(expected[label], found[label], right_expected[label], right_found[label])
            for label in SPAN_LABELS
        },
        "micro": figures(expected.total(), found.total(), right_expected.total(), right_found.total()),
    }


def evaluate(checker: Checker, posts: Iterable[Post]) -> Figures:
    """Check every post and score the reports."""
    listed = list(posts)
    return score(listed, list(checker.check_many(Draft(text=p.text, network=p.network) for p in listed)))


def evaluate_files(paths: Sequence[Path], checker: Checker | None = None) -> Figures:
    """Score files of labelled posts in the guide's format. Raises CorpusError naming file and line."""
    posts = [post for path in paths for _, post in read_file(path)]
    return evaluate(checker or Checker.load(), posts)
