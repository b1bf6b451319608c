"""What goes into the checker and what comes out: Draft, Finding, Report."""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from dataclasses import dataclass, field
from typing import Any, Final, Literal

Level = Literal["none", "advice", "warning", "serious"]
Audience = Literal["public", "friends", "private", "unknown"]
Kind = Literal["post", "comment", "message", "profile"]
OffsetUnit = Literal["codepoint", "utf16"]

LEVELS: Final[tuple[Level, ...]] = ("none", "advice", "warning", "serious")


def highest(levels: list[Level]) -> Level:
    """The most serious of the levels; ``none`` where there are none."""
    return max(levels, key=LEVELS.index, default="none")


@dataclass(frozen=True, slots=True)
class Draft:
    """What someone is about to publish.

    ``network`` is a label of the guide such as ``x`` or any other name; unknown ones are accepted.
    """

    text: str
    network: str | None = None
    audience: Audience = "unknown"
    kind: Kind = "post"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to think about before publishing; offsets in code points, end exclusive.

    ``label`` is a span label or a concern of the labelling guide, ``clause`` the id of a policy clause,
    ``confidence`` the model's calibrated probability (1.0 where a rule decided). ``phrases`` are the
    ranges inside the finding that weighed most (concerns only).
    """

    label: str
    start: int
    end: int
    level: Level
    clause: str
    title: str
    why: str
    replacement: str | None
    confidence: float
    phrases: tuple[tuple[int, int], ...] = ()

    @property
    def id(self) -> str:
        """Names this finding within its report; holds nothing of the text."""
        key = f"{self.label}:{self.start}:{self.end}"
        return hashlib.blake2b(key.encode(), digest_size=6).hexdigest()


@dataclass(frozen=True, slots=True)
class Report:
    """The answer to one draft; findings ordered by start, then end, then label."""

    text: str = field(repr=False)
    findings: tuple[Finding, ...]
    rewrite: str | None = field(repr=False)
    model: str

    @property
    def warn(self) -> bool:
        """Whether the policy asks the writer to stop and think."""
        return bool(self.findings)

    @property
    def level(self) -> Level:
        """The level of the most serious finding."""
        return highest([finding.level for finding in self.findings])

    def as_dict(self, offsets: OffsetUnit = "codepoint") -> dict[str, Any]:
        """The report as the HTTP contract has it, with offsets in the unit asked for."""
        unit = Utf16Offsets(self.text) if offsets == "utf16" else None

        def at(position: int) -> int:
            return unit.of(position) if unit else position

        rows: list[dict[str, Any]] = []
        for finding in self.findings:
            row: dict[str, Any] = {
                "id": finding.id,
                "label": finding.label,
                "start": at(finding.start),
                "end": at(finding.end),
                "level": finding.level,
                "clause": finding.clause,
                "title": finding.title,
                "why": finding.why,
                "replacement": finding.replacement,
                "confidence": round(finding.confidence, 2),
            }
            if finding.phrases:
                row["phrases"] = [[at(start), at(end)] for start, end in finding.phrases]
            rows.append(row)
        return {
            "warn": self.warn,
            "level": self.level,
            "findings": rows,
            "rewrite": self.rewrite,
            "model": self.model,
        }


class Utf16Offsets:
    """Turns code-point offsets of one text into UTF-16 code-unit offsets, as JavaScript counts."""

    def __init__(self, text: str) -> None:
        self._astral = [i for i, character in enumerate(text) if ord(character) > 0xFFFF]

    def of(self, position: int) -> int:
        """The UTF-16 offset of a code-point offset."""
        return position + bisect_left(self._astral, position)
