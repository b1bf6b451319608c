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

from model.contacts import find_contacts
from model.labels import CONTACT_LABELS
from model.pipeline import read
from model.profile import NameFinder, Profile
from model.setting import SettingModel, note
from model.setting import load as load_setting
from model.spans import Span, longest_first, overlaps_any

_EDGES = " \t\n\r.,;:!?\"'“”‘’…-–—"


class MentionRecogniser:
    """Finds every mention of the labelling guide; safe to share between threads."""

    def __init__(self, nlp: Language, setting: SettingModel, profile: Profile) -> None:
        self._nlp = nlp
        self._setting = setting
        self._names = NameFinder(profile)

    @classmethod
    def load(cls, folder: Path, setting: Path, profile: Profile) -> MentionRecogniser:
        """Load the trained parts; they have been verified by then (model.artifacts)."""
        return cls(spacy.load(folder), load_setting(setting), profile)

    def read(self, text: str) -> Doc:
        """Tokenise a text, find its sentences and its mentions. A lone surrogate is read as U+FFFD."""
        return next(self.read_many([text]))

    def read_many(self, texts: Iterable[str]) -> Iterator[Doc]:
        """The same for many texts, in order."""
        yield from map(self._annotate, self._nlp.pipe(map(self._prepare, texts)))

    def _prepare(self, text: str) -> Doc:
        doc = read(self._nlp, text)
        return note(doc, self._setting.probabilities(doc)) if len(doc) else doc

    def _annotate(self, doc: Doc) -> Doc:
        doc.user_data["mentions"] = self._mentions(doc)
        return doc

    def _mentions(self, doc: Doc) -> list[Span]:
        text = doc.text
        certain = longest_first([*find_contacts(text), *self._names.find(text)])
        learnt = [
            span
            for entity in doc.ents
            if (span := tidy(text, entity.start_char, entity.end_char, entity.label_)) is not None
        ]
        return sorted([*certain, *(span for span in learnt if not overlaps_any(span, certain))])


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
    if (
        end - start > 2
        and re.search(r"['’]s$", text[start:end], re.IGNORECASE)
        and label not in CONTACT_LABELS
    ):
        end -= 2
    if start >= end or not any(character.isalnum() for character in text[start:end]):
        return None
    if (
        label == "PHONE"
        and sum(character.isdigit() for character in text[start:end]) < 3
        and end - start < 20
    ):
        return None
    return start, end, label
