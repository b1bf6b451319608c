"""Posts written with tags become rows, and what is wrong with a row is told with its line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from model.labels import CONCERNS, SPAN_LABELS
from model.training import corpus, markup

GOOD: dict[str, Any] = {
    "text": "Mrs Okonkwo is a cow",
    "spans": [[0, 11, "STAFF"]],
    "concerns": ["derogatory"],
    "concern_spans": [[0, 20, "derogatory"]],
    "warn": True,
    "network": "x",
    "author": "t1",
}

FAULTS = [
    ({"spans": [[0, 99, "STAFF"]]}, "is outside the text"),
    ({"spans": [[0, 11, "TEACHER"]]}, "unknown span label 'TEACHER'"),
    ({"spans": [[0, 11, "STAFF"], [4, 13, "ROLE"]]}, "STAFF and ROLE overlap"),
    ({"spans": [[0, 12, "STAFF"]]}, "has a space at its edge"),
    ({"concerns": ["rude"], "concern_spans": [[0, 20, "rude"]]}, "unknown concern"),
    ({"concern_spans": []}, "name different labels"),
    ({"warn": False}, "which the guide's rule does not give"),
    ({"network": "myspace"}, "unknown network 'myspace'"),
    ({"pair": "t1-1"}, "pair t1-1 needs one post that warns and one that does not"),
]


def write(folder: Path, *rows: dict[str, Any]) -> None:
    (folder / "t1.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


def test_a_right_row_has_no_fault(tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    assert corpus.check(tmp_path)[0] == []


@pytest.mark.parametrize(("change", "says"), FAULTS)
def test_a_fault_is_told_with_its_line(tmp_path: Path, change: dict[str, Any], says: str) -> None:
    other = GOOD | {"text": "Mrs Adeyemi was never in"}
    write(tmp_path, other | {"concern_spans": [[0, 5, "derogatory"]]}, GOOD | change)
    faults, _ = corpus.check(tmp_path)
    assert any(fault.startswith("t1.jsonl:2: ") and says in fault for fault in faults), faults


def test_near_duplicates_are_told_but_not_the_sides_of_a_pair(tmp_path: Path) -> None:
    clean = {"text": "", "spans": [], "concerns": [], "concern_spans": [], "warn": False, "network": "x"}
    one = "the dog ate my lovely new slippers on a wet Tuesday"
    write(tmp_path, clean | {"text": one}, clean | {"text": one + " again"})
    assert corpus.check(tmp_path)[0] == ["t1.jsonl:2: is nearly the same as t1.jsonl:1"]
    write(tmp_path, GOOD | {"pair": "1"}, clean | {"text": "Mrs Okonkwo is a cow says", "pair": "1"})
    assert corpus.check(tmp_path)[0] == []


@pytest.mark.parametrize(
    "line", ["{", "[]", '{"text": 1}', '{"text": "a", "spans": [[0]], "concerns": [], "warn": false}']
)
def test_a_line_that_is_no_post_is_refused_with_its_number(tmp_path: Path, line: str) -> None:
    path = tmp_path / "t1.jsonl"
    path.write_text(json.dumps(GOOD) + "\n" + line + "\n", encoding="utf-8")
    with pytest.raises(corpus.CorpusError, match=r"t1\.jsonl:2"):
        list(corpus.read_file(path))


def test_tags_become_offsets() -> None:
    line = r"x | 7 | <derogatory><ROLE>SLT</ROLE> asleep</derogatory> <3\nand <PUPIL>9B</PUPIL> too"
    post = markup.parse_line(line)
    assert post.text == "SLT asleep <3\nand 9B too"
    assert [(post.text[a:b], label) for a, b, label in post.spans] == [("SLT", "ROLE"), ("9B", "PUPIL")]
    assert [(post.text[a:b], label) for a, b, label in post.concern_spans] == [("SLT asleep", "derogatory")]
    assert (post.network, post.pair, post.concerns, post.warn) == ("x", "7", ["derogatory"], True)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("x | - | <STAFF>Ann", "never closed"),
        ("x | - | Ann</STAFF>", "closes nothing"),
        ("x | - | <STAFF>Ann </STAFF>", "at its edge"),
        ("x | - | <STAFF><ROLE>Ann</ROLE></STAFF>", "overlap"),
        ("x | - | <STAF>Ann</STAF>", "misspelt"),
        ("y | - | Ann", "unknown network"),
        ("x | Ann", "three fields"),
        ("x | - | ", "empty"),
    ],
)
def test_tags_that_cannot_be_read_are_refused(line: str, says: str) -> None:
    with pytest.raises(markup.MarkupError, match=says):
        markup.parse_line(line)


def test_the_corpus_itself_is_whole_and_as_large_as_promised() -> None:
    faults, posts = corpus.check()
    assert faults == []
    counts = corpus.counts(posts)
    assert counts["posts"] >= 8000
    assert counts["contrast pairs"] >= 1500
    assert all(counts[label] >= 450 for label in CONCERNS)
    assert all(counts[label] >= 600 for label in SPAN_LABELS)
    ordinary = [post for post in posts if not post.warn and post.pair is None]
    assert len(ordinary) >= 2000
