"""The school's own names (profile.toml), and finding them however they are written.

Names are found in any case, with small misspellings, spaced out, and inside hashtags and handles.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from pathlib import Path

from platformdirs import user_config_path
from pydantic import BaseModel, ConfigDict, Field, field_validator
from rapidfuzz.distance import DamerauLevenshtein

from model.spans import Span, longest_first
from model.toml_file import read_toml

SHORT = 4
"""Names of up to this many letters must be written exactly: an error in them would find other words."""


class ProfileError(ValueError):
    """A profile that cannot be used; the message names the file, line and field."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class School(_Strict):
    """What the school is called."""

    names: tuple[str, ...] = ()
    short_names: tuple[str, ...] = ()
    hashtags: tuple[str, ...] = ()
    handles: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()

    @field_validator("names", "short_names", "hashtags", "handles", "domains")
    @classmethod
    def _not_empty(cls, values: tuple[str, ...]) -> tuple[str, ...]:
        for value in values:
            if len(_letters(value)) < 2:
                raise ValueError(f"{value!r} is too short to look for: give at least two letters")
        return values


class StaffMember(_Strict):
    """Somebody who works at the school, as people would write the name (``Mrs Okonkwo``, ``Dave Pugh``)."""

    name: str = Field(min_length=2)
    also: tuple[str, ...] = ()


class Ask(_Strict):
    """The person whom staff can ask before they post."""

    name: str = Field(min_length=1)
    role: str = ""
    email: str = Field(pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")


class Profile(_Strict):
    """The school's own names; ``Profile.load`` reads one, ``Profile()`` is empty."""

    school: School = School()
    staff: tuple[StaffMember, ...] = ()
    ask: Ask | None = None
    policy_link: str = Field(default="", pattern=r"^(https?://\S+)?$")

    @staticmethod
    def default_path() -> Path:
        """Where a person's profile is looked for."""
        return user_config_path("postcheck", appauthor=False) / "profile.toml"

    @classmethod
    def load(cls, path: Path | None = None) -> Profile:
        """Read a profile: the file named, else the person's own, else an empty one. Raises ProfileError."""
        if path is None:
            path = cls.default_path()
            if not path.exists():
                return cls()
        return read_toml(path, cls, ProfileError)


@dataclass(frozen=True, slots=True)
class _Name:
    letters: str
    label: str
    exact: bool = False

    def allowed_errors(self) -> int:
        if self.exact or len(self.letters) <= SHORT + 1 or self.letters.isdigit():
            return 0
        return 1 if len(self.letters) < 10 else 2


_WORD = re.compile(r"[@#]?[\w][\w'’]*", re.UNICODE)
_SPACED = re.compile(r"(?<!\w)[@#]?\w(?:([\s.\-_*·|]{1,2})\w)(?:\1\w)+(?!\w)")


def _letters(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())


class NameFinder:
    """Finds the names of one profile in any number of texts; safe to share between threads."""

    def __init__(self, profile: Profile) -> None:
        names: dict[str, _Name] = {}
        school = profile.school
        for value in (*school.names, *school.short_names):
            names.setdefault(_letters(value), _Name(_letters(value), "SCHOOL"))
        for value in (*school.hashtags, *school.handles):
            names.setdefault(_letters(value), _Name(_letters(value), "SCHOOL", exact=True))
        for member in profile.staff:
            for value in (member.name, *member.also):
                names.setdefault(_letters(value), _Name(_letters(value), "STAFF"))
        self._names = names
        self._by_length: dict[int, list[_Name]] = {}
        for name in names.values():
            for length in range(
                len(name.letters) - name.allowed_errors(), len(name.letters) + name.allowed_errors() + 1
            ):
                self._by_length.setdefault(length, []).append(name)
        self._longest_words = max((len(value.split()) for value in self._all_values(profile)), default=1) + 1
        self._domains = [
            re.compile(
                rf"(?<![\w.-])(?:https?://)?(?:www\.)?{re.escape(domain.casefold())}(?![\w-])(?:/[^\s]*)?",
                re.IGNORECASE,
            )
            for domain in school.domains
        ]

    @staticmethod
    def _all_values(profile: Profile) -> Iterator[str]:
        school = profile.school
        yield from (*school.names, *school.short_names, *school.hashtags, *school.handles)
        for member in profile.staff:
            yield from (member.name, *member.also)

    def find(self, text: str) -> list[Span]:
        """Where the names stand, in code points, ordered and not overlapping; the longest wins."""
        if not self._names and not self._domains:
            return []
        found = [(m.start(), m.end(), "SCHOOL") for pattern in self._domains for m in pattern.finditer(text)]
        found += self._spaced_out(text)
        # What fits best goes first: else "Mrs Okonkwo at" would be a longer name with two letters too many.
        for _, close in groupby(sorted(self._in_words(text)), key=itemgetter(0)):
            found += [span for _, span in close if not any(_overlap(span, other) for other in found)]
        return longest_first(found)

    def _in_words(self, text: str) -> Iterator[tuple[int, Span]]:
        """Names and the errors in them."""
        words = [(m.start(), m.end(), m.group()) for m in _WORD.finditer(text)]
        letters = [_letters(word.removesuffix("'s").removesuffix("’s")) for _, _, word in words]
        for first, (start, _, word) in enumerate(words):
            if word[0] in "@#":
                name = self._inside(letters[first])
                if name:
                    yield 0, (start, words[first][1], name.label)
                continue
            joined = ""
            for last in range(first, min(first + self._longest_words, len(words))):
                if last > first and (
                    words[last][2][0] in "@#"
                    or text[words[last - 1][1] : words[last][0]].strip("-–.&' ’") != ""
                ):
                    break
                joined += letters[last]
                name = self._match(joined)
                if name:
                    end = words[last][1]
                    if words[last][2].endswith(("'s", "’s")):
                        end -= 2
                    errors = DamerauLevenshtein.distance(joined, name.letters)
                    yield errors, (start, end, name.label)

    def _spaced_out(self, text: str) -> Iterator[Span]:
        for run in _SPACED.finditer(text):
            name = self._names.get(_letters(run.group()))
            if name:
                yield run.start(), run.end(), name.label

    def _match(self, letters: str) -> _Name | None:
        exact = self._names.get(letters)
        if exact:
            return exact
        for name in self._by_length.get(len(letters), ()):
            allowed = name.allowed_errors()
            if (
                allowed
                and letters[0] == name.letters[0]
                and DamerauLevenshtein.distance(letters, name.letters, score_cutoff=allowed) <= allowed
            ):
                return name
        return None

    def _inside(self, letters: str) -> _Name | None:
        match = self._match(letters)
        if match:
            return match
        within = [name for key, name in self._names.items() if len(key) > SHORT and key in letters]
        return max(within, key=lambda name: len(name.letters), default=None)


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]
