"""``postcheck check``: one text, or a line of JSON for each of many."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click

from server.engine import LoadError, load_checker
from server.jsonl import answers
from server.printed_report import printed
from server.problems import Problem
from server.schemas import CheckRequest, validate
from server.strict_json import dumps

if TYPE_CHECKING:
    from model import Checker


def check_text(
    file: str, about: Mapping[str, str], profile: Path | None, policy: Path | None, *, as_json: bool
) -> int:
    """Check one text and print the report; gives 1 where it would warn, else 0. Raises ClickException."""
    with _opened(file) as stream:
        try:
            text = stream.read().decode("utf-8-sig")
        except UnicodeDecodeError as fault:
            raise click.ClickException(f"{_named(file)} is not text in UTF-8 (byte {fault.start}).") from None
        except OSError as fault:
            raise click.ClickException(f"{_named(file)} cannot be read: {fault.strerror}.") from None
    try:
        asked = validate(CheckRequest, {"text": text.removesuffix("\n"), **about})
    except Problem as problem:
        raise click.ClickException(problem.as_dict()["detail"]) from None
    checker = _loaded(profile, policy)
    report = checker.check(asked.draft())
    if as_json:
        click.echo(dumps(report.as_dict()))
    else:
        click.echo(printed(report, checker.policy), nl=False)
    return int(report.warn)


def check_lines(file: str, profile: Path | None, policy: Path | None) -> int:
    """Answer each line as it comes; gives 0 once all are answered. Raises ClickException."""
    with _opened(file) as stream:
        checker = _loaded(profile, policy)
        out = sys.stdout.buffer
        try:
            for line in answers(checker, stream):
                out.write(line)
                out.flush()
        except BrokenPipeError:
            # Nobody reads any more. Python's own exit fails while a thread still reads what is piped in.
            os._exit(2)
        except OSError as fault:
            raise click.ClickException(f"{_named(file)} cannot be read: {fault.strerror}.") from None
    return 0


@contextlib.contextmanager
def _opened(file: str) -> Iterator[IO[bytes]]:
    if file == "-":
        yield sys.stdin.buffer
        return
    with contextlib.ExitStack() as opened:
        try:
            stream = opened.enter_context(Path(file).open("rb"))
        except OSError as fault:
            raise click.ClickException(f"{file} cannot be read: {fault.strerror}.") from None
        yield stream


def _loaded(profile: Path | None, policy: Path | None) -> Checker:
    try:
        return load_checker(profile, policy)
    except LoadError as fault:
        raise click.ClickException(str(fault)) from None


def _named(file: str) -> str:
    return "What was piped in" if file == "-" else file
