"""Other wordings of the same post: names re-filled, cases, misspellings, hashtags and handles.

The recogniser is to learn context and shape, not a list of names, so at each pass over the corpus the names
in and outside mentions are drawn anew. Everything is drawn from one seeded ``random.Random``.
"""

from __future__ import annotations

import random
import re
import string
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from model.spans import Span
from model.training.names import NAMES, read_list

Marked = tuple[str, tuple[Span, ...]]

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_CODE = re.compile(r"\b(\d{1,2})([A-Za-z]\d?|[A-Z]{2,3})?(s?)\b")


@dataclass(frozen=True)
class Rates:
    """How often each change is made, as probabilities."""

    refill_name: float = 0.45
    refill_school: float = 0.5
    refill_role: float = 0.15
    refill_contact: float = 0.5
    outside_name: float = 0.3
    lower: float = 0.12
    upper: float = 0.03
    no_stops: float = 0.05
    typo: float = 0.04


@dataclass
class Augmenter:
    """Varies marked posts; one seed, one sequence of results.

    Raises FileNotFoundError where a name list is missing.
    """

    seed: int = 0
    rates: Rates = field(default_factory=Rates)
    folder: Path = NAMES

    def __post_init__(self) -> None:
        """Read the lists."""
        self._rng = random.Random(self.seed)  # noqa: S311 (variety, not secrecy)
        lists = {
            name: read_list(self.folder / f"{name}.txt")
            for name in (
                "first_names",
                "surnames",
                "schools_examples",
                "roles",
                "first_names_words",
                "surnames_words",
            )
        }
        self._first, self._last = lists["first_names"], lists["surnames"]
        words = set(lists["first_names_words"]) | set(lists["surnames_words"])
        self._first_set = set(self._first) - words
        self._last_set = set(self._last) - words
        self._schools: dict[str, list[str]] = {}
        for school in lists["schools_examples"]:
            self._schools.setdefault(_form(school), []).append(school)
        self._roles = [role for role in lists["roles"] if len(role.split()) <= 4]
        self._role_set = set(self._roles)

    def vary(self, text: str, spans: tuple[Span, ...]) -> Marked:
        """A variant of a post, with the offsets of its spans."""
        pieces: list[tuple[str, str | None]] = []
        position = 0
        for start, end, label in spans:
            pieces.append((self._outside(text[position:start]), None))
            pieces.append((self._mention(text[start:end], label), label))
            position = end
        pieces.append((self._outside(text[position:]), None))
        return _join(self._whole(pieces))

    def _chance(self, rate: float) -> bool:
        return self._rng.random() < rate

    def _mention(self, phrase: str, label: str) -> str:
        rates = self.rates
        if label == "SCHOOL":
            same_form = self._schools.get(_form(phrase))
            if same_form and self._chance(rates.refill_school):
                return _cased_like(phrase, self._rng.choice(same_form))
            return phrase
        if label == "ROLE":
            plain = phrase.lower()
            if plain in self._role_set and self._chance(rates.refill_role):
                same_number = [role for role in self._roles if role.endswith("s") == plain.endswith("s")]
                return _cased_like(phrase, self._rng.choice(same_number))
            return self._codes(phrase)
        if label in ("PHONE", "CREDENTIAL", "EMAIL"):
            return self._contact(phrase, label) if self._chance(rates.refill_contact) else phrase
        if phrase[0] in "@#":
            return phrase
        return self._codes(self._names(phrase, rates.refill_name, after_title=True))

    def _names(self, phrase: str, rate: float, *, after_title: bool) -> str:
        if not self._chance(rate):
            return phrase

        def draw(match: re.Match[str]) -> str:
            word = match.group()
            lower = word.lower()
            before = phrase[: match.start()].rstrip(" .").rpartition(" ")[2].lower()
            if after_title and before in ("mr", "mrs", "ms", "miss", "mx", "dr") and len(word) > 2:
                return _cased_like(word, self._rng.choice(self._last))
            if lower in self._first_set:
                return _cased_like(word, self._rng.choice(self._first))
            if lower in self._last_set and word[0].isupper():
                return _cased_like(word, self._rng.choice(self._last))
            return word

        return _WORD.sub(draw, phrase)

    def _codes(self, phrase: str) -> str:
        if not self._chance(self.rates.refill_name):
            return phrase

        def draw(match: re.Match[str]) -> str:
            number, letters, plural = match.groups()
            drawn = "".join(
                self._rng.choice(string.digits[1:] if c.isdigit() else _letters_like(c))
                for c in letters or ""
            )
            return f"{self._rng.randint(1, 13 if len(number) > 1 else 9)}{drawn}{plural}"

        return _CODE.sub(draw, phrase)

    def _contact(self, phrase: str, label: str) -> str:
        if label == "PHONE":
            return "".join(
                self._rng.choice("0123456789") if c.isdigit() and i > 4 else c for i, c in enumerate(phrase)
            )
        if label == "EMAIL":
            local, at, rest = phrase.partition("@")
            return f"{self._rng.choice(self._first)}{local[len(local) // 2 :]}{at}{rest}" if at else phrase
        if re.search(r"[a-z]{3}", phrase) and " " not in phrase and self._chance(0.5):
            word = self._rng.choice(self._last if self._chance(0.5) else self._roles).split()[-1]
            return re.sub(r"[A-Za-z]{3,}", lambda m: _cased_like(m.group(), word), phrase, count=1)
        return "".join(self._rng.choice(string.digits) if c.isdigit() else c for c in phrase)

    def _outside(self, text: str) -> str:
        return self._names(text, self.rates.outside_name, after_title=False)

    def _whole(self, pieces: list[tuple[str, str | None]]) -> list[tuple[str, str | None]]:
        changes: list[Callable[[str], str]] = []
        if self._chance(self.rates.lower):
            changes.append(str.lower)
        elif self._chance(self.rates.upper):
            changes.append(str.upper)
        if self._chance(self.rates.no_stops):
            changes.append(lambda piece: re.sub(r"[.,;'’](?=\s|$)", "", piece))
        for change in changes:
            pieces = [
                (piece if label in ("CREDENTIAL", "EMAIL", "PHONE") else change(piece), label)
                for piece, label in pieces
            ]
        if self._chance(self.rates.typo):
            pieces = [(self._misspell(piece) if label is None else piece, label) for piece, label in pieces]
        return pieces

    def _misspell(self, piece: str) -> str:
        def draw(match: re.Match[str]) -> str:
            word = match.group()
            if len(word) < 5 or not self._chance(0.1):
                return word
            at = self._rng.randrange(1, len(word) - 1)
            return (
                word[:at] + word[at + 1] + word[at] + word[at + 2 :]
                if self._chance(0.5)
                else word[:at] + word[at + 1 :]
            )

        return _WORD.sub(draw, piece)


def _form(school: str) -> str:
    if school[0] in "@#":
        return school[0]
    if "." in school and " " not in school:
        return "address"
    if school.isupper() and len(school) <= 6:
        return "initials"
    return "short" if " " not in school else "full"


def _letters_like(character: str) -> str:
    return string.ascii_uppercase if character.isupper() else "abcdefghjklmpr"


def _cased_like(pattern: str, word: str) -> str:
    if pattern.isupper() and len(pattern) > 1:
        return word.upper()
    if pattern.islower():
        return word.lower()
    if pattern[:1].isupper() and word.islower():
        return word.title() if " " in pattern and pattern.istitle() else word[:1].upper() + word[1:]
    return word


def _join(pieces: list[tuple[str, str | None]]) -> Marked:
    text = ""
    spans: list[Span] = []
    for piece, label in pieces:
        if label is not None and piece:
            spans.append((len(text), len(text) + len(piece), label))
        text += piece
    return text, tuple(spans)
