"""Who is mentioned: the trained entity recogniser, the school's own names, and contact details."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from model.contacts import find_contacts
from model.features import sentences
from model.labels import CONTACT_LABELS
from model.linear import Scores
from model.pipeline import read
from model.profile import NameFinder, Profile
from model.setting import SettingModel, note, row_of
from model.setting import load as load_setting
from model.spans import Span, longest_first, overlaps_any

LONGEST_PIECE = 400
"""Tokens that the recogniser reads at once; a longer draft is read in pieces of whole sentences."""

CERTAIN = 1.0

_SCHOOL_ADDRESS = re.compile(
    r"(?<![\w@.-])(?:https?://)?(?:[\w-]{1,63}\.){1,5}sch\.uk(?![\w-])(?:/[^\s<>\"]{0,300}[^\s<>\"'.,;:!?)\]])?",
    re.IGNORECASE,
)
"""Every address under sch.uk is a school's: Nominet gives them to nobody else."""

_EDGES = " \t\n\r.,;:!?\"'“”‘’…-–—"


@dataclass(frozen=True, slots=True)
class Mention:
    """A mention of the labelling guide: where and what (code points), and how sure.

    ``confidence`` is 1.0 where a rule or the profile decided, else the probability that the draft has
    mentions of that kind at all (``model.setting``).
    """

    span: Span
    confidence: float


@dataclass(frozen=True, slots=True)
class Reading:
    """A draft that has been read: its tokens and sentences, and its mentions in order, not overlapping."""

    doc: Doc
    mentions: tuple[Mention, ...]

    @property
    def spans(self) -> list[Span]:
        """Where the mentions are."""
        return [mention.span for mention in self.mentions]


class MentionRecogniser:
    """Finds every mention of the labelling guide, for one thread at a time."""

    def __init__(self, nlp: Language, setting: SettingModel, profile: Profile) -> None:
        self._nlp = nlp
        self._setting = setting
        self._names = NameFinder(profile)

    @classmethod
    def load(cls, folder: Path, setting: Path, profile: Profile) -> MentionRecogniser:
        """Load the trained parts; they have been verified by then (model.artifacts)."""
        return cls(spacy.load(folder), load_setting(setting), profile)

    def forgetting(self) -> AbstractContextManager[object]:
        """While it lasts, words new to spaCy are kept; then they are gone, and the readings with them."""
        return self._nlp.memory_zone()

    def read_many(self, texts: Iterable[str]) -> Iterator[Reading]:
        """Tokenise texts, find their sentences and mentions. A lone surrogate is read as U+FFFD."""
        found: list[Span] = []
        for piece, (doc, likely, first, last) in self._nlp.pipe(self._pieces(texts), as_tuples=True):
            found += [(first + e.start_char, first + e.end_char, e.label_) for e in piece.ents]
            if last:
                yield self._reading(doc, likely, found)
                found = []

    def _pieces(self, texts: Iterable[str]) -> Iterator[tuple[Doc, tuple[Doc, Scores, int, bool]]]:
        for text in texts:
            doc = read(self._nlp, text)
            likely = self._setting.probabilities(doc)
            if len(doc):
                note(doc, likely)
            ranges = list(pieces(doc))
            for at, (start, end) in enumerate(ranges, 1):
                last = at == len(ranges)
                # Long runs of marks and symbols mention nobody, and the recogniser takes its time over them.
                if last or any(map(str.isalnum, doc[start:end].text)):
                    piece = doc if len(ranges) == 1 else doc[start:end].as_doc()
                    yield piece, (doc, likely, doc[start].idx if len(doc) else 0, last)

    def _reading(self, doc: Doc, likely: Scores, learnt: Iterable[Span]) -> Reading:
        text = doc.text
        certain = longest_first([*find_contacts(text), *find_schools(text), *self._names.find(text)])
        mentions = [Mention(span, CERTAIN) for span in certain]
        for start, end, label in learnt:
            span = tidy(text, start, end, label)
            sure = float(likely[row_of(label)])
            if span and sure >= self._setting.floors[row_of(label)] and not overlaps_any(span, certain):
                mentions.append(Mention(span, sure))
        return Reading(doc, tuple(sorted(mentions, key=lambda mention: mention.span)))


def pieces(doc: Doc) -> Iterator[tuple[int, int]]:
    """Token ranges of at most LONGEST_PIECE tokens, cut between sentences where there is a place to cut."""
    start = 0
    for first, last in sentences(doc):
        if last - start > LONGEST_PIECE and first > start:
            yield start, first
            start = first
        while last - start > LONGEST_PIECE:
            yield start, start + LONGEST_PIECE
            start += LONGEST_PIECE
    if start < len(doc) or not len(doc):
        yield start, len(doc)


def find_schools(text: str) -> list[Span]:
    """Web addresses of schools; code points, ordered."""
    return [(match.start(), match.end(), "SCHOOL") for match in _SCHOOL_ADDRESS.finditer(text)]


def tidy(text: str, start: int, end: int, label: str) -> Span | None:
    """Take white space and stray punctuation off a span's edges; None where nothing is left of it."""
    edges = _EDGES if label not in CONTACT_LABELS else _EDGES.replace("!", "").replace("?", "")
    while start < end and text[start] in edges:
        start += 1
    while end > start and text[end - 1] in edges:
        end -= 1
    if (
        end - start > 2
        and re.search(r"['’]s$", text[start:end], re.IGNORECASE)
        and label not in CONTACT_LABELS
    ):
        end -= 2
    if start >= end or not any(character.isalnum() for character in text[start:end]):
        return None
    if label == "PHONE" and sum(c.isdigit() for c in text[start:end]) < 9 and end - start < 20:
        return None
    return start, end, label
