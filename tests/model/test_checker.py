"""The one door: a draft in, a report out, with the contract's findings."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from model import Checker, Draft
from model.labels import CONCERNS, SPAN_LABELS
from model.policy import DEFAULT_POLICY, Policy
from model.profile import Profile
from model.report import LEVELS

BREAKING = "Mrs Okonkwo at Thornhill High is a useless cow and 9B know it"
CLEAN = "Half term and the dog has already eaten my slippers"

AWKWARD = {
    "empty": "",
    "blank": " \n\t ",
    "one letter": "a",
    "only emoji": "😂😂👩🏽‍🏫",
    "combining marks": "e\u0301 Mrs O\u0308konkwo at Thornhill High",
    "right to left": "שלום Mrs Okonkwo ב-Thornhill High",
    "lone surrogate": "Mrs Okonkwo \ud800 at Thornhill High",
    "NUL": "Mrs Okonkwo\x00at Thornhill High",
    "line breaks": "Mrs Okonkwo\r\n\r\nat\nThornhill High",
    "control characters": "".join(map(chr, range(32))) + "Mrs Okonkwo",
    "no spaces": "@" * 5000,
    "long": "Mrs Okonkwo came by. The tea was cold. " * 400,
}


@pytest.fixture(scope="module")
def checker() -> Checker:
    return Checker.load(profile=Profile())


def labels_of(checker: Checker, text: str) -> set[str]:
    return {finding.label for finding in checker.check(Draft(text)).findings}


def test_a_breaking_draft_is_told_what_and_why(checker: Checker) -> None:
    report = checker.check(Draft(BREAKING, network="x", audience="public"))
    told = {(finding.label, BREAKING[finding.start : finding.end]): finding for finding in report.findings}
    assert set(told) == {
        ("STAFF", "Mrs Okonkwo"),
        ("SCHOOL", "Thornhill High"),
        ("PUPIL", "9B"),
        ("derogatory", BREAKING),
    }
    assert report.warn
    assert report.level == "warning"
    assert told["STAFF", "Mrs Okonkwo"].clause == "outside-school"
    assert told["derogatory", BREAKING].clause == "defamatory-derogatory"
    assert report.rewrite == "A colleague at my school is a useless cow and pupils know it"
    assert all(f.title and f.why and 0 < f.confidence <= 1 for f in report.findings)


def test_a_clean_draft_is_left_alone(checker: Checker) -> None:
    report = checker.check(Draft(CLEAN))
    assert not report.warn
    assert report.level == "none"
    assert report.findings == ()
    assert report.rewrite is None


@pytest.mark.parametrize("text", AWKWARD.values(), ids=AWKWARD.keys())
def test_any_text_gets_a_report_with_right_offsets(checker: Checker, text: str) -> None:
    report = checker.check(Draft(text))
    units = text.encode("utf-16-le", "surrogatepass")
    for row, row16 in zip(report.as_dict()["findings"], report.as_dict("utf16")["findings"], strict=True):
        assert 0 <= row["start"] < row["end"] <= len(text)
        piece = units[2 * row16["start"] : 2 * row16["end"]].decode("utf-16-le", "surrogatepass")
        assert piece == text[row["start"] : row["end"]]
        assert piece == piece.strip()
    starts = [(f.start, f.end, f.label) for f in report.findings]
    assert starts == sorted(starts)
    json.dumps(report.as_dict())


def test_findings_speak_the_contract(checker: Checker) -> None:
    for row in checker.check(Draft(BREAKING)).as_dict()["findings"]:
        assert row["label"] in SPAN_LABELS + CONCERNS
        assert row["level"] in LEVELS
        assert row.keys() - {"phrases"} == {
            *("id", "label", "start", "end", "level", "clause", "title", "why", "replacement", "confidence")
        }


def test_many_give_the_same_as_one_by_one_in_order_and_from_threads(checker: Checker) -> None:
    drafts = [Draft(text) for text in (*AWKWARD.values(), BREAKING, CLEAN)] * 2
    one_by_one = [checker.check(draft).as_dict() for draft in drafts]
    assert [report.as_dict() for report in checker.check_many(drafts)] == one_by_one
    with ThreadPoolExecutor(4) as pool:
        assert [report.as_dict() for report in pool.map(checker.check, drafts)] == one_by_one


def test_the_profile_finds_what_the_models_do_not_know() -> None:
    profile = Profile.model_validate({"school": {"short_names": ["QZX"]}, "staff": [{"name": "Tea Pot"}]})
    known = Checker.load(profile=profile)
    assert {"SCHOOL", "STAFF"} <= labels_of(known, "tea pot was funny at QZX")


def test_a_label_that_the_policy_switches_off_is_not_told(tmp_path: Path) -> None:
    path = tmp_path / "policy.toml"
    text = DEFAULT_POLICY.read_text(encoding="utf-8")
    path.write_text(text.replace("[finding.SCHOOL]", "[finding.SCHOOL]\nenabled = false"), encoding="utf-8")
    lenient = Checker.load(profile=Profile(), policy=Policy.load(path))
    assert labels_of(lenient, BREAKING) == {"STAFF", "PUPIL", "derogatory"}


@pytest.mark.parametrize(
    ("text", "level"),
    [
        (CLEAN, "none"),
        ("Massive thank you to Mrs Okonkwo for the lovely cake today", "advice"),
        (BREAKING, "warning"),
        ("Staffroom wifi password is Marigold.88 if anyone needs it", "serious"),
    ],
)
def test_the_level_is_that_of_the_worst_finding(checker: Checker, text: str, level: str) -> None:
    assert checker.check(Draft(text)).level == level


def test_a_long_post_is_told_of_the_one_sentence_that_breaks_the_policy(checker: Checker) -> None:
    bad = "Our headteacher is a useless, clueless muppet and everyone in the staffroom knows it."
    text = f"What a lovely weekend by the sea. The chips were hot. {bad} Then we walked the dog on the sand."
    concerns = [f for f in checker.check(Draft(text)).findings if f.label == "derogatory"]
    assert [text[f.start : f.end] for f in concerns] == [bad]
    assert all(f.start <= first < last <= f.end for f in concerns for first, last in f.phrases)
