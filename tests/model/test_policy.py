"""The default policy is whole, quotes its source, and a faulty policy is told line and field."""

from __future__ import annotations

from pathlib import Path

import pytest

from model.labels import CONCERNS, SPAN_LABELS
from model.policy import DEFAULT_POLICY, Policy, PolicyError

POLICY = Policy.load()

SEVERITY = [
    # label, in a kind post, in a negative post
    *((label, "advice", "warning") for label in SPAN_LABELS if label != "CREDENTIAL"),
    ("CREDENTIAL", "serious", "serious"),
]
CONCERN_SEVERITY = [
    # label, about nobody in particular, about a pupil
    ("derogatory", "warning", "warning"),
    ("copyright", "warning", "warning"),
    ("disrepute", "warning", "warning"),
    ("confidential", "warning", "serious"),
    *((label, "serious", "serious") for label in ("bullying", "discriminatory", "defamatory", "boundary")),
]


@pytest.mark.parametrize(("label", "kind", "negative"), SEVERITY)
def test_levels_of_mentions(label: str, kind: str, negative: str) -> None:
    assert POLICY.mention_level(label, negative=False) == kind
    assert POLICY.mention_level(label, negative=True) == negative


@pytest.mark.parametrize(("label", "anybody", "pupil"), CONCERN_SEVERITY)
def test_levels_of_concerns(label: str, anybody: str, pupil: str) -> None:
    assert POLICY.concern_level(label, about_pupil=False) == anybody
    assert POLICY.concern_level(label, about_pupil=True) == pupil


def test_every_label_has_wording_short_enough_to_read() -> None:
    assert set(POLICY.finding) == {*SPAN_LABELS, *CONCERNS}
    assert all(len(wording.title) <= 60 and len(wording.why) <= 140 for wording in POLICY.finding.values())


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('clause = "copyright"', 'clause = "copywrong"', "finding.copyright.clause names no clause"),
        ("[finding.boundary]", "[finding.boundaries]", "finding.boundary is missing"),
        (
            'level = "serious"\nlevel_negative',
            'level = "dreadful"\nlevel_negative',
            "finding.CREDENTIAL.level",
        ),
        ('id = "duty-of-care"', 'id = "outside-school"', "two clauses share an id"),
        ('title = "This names a school"', 'title = ""', "finding.SCHOOL.title"),
    ],
)
def test_a_fault_is_named(tmp_path: Path, old: str, new: str, says: str) -> None:
    text = DEFAULT_POLICY.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "policy.toml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(PolicyError, match=str(path)) as fault:
        Policy.load(path)
    assert says in str(fault.value)
