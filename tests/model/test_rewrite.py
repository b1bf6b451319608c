"""What is put in place of a mention fits the words before it, and everything else stays as it was."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from model.policy import Policy
from model.report import Finding
from model.rewrite import replacement_for, rewrite

CASES = tomllib.loads((Path(__file__).parent / "cases" / "rewrite.toml").read_text(encoding="utf-8"))["cases"]
POLICY = Policy.load()


@pytest.mark.parametrize(("marked", "label", "instead"), CASES, ids=[case[0] for case in CASES])
def test_replacement(marked: str, label: str, instead: str) -> None:
    start, end = marked.index("["), marked.index("]") - 1
    text = marked.replace("[", "").replace("]", "")
    assert replacement_for(label, text, start, end, POLICY.finding[label].replacement) == instead


def finding(start: int, end: int, replacement: str | None) -> Finding:
    return Finding("STAFF", start, end, "advice", "outside-school", "t", "w", replacement, 1.0)


def test_the_rewrite_changes_only_what_has_a_replacement() -> None:
    text = "Ann met Bob 😀 and Cy"
    findings = [finding(0, 3, "A colleague"), finding(8, 11, None), finding(18, 20, "a pupil")]
    assert rewrite(text, findings) == "A colleague met Bob 😀 and a pupil"
    assert rewrite(text, findings[1:2]) is None
    assert rewrite(text, []) is None
