"""A school's policy as data: its clauses, and what the writer is told about each kind of finding."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from model.labels import CONCERNS, SPAN_LABELS
from model.report import Level
from model.toml_file import read_toml

DEFAULT_POLICY = Path(__file__).parent / "policies" / "cornerstone.toml"

FindingLevel = Literal["advice", "warning", "serious"]


class PolicyError(ValueError):
    """A policy file that cannot be used; the message names the file, line and field."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Clause(_Strict):
    """One clause of the policy: its own words (``text``), where they stand, and the same in a sentence."""

    id: str = Field(min_length=1)
    title: str = Field(min_length=1)
    section: str
    text: str = Field(min_length=1)
    plain: str = Field(min_length=1)


class Replacements(_Strict):
    """What to write instead of a mention, by the words that stand before it."""

    alone: str
    after_determiner: str | None = None
    after_an: str | None = None
    many: str | None = None
    many_after_determiner: str | None = None


class Wording(_Strict):
    """What the writer is told about one label: level, clause and words."""

    clause: str
    level: FindingLevel
    level_negative: FindingLevel | None = None
    level_about_pupil: FindingLevel | None = None
    title: str = Field(min_length=1)
    why: str = Field(min_length=1)
    replacement: Replacements | None = None
    enabled: bool = True


class Policy(_Strict):
    """A policy that has been read and found whole; ``Policy.load`` makes one."""

    id: str
    name: str
    version: str
    link: str = ""
    clause: tuple[Clause, ...]
    finding: Mapping[str, Wording]

    @model_validator(mode="after")
    def _whole(self) -> Policy:
        known = {clause.id for clause in self.clause}
        if len(known) != len(self.clause):
            raise ValueError("two clauses share an id")
        for label in (*SPAN_LABELS, *CONCERNS):
            if label not in self.finding:
                raise ValueError(f"finding.{label} is missing")
        for label, wording in self.finding.items():
            if label not in SPAN_LABELS and label not in CONCERNS:
                raise ValueError(f"finding.{label} is not a label of the labelling guide")
            if wording.clause not in known:
                raise ValueError(f"finding.{label}.clause names no clause: {wording.clause!r}")
        return self

    @classmethod
    def load(cls, path: Path | None = None) -> Policy:
        """Read a policy file (default: The Cornerstone Academy's). Raises PolicyError."""
        return read_toml(path or DEFAULT_POLICY, cls, PolicyError)

    @cached_property
    def clauses(self) -> dict[str, Clause]:
        """The clauses by id."""
        return {clause.id: clause for clause in self.clause}

    def mention_level(self, label: str, *, negative: bool) -> Level:
        """The level of a mention, in a post that is negative or not (labelling guide, Severity)."""
        wording = self.finding[label]
        return (wording.level_negative or wording.level) if negative else wording.level

    def concern_level(self, label: str, *, about_pupil: bool) -> Level:
        """The level of a concern (labelling guide, Severity)."""
        wording = self.finding[label]
        return (wording.level_about_pupil or wording.level) if about_pupil else wording.level
