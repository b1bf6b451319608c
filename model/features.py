"""What the concern classifier sees of a text: masked words, their letters, and signals from word lists.

Mentions are masked by their label, so that no name is ever evidence for or against anybody.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from spacy.tokens import Doc

from model.spans import Span

LONGEST_PHRASE = 4
"""Words in the longest entry of a lexicon that is looked for."""

REACH = 5
"""How far apart two words may stand to be counted as a pair."""

_DIGITS = re.compile(r"\d")
_REPEATED = re.compile(r"(.)\1{2,}")


@dataclass(frozen=True, slots=True)
class Word:
    """A word as the classifier sees it, and where it stands (code points); a masked mention is one word."""

    text: str
    start: int
    end: int
    mask: bool = False


@dataclass(frozen=True, slots=True)
class Unit:
    """A stretch of text to be judged, a whole draft or one sentence, and what is counted in it.

    ``word_grams`` are runs of one to three words and pairs of words near each other, ``letter_grams`` runs of
    two to five letters within a word, ``signals`` the lists and mentions that occur. None crosses the end
    of a sentence.
    """

    words: tuple[Word, ...]
    word_grams: tuple[str, ...]
    letter_grams: tuple[str, ...]
    signals: tuple[str, ...]

    @property
    def blocks(self) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
        """What is counted, block by block."""
        return self.word_grams, self.letter_grams, self.signals


BLOCKS = 3
"""How many blocks a unit has."""


@dataclass(frozen=True)
class Lexicons:
    """Word lists by name, each word or phrase pointing to the lists it stands in."""

    lists_of: Mapping[str, tuple[str, ...]]
    kinds: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, lists: Mapping[str, Iterable[str]]) -> Lexicons:
        """Make lexicons from lists of entries; entries longer than LONGEST_PHRASE words are left out."""
        found: dict[str, set[str]] = {}
        for name, entries in lists.items():
            for entry in entries:
                words = plain_words(entry)
                if 0 < len(words) <= LONGEST_PHRASE:
                    found.setdefault(" ".join(words), set()).add(name)
        return cls({entry: tuple(sorted(names)) for entry, names in sorted(found.items())})

    def hits(self, words: Sequence[str]) -> set[str]:
        """The names of the lists that a run of plain words touches."""
        found: set[str] = set()
        for start in range(len(words)):
            for end in range(start + 1, min(start + LONGEST_PHRASE, len(words)) + 1):
                names = self.lists_of.get(" ".join(words[start:end]))
                if names:
                    found.update(names)
        return found


def plain_words(text: str) -> list[str]:
    """The words of a text in lower case, apostrophes straightened, without punctuation."""
    return re.findall(r"[\w*]+(?:['-][\w*]+)*", text.lower().replace("’", "'"))


def normal(word: str) -> str:
    """A word as it is counted: lower case, digits as 0, letters drawn out cut to two."""
    return _REPEATED.sub(r"\1\1", _DIGITS.sub("0", word.lower().replace("’", "'")))


def masked_words(doc: Doc, mentions: Sequence[Span], start: int, end: int) -> list[Word]:
    """The words of ``doc[start:end]`` (tokens) with each mention as one masked word."""
    words: list[Word] = []
    at = 0
    for token in doc[start:end]:
        first, last = token.idx, token.idx + len(token.text)
        while at < len(mentions) and mentions[at][1] <= first:
            at += 1
        if at < len(mentions) and mentions[at][0] < last:
            span = mentions[at]
            if not (words and words[-1].mask and words[-1].start == span[0]):
                words.append(Word(f"<{span[2]}>", span[0], span[1], mask=True))
            continue
        text = normal(token.text)
        if text.strip():
            words.append(Word(text, first, last))
    return words


def signals_of(words: Sequence[Word], lexicons: Lexicons) -> list[str]:
    """What a sentence holds: the mentions, the lexicons it touches, and which of them meet in it."""
    held = {word.text for word in words if word.mask}
    plain = [
        word.text if word.mask else word.text.strip(".,!?")
        for word in words
        if word.mask or word.text[:1].isalnum() or "*" in word.text
    ]
    held |= lexicons.hits(plain)
    ordered = sorted(held)
    return [*ordered, *(f"{a}+{b}" for a, b in combinations(ordered, 2))]


def sentences(doc: Doc) -> list[tuple[int, int]]:
    """Token ranges of the sentences."""
    return [(sentence.start, sentence.end) for sentence in doc.sents]


def characters_of(doc: Doc, start: int, end: int) -> tuple[int, int]:
    """The code-point range of ``doc[start:end]`` (tokens) without white space at its edges."""
    first, last = doc[start].idx, doc[end - 1].idx + len(doc[end - 1].text)
    text = doc.text[first:last]
    return first + len(text) - len(text.lstrip()), first + len(text.rstrip())


def unit_of(words: Sequence[Word], lexicons: Lexicons) -> Unit:
    """A sentence as a unit."""
    texts = [word.text for word in words]
    return Unit(
        tuple(words),
        tuple(word_grams(texts)),
        tuple(letter_grams(word.text for word in words if not word.mask)),
        tuple(signals_of(words, lexicons)),
    )


def whole_of(parts: Sequence[Unit]) -> Unit:
    """A draft as a unit: the sum of its sentences."""
    return Unit(
        tuple(word for part in parts for word in part.words),
        tuple(gram for part in parts for gram in part.word_grams),
        tuple(gram for part in parts for gram in part.letter_grams),
        tuple(signal for part in parts for signal in part.signals),
    )


def units_of(doc: Doc, mentions: Sequence[Span], lexicons: Lexicons) -> list[Unit]:
    """The sentences of a draft as units, in order."""
    return [unit_of(masked_words(doc, mentions, start, end), lexicons) for start, end in sentences(doc)]


def word_grams(words: Sequence[str]) -> list[str]:
    """Runs of one to three words, and pairs with up to REACH - 1 words between them (``a~b``)."""
    grams = list(words)
    for size in (2, 3):
        grams += [" ".join(words[i : i + size]) for i in range(len(words) - size + 1)]
    for i, first in enumerate(words):
        grams += [f"{first}~{second}" for second in words[i + 2 : i + 1 + REACH]]
    return grams


def letter_grams(words: Iterable[str]) -> list[str]:
    """Runs of two to five letters within words, the spaces around them included."""
    grams: list[str] = []
    for word in words:
        padded = f" {word} "
        for size in range(2, 6):
            grams += [padded[i : i + size] for i in range(max(1, len(padded) - size + 1))]
    return grams
