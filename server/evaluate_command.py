"""``postcheck evaluate``: how right the checker is on labelled posts, as a table or as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from server.engine import LoadError, load_checker


def run(files: Sequence[Path], profile: Path | None, policy: Path | None, *, as_json: bool) -> int:
    """Score the files together and print the figures; gives 0. Raises ClickException."""
    from model.training.corpus import CorpusError, read_file  # noqa: PLC0415 (brings training libraries)
    from model.training.evaluate import evaluate  # noqa: PLC0415

    try:
        posts = [post for file in files for _, post in read_file(file)]
        figures = evaluate(load_checker(profile, policy), posts)
    except (LoadError, CorpusError) as fault:
        raise click.ClickException(str(fault)) from None
    click.echo(json.dumps(figures, indent=1) if as_json else "\n".join(_table(figures)))
    return 0


def _table(figures: Mapping[str, Any]) -> Iterator[str]:
    yield f"{figures['posts']} posts"
    yield f"{'':16} precision  recall      F1  expected  found"
    yield _row("warn", figures["warn"])
    yield ""
    for label, row in figures["concerns"].items():
        yield _row(label, row)
    yield f"{'macro F1':16} {figures['concerns_macro_f1']:26.3f}"
    yield ""
    for label, row in figures["spans"].items():
        yield _row(label, row)
    yield _row("all, exact", figures["spans_micro"])
    yield _row("all, overlap", figures["spans_overlap_micro"])
    yield ""
    yield f"False alarms on posts that need no warning: {figures['false_alarm_rate']:.1%}"


def _row(name: str, row: Mapping[str, Any]) -> str:
    return (
        f"{name:16} {row['precision']:9.3f} {row['recall']:7.3f} {row['f1']:7.3f}"
        f" {row['expected']:9} {row['found']:6}"
    )
