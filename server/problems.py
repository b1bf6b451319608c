"""Problem documents (RFC 9457): the one shape of every error, and the words for each."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final

from server.strict_json import dumps

CONTENT_TYPE: Final = "application/problem+json"


@dataclass(frozen=True, slots=True)
class FieldError:
    """One field of a request that cannot be used."""

    field: str
    message: str


@dataclass(eq=False)
class Problem(Exception):  # noqa: N818 (the RFC's own word)
    """An error to be answered. ``kind`` is a table of problems.toml; ``detail`` replaces its words."""

    kind: str
    detail: str | None = None
    errors: Sequence[FieldError] = ()
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def status(self) -> int:
        """The HTTP status."""
        return int(_table()[self.kind]["status"])

    def as_dict(self) -> dict[str, Any]:
        """The problem document."""
        words = _table()[self.kind]
        document: dict[str, Any] = {
            "type": f"urn:postcheck:problem:{self.kind}",
            "title": words["title"],
            "status": words["status"],
            "detail": self.detail or words["detail"],
        }
        if self.errors:
            document["errors"] = [{"field": e.field, "message": e.message} for e in self.errors]
        return document

    def body(self) -> bytes:
        """The problem document as bytes."""
        return dumps(self.as_dict()).encode()


def for_status(status: int) -> Problem:
    """The problem for a bare HTTP status, such as the framework's own 404 or 405."""
    for kind, words in _table().items():
        if words["status"] == status and words.get("plain", False):
            return Problem(kind)
    return Problem("bad-request" if status < HTTPStatus.INTERNAL_SERVER_ERROR else "internal")


@cache
def _table() -> dict[str, dict[str, Any]]:
    return tomllib.loads(Path(__file__).with_name("problems.toml").read_text(encoding="utf-8"))
