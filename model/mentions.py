"""Who is mentioned: the trained entity recogniser, the school's own names, and contact details.

One ``Doc`` is made per draft; its mentions are in ``doc.spans["mentions"]``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from model import pipeline as _registers_the_tokeniser  # noqa: F401
from model.contacts import find_contacts
from model.labels import CONTACT_LABELS
from model.profile import NameFinder, Profile, Span

_EDGES = " \t\n\r.,;:!?\"'“”‘’…-–—"


class MentionRecogniser:
    """Finds every mention of the labelling guide; safe to share between threads."""

    def __init__(self, nlp: Language, profile: Profile) -> None:
        self.nlp = nlp
        self._names = NameFinder(profile)

    @classmethod
    def load(cls, folder: Path, profile: Profile) -> MentionRecogniser:
        """Load the trained pipeline; the folder has been verified by then (model.artifacts)."""
        return cls(spacy.load(folder), profile)

    def read(self, text: str) -> Doc:
        """Tokenise a text, find its sentences and its mentions."""
        return self._annotate(self.nlp(text))

    def read_many(self, texts: Iterable[str]) -> Iterator[Doc]:
        """The same for many texts, in order."""
        yield from map(self._annotate, self.nlp.pipe(texts))

    def _annotate(self, doc: Doc) -> Doc:
        doc.user_data["mentions"] = self._mentions(doc)
        return doc

    def _mentions(self, doc: Doc) -> list[Span]:
        text = doc.text
        certain = [*find_contacts(text), *self._names.find(text)]
        learnt = [
            span
            for entity in doc.ents
            if (span := tidy(text, entity.start_char, entity.end_char, entity.label_)) is not None
        ]
        return sorted([*certain, *(span for span in learnt if not _overlaps(span, certain))])


def mentions_of(doc: Doc) -> list[Span]:
    """The mentions that MentionRecogniser found: code points, ordered, not overlapping."""
    return list(doc.user_data["mentions"])


def tidy(text: str, start: int, end: int, label: str) -> Span | None:
    """Take white space and stray punctuation off a span's edges; None where nothing is left of it."""
    edges = _EDGES if label not in CONTACT_LABELS else _EDGES.replace("!", "").replace("?", "")
    while start < end and text[start] in edges:
        start += 1
    while end > start and text[end - 1] in edges:
        end -= 1
    if end - start > 2 and re.search(r"['’]s$", text[start:end], re.IGNORECASE) and label not in CONTACT_LABELS:
        end -= 2
    if start >= end or not any(character.isalnum() for character in text[start:end]):
        return None
    if label == "PHONE" and sum(character.isdigit() for character in text[start:end]) < 3 and end - start < 20:
        return None
    return start, end, label


def _overlaps(span: Span, others: Iterable[Span]) -> bool:
    return any(span[0] < end and start < span[1] for start, end, _ in others)
