"""Reads JSON without the loose ends: no duplicate names, no NaN, no bytes that are not UTF-8 (RFC 7493)."""

from __future__ import annotations

import json
from typing import Any


class JsonError(ValueError):
    """A body that is not the JSON asked for; the message quotes nothing of it.

    ``field`` names the member at fault where that is known.
    """

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


def loads_object(body: bytes) -> dict[str, Any]:
    """Read one JSON object. Lone surrogates written as escapes are kept. Raises JsonError."""
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as fault:
        raise JsonError(f"The body is not UTF-8 (byte {fault.start}).") from None
    try:
        value = json.loads(text, object_pairs_hook=_object, parse_constant=_constant)
    except JsonError:
        raise
    except json.JSONDecodeError as fault:
        raise JsonError(f"The body is not JSON (line {fault.lineno}, column {fault.colno}).") from None
    except RecursionError:
        raise JsonError("The JSON is nested too deeply.") from None
    except ValueError:
        raise JsonError("The JSON holds a number that is too long.") from None
    if not isinstance(value, dict):
        raise JsonError("The body must be a JSON object.")
    return value


def dumps(value: object) -> str:
    """Write JSON in ASCII, so that lone surrogates survive the way."""
    return json.dumps(value, ensure_ascii=True, separators=(",", ":"), allow_nan=False)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) != len(pairs):
        seen: set[str] = set()
        twice = next(name for name, _ in pairs if name in seen or seen.add(name))  # type: ignore[func-returns-value]
        raise JsonError("This field stands twice.", field=twice)
    return value


def _constant(_: str) -> Any:
    raise JsonError("NaN and Infinity are not JSON.")
