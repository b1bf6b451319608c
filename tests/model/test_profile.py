"""A school's own names are found however they are written, and a faulty profile is told line and field."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from model.profile import NameFinder, Profile, ProfileError

CASES = tomllib.loads((Path(__file__).parent / "cases" / "names.toml").read_text(encoding="utf-8"))
FINDER = NameFinder(Profile.model_validate(CASES["profile"]))


@pytest.mark.parametrize("case", CASES["found"], ids=lambda case: case["text"])
def test_found(case: dict[str, Any]) -> None:
    expected = [(part, label) for label in ("SCHOOL", "STAFF") for part in case.get(label, ())]
    assert [(case["text"][start:end], label) for start, end, label in FINDER.find(case["text"])] == expected


@pytest.mark.parametrize("case", CASES["left"], ids=lambda case: case["text"])
def test_left_alone(case: dict[str, Any]) -> None:
    assert FINDER.find(case["text"]) == []


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("[school]\nnames = ['A']\n", "line 2: school.names"),
        ("[school]\nnames = 'Thornhill'\n", "line 2: school.names"),
        ("[school]\nname = ['Thornhill']\n", "line 2: school.name: Extra inputs"),
        ("[[staff]]\nname = 'Mrs Okonkwo'\n\n[[staff]]\nname = 7\n", "line 5: staff[2].name"),
        ("[[staff]]\nalso = ['Pughy']\n", "line 1: staff[1].name: Field required"),
        ("[ask]\nname = 'Jo'\nemail = 'not an address'\n", "line 3: ask.email"),
        ("policy_link = 'javascript:alert(1)'\n", "line 1: policy_link"),
        ("[school\n", "line 1"),
    ],
)
def test_a_fault_is_named_with_line_and_field(tmp_path: Path, content: str, says: str) -> None:
    path = tmp_path / "profile.toml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ProfileError) as fault:
        Profile.load(path)
    assert str(path) in str(fault.value)
    assert says in str(fault.value)


def test_no_profile_is_an_empty_one_but_a_named_one_must_exist(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    assert Profile.load() == Profile()
    with pytest.raises(ProfileError, match="no such file"):
        Profile.load(tmp_path / "none.toml")
