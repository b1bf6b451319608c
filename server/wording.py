"""The words for levels and counts, shared by the pages and the terminal."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any, cast

from model.report import Level


@cache
def levels() -> dict[Level, dict[str, str]]:
    """``name`` and ``verdict`` of each level."""
    words: Any = tomllib.loads(Path(__file__).with_name("levels.toml").read_text(encoding="utf-8"))
    return cast("dict[Level, dict[str, str]]", words)


def things(count: int) -> str:
    """``1 thing to look at``, ``2 things to look at``."""
    return f"{count} thing to look at" if count == 1 else f"{count} things to look at"
