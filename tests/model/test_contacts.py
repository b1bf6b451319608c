"""Telephone numbers, email addresses and credentials as people write them, and what only looks like them."""

from __future__ import annotations

import time
import tomllib
from pathlib import Path
from typing import Any

import pytest

from model.contacts import find_contacts

CASES = tomllib.loads((Path(__file__).parent / "cases" / "contacts.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES["found"], ids=lambda case: case["text"])
def test_found(case: dict[str, Any]) -> None:
    expected = sorted(
        (case["text"].index(part), part, label)
        for label in ("PHONE", "EMAIL", "CREDENTIAL")
        for part in case.get(label, ())
    )
    found = [(start, case["text"][start:end], label) for start, end, label in find_contacts(case["text"])]
    assert found == expected


@pytest.mark.parametrize("case", CASES["left"], ids=lambda case: case["text"])
def test_left_alone(case: dict[str, Any]) -> None:
    assert find_contacts(case["text"]) == []


@pytest.mark.parametrize(
    "piece",
    [
        "0",
        "0 ",
        "07700 900123 ",
        "a.",
        "a@",
        "a at b dot ",
        "oh double ",
        "password is ",
        "(at)",
        "1-",
        "+",
        "((((",
        "📞0",
    ],
)
def test_time_grows_no_faster_than_a_long_draft_allows(piece: str) -> None:
    """The worst inputs for each expression: 20,000 characters within four seconds."""
    text = piece * (20_000 // len(piece))
    started = time.process_time()
    find_contacts(text)
    assert time.process_time() - started < 4
