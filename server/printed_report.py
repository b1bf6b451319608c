"""A report as a person reads it in a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from unicodedata import category

import click

from model.policy import Policy
from model.report import Finding, Level, Report
from server.marking import Piece, pieces
from server.wording import levels, things

WIDTH = 88

_COLOURS: dict[Level, str] = {"none": "green", "advice": "blue", "warning": "yellow", "serious": "red"}


def printed(report: Report, policy: Policy) -> str:
    """The report, with ANSI colours; safe to print whatever the draft holds."""
    return "\n".join(_lines(report, policy)) + "\n"


def _lines(report: Report, policy: Policy) -> Iterator[str]:
    verdict = levels()[report.level]["verdict"]
    yield click.style(verdict, fg=_COLOURS[report.level], bold=True) + (
        f": {things(len(report.findings))}" if report.findings else "."
    )
    if not report.findings:
        return
    yield ""
    yield textwrap.indent("".join(_marked(piece) for piece in pieces(report.text, report.findings)), "  ")
    for number, finding in enumerate(report.findings, 1):
        yield ""
        yield from _finding(number, finding, report.text, policy)
    if report.rewrite:
        yield ""
        yield click.style("You could write", bold=True)
        yield textwrap.indent(shown(report.rewrite), "  ")


def _marked(piece: Piece) -> str:
    level = piece.mention if piece.mention != "none" else piece.concern
    numbers = "".join(f"[{number}]" for number in piece.ends)
    text = shown(piece.text)
    if level != "none":
        text = click.style(text, fg=_COLOURS[level], underline=True)
    return text + click.style(numbers, dim=True) if numbers else text


def _finding(number: int, finding: Finding, text: str, policy: Policy) -> Iterator[str]:
    level = click.style(levels()[finding.level]["name"], fg=_COLOURS[finding.level], bold=True)
    quoted = textwrap.shorten(shown(text[finding.start : finding.end]), 60, placeholder=" …")
    yield f"{number:>2}  {level}  {click.style(finding.title, bold=True)}: “{quoted}”"
    yield textwrap.indent(textwrap.fill(finding.why, WIDTH - 4), "    ")
    if finding.replacement is not None:
        yield f"    Instead: “{finding.replacement}”"
    clause = policy.clauses[finding.clause]
    yield click.style(f"    From the policy: {clause.title} ({clause.section})", dim=True)


def shown(text: str) -> str:
    """The text with what would steer a terminal, or cannot be written as UTF-8, replaced by a sign."""
    return "".join("�" if category(c) in {"Cc", "Cs"} and c not in "\n\t" else c for c in text)
