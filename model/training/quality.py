"""The page docs/quality.md: how right the checker is. Run as ``python -m model.training.quality FILE``."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from model.artifacts import verify
from model.checker import Checker
from model.labels import CONCERNS, SPAN_LABELS
from model.profile import Profile
from model.training.corpus import Post, read_file
from model.training.evaluate import Figures, evaluate


def page(manifest: dict[str, Any], posts: list[Post], figures: Figures) -> Iterator[str]:
    """The lines of the page: cross-validated figures of the manifest, and figures on posts by others."""
    crossed = manifest["cross_validated"]
    counts = manifest["corpus"]
    yield "# How right it is"
    yield ""
    yield (
        f"Models {manifest['version']}, trained on {counts['posts']} posts by {counts['authors']} authors. "
        "Written by `make quality`."
    )
    yield ""
    yield "## Concerns"
    yield ""
    yield (
        "*Cross-validated*: on our own posts, by models that saw none of that author's posts, with mentions "
        "as labelled. *By others*: on posts that no model and no author of the corpus has seen, from start "
        "to finish. *Always yes* is the F1 of warning of the concern every time."
    )
    yield ""
    yield "| concern | cross-validated F1 | by others: precision | recall | F1 | posts | always yes F1 |"
    yield "|---|---|---|---|---|---|---|"
    for label in CONCERNS:
        row = figures["concerns"][label]
        share = row["expected"] / figures["posts"]
        yield (
            f"| {label} | {crossed['concerns_f1'][label]:.2f} | {row['precision']:.2f} | {row['recall']:.2f} "
            f"| {row['f1']:.2f} | {row['expected']} | {2 * share / (1 + share):.2f} |"
        )
    yield f"| macro | {crossed['concerns_macro_f1']:.2f} | | | {figures['concerns_macro_f1']:.2f} | | |"
    yield ""
    yield "## Mentions (by others)"
    yield ""
    yield "| label | exact: precision | recall | F1 | by overlap: precision | recall | F1 | spans |"
    yield "|---|---|---|---|---|---|---|---|"
    for label in (*SPAN_LABELS, "all"):
        exact = figures["spans_micro"] if label == "all" else figures["spans"][label]
        overlap = figures["spans_overlap_micro"] if label == "all" else figures["spans_overlap"][label]
        columns = [row[name] for row in (exact, overlap) for name in ("precision", "recall", "f1")]
        yield f"| {label} | {' | '.join(f'{value:.2f}' for value in columns)} | {exact['expected']} |"
    yield ""
    yield "## To warn or not"
    yield ""
    warn = figures["warn"]
    yield "| | |"
    yield "|---|---|"
    yield f"| posts by others | {figures['posts']} |"
    yield f"| posts that need a warning and get one (recall) | {warn['recall']:.1%} of {warn['expected']} |"
    yield f"| warnings that are due (precision) | {warn['precision']:.1%} of {warn['found']} |"
    clean = sum(not post.warn for post in posts)
    yield f"| false alarms on clean posts written to be hard | {figures['false_alarm_rate']:.1%} of {clean} |"
    yield (
        f"| false alarms of concerns on our own ordinary posts, cross-validated "
        f"| {crossed['false_alarm_rate_of_concerns_on_ordinary_posts']:.1%} |"
    )


def main(paths: list[str]) -> None:
    """Print the page for files of labelled posts."""
    posts = [post for path in paths for _, post in read_file(Path(path))]
    figures = evaluate(Checker.load(profile=Profile()), posts)
    print("\n".join(page(verify().manifest, posts, figures)))


if __name__ == "__main__":
    main(sys.argv[1:])
