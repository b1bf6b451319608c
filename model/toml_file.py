"""Reads a TOML file into a pydantic model, and says where a fault is so that a person can find it."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

Model = TypeVar("Model", bound=BaseModel)


def read_toml(path: Path, model: type[Model], error: type[ValueError]) -> Model:
    """Read and validate a file. Raises ``error`` with one line per fault: file, line and field."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise error(f"{path}: there is no such file") from None
    except (OSError, UnicodeDecodeError) as fault:
        raise error(f"{path}: cannot be read: {fault}") from None
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise error(f"{path}: {fault}") from None
    try:
        return model.model_validate(data)
    except ValidationError as fault:
        lines = [_say(path, text, one["loc"], one["msg"]) for one in fault.errors(include_url=False)]
        raise error("\n".join(lines)) from None


def _say(path: Path, text: str, location: tuple[int | str, ...], message: str) -> str:
    field = "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in location).lstrip(".")
    line = line_of(text, location)
    where = f"{path}, line {line}" if line else str(path)
    message = message.removeprefix("Value error, ")
    return f"{where}: {field}: {message}" if field else f"{where}: {message}"


def line_of(text: str, location: tuple[int | str, ...]) -> int | None:
    """The line (from 1) of a field such as ``("staff", 1, "name")``, or of its table."""
    table: list[str] = []
    counts: dict[str, int] = {}
    index: int | None = None
    best: int | None = None
    names = [part for part in location if isinstance(part, str)]
    wanted_index = next((part for part in location if isinstance(part, int)), None)
    for number, line in enumerate(text.splitlines(), 1):
        header = re.match(r"\s*\[(\[)?\s*([\w.\-\"' ]+?)\s*\]", line)
        if header:
            table = [part.strip("\"' ") for part in header.group(2).split(".")]
            dotted = ".".join(table)
            if header.group(1):
                counts[dotted] = counts.get(dotted, -1) + 1
                index = counts[dotted]
            else:
                index = None
            if names[: len(table)] == table and (index is None or index == wanted_index):
                best = number
            continue
        key = re.match(r"\s*([\w\-.\"']+)\s*=", line)
        if key:
            path = table + [part.strip("\"'") for part in key.group(1).split(".")]
            if names[: len(path)] == path and (index is None or index == wanted_index):
                return number
    return best
