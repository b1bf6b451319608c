"""``check --jsonl``: drafts in, reports out, one a line, in order, as they come."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator
from typing import IO, TYPE_CHECKING, Any, Final

from server.problems import FieldError, Problem
from server.schemas import CheckRequest, validate
from server.strict_json import JsonError, dumps, loads_object

if TYPE_CHECKING:
    from model import Checker

BATCH: Final = 64
MAX_LINE: Final = 4 * 1024 * 1024

_LABELS: Final = ("spans", "concerns", "warn")
"""A labelled post (labelling guide, File format) is a draft too; what it says about itself is not read."""


class _End:
    """The end of the input, and what cut it short."""

    def __init__(self, fault: OSError | None = None) -> None:
        self.fault = fault


def answers(checker: Checker, stream: IO[bytes]) -> Iterator[bytes]:
    """One line of JSON for each line of the stream. Raises OSError where the stream cannot be read.

    What has arrived is checked together, up to BATCH lines; nothing waits for lines still to come.
    """
    number = 0
    for batch in _batches(stream):
        asked = [_request(line) for line in batch]
        for answer in _answers(checker, asked):
            number += 1
            if isinstance(answer, Problem):
                yield _line({"error": answer.as_dict(), "line": number})
            else:
                yield _line(answer)


def _answers(checker: Checker, asked: list[CheckRequest | Problem]) -> list[dict[str, Any] | Problem]:
    good = [one for one in asked if isinstance(one, CheckRequest)]
    try:
        reports = list(checker.check_many([one.draft() for one in good]))
    except Exception:  # one draft must not cost the others their answers
        return [_answer_alone(checker, one) for one in asked]
    found = iter(reports)
    return [
        next(found).as_dict(offsets=one.offsets) if isinstance(one, CheckRequest) else one for one in asked
    ]


def _answer_alone(checker: Checker, asked: CheckRequest | Problem) -> dict[str, Any] | Problem:
    if isinstance(asked, Problem):
        return asked
    try:
        return checker.check(asked.draft()).as_dict(offsets=asked.offsets)
    except Exception:
        return Problem("internal")


def _request(line: bytes | None) -> CheckRequest | Problem:
    if line is None:
        return Problem("too-large", f"A line may hold at most {MAX_LINE // 1024 // 1024} MiB.")
    try:
        value = loads_object(line)
        return validate(CheckRequest, {k: v for k, v in value.items() if k not in _LABELS})
    except JsonError as fault:
        errors = [FieldError(fault.field, str(fault))] if fault.field is not None else []
        return Problem("bad-json", str(fault), errors)
    except Problem as problem:
        return problem


def _batches(stream: IO[bytes]) -> Iterator[list[bytes | None]]:
    arrived: queue.Queue[bytes | _End | None] = queue.Queue(maxsize=4 * BATCH)
    threading.Thread(target=_read, args=(stream, arrived), daemon=True).start()
    while True:
        batch: list[bytes | None] = []
        item = arrived.get()
        while not isinstance(item, _End):
            batch.append(item)
            if len(batch) == BATCH:
                break
            try:
                item = arrived.get_nowait()
            except queue.Empty:
                break
        if batch:
            yield batch
        if isinstance(item, _End):
            if item.fault:
                raise item.fault
            return


def _read(stream: IO[bytes], arrived: queue.Queue[bytes | _End | None]) -> None:
    first = True
    try:
        while line := stream.readline(MAX_LINE + 1):
            if len(line) > MAX_LINE:
                while line and not line.endswith(b"\n"):
                    line = stream.readline(MAX_LINE)
                arrived.put(None)
            else:
                arrived.put(line.removeprefix(b"\xef\xbb\xbf") if first else line)
            first = False
    except OSError as fault:
        arrived.put(_End(fault))
    else:
        arrived.put(_End())


def _line(value: dict[str, Any]) -> bytes:
    return dumps(value).encode("ascii") + b"\n"
