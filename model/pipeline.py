"""The spaCy pipeline before training: a tokeniser for social text, and sentence boundaries that survive it.

The tokeniser notes in ``token.tag_`` which word lists a token stands in (first name, title, role word ...),
so that the recogniser learns from kinds of words and not from the few it has met.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, cast

import numpy as np
import spacy
import srsly
from spacy.attrs import SENT_START
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import registry
from spacy.vocab import Vocab
from thinc.types import Ints2d

_ENDINGS = r"(?:com|org|net|uk|ie|example|edu|gov|info|io|me|tv|co|wales|cymru|scot|test|ly|be)"
_EMOJI = (
    "[\U0001f1e6-\U0001f1ff\U0001f300-\U0001faff\u2600-\u27bf\u2b00-\u2bff\u2190-\u21ff]"
    "[\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]*"
)
_EMOJI += f"(?:\u200d{_EMOJI})*"
_TOKEN = re.compile(
    "|".join(
        (
            r"(?:https?://|www\.)[^\s<>\"]{0,300}[^\s<>\"'.,;:!?)\]…]",
            r"(?<![\w.+%-])[\w+%-]{1,64}(?:\.[\w+%-]{1,64}){0,4}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,4}",
            rf"(?<![\w.-])[\w-]{{1,64}}(?:\.[\w-]{{1,64}}){{0,4}}\.{_ENDINGS}(?![\w-])",
            r"[@#]\w(?:[\w.\-]{0,62}\w)?",
            r"[<:;=xX][-']?[)(DPpOo3/\\|]+(?!\w)|<3+",
            r"(?<![\w.])(?:[^\W\d_]\.){2,}",
            r"\d+(?:[.,:]\d+)+",
            r"['’][sS](?!\w)",
            r"\w+(?:['’](?![sS](?!\w))\w+)*",
            r"\.{2,}",
            _EMOJI,
            r" +(?=\S)|\s+",
            r"[\s\S]",
        )
    )
)

_END = re.compile(r"^(?:[.!?…]+|\s*\n\s*)$")
_CLOSERS = frozenset("\"'”’)]»")
_ABBREVIATIONS = frozenset(
    {"mr", "mrs", "ms", "dr", "st", "prof", "rev", "no", "vs", "e.g", "i.e", "approx", "dept", "yr", "co"}
)

_CODE = re.compile(
    r"^(?:(?:y|yr|year|p|s|ks|form|class|set)?\d{1,2}(?:[a-z]\d?|[a-z]{1,2})?s?|(?:y|yr|p|s|ks)\d{1,2}s?)$"
)
_PIECES = re.compile(r"[A-Z]{2,}(?![a-z])|[A-Z]?[a-z]+|\d+")


def mark_sentences(doc: Doc) -> Doc:
    """Begin a sentence after a full stop, question or exclamation mark, or line break.

    A stop after an abbreviation or an initial ends nothing; emoji and hashtags stay with what they follow.
    """
    words = [token.text for token in doc]
    begins = np.full((len(words), 1), -1, dtype=np.int64)
    pending = True
    for i, text in enumerate(words):
        ends = bool(_END.match(text))
        if pending and (i == 0 or not (ends or text in _CLOSERS or text[0] == "#" or _is_symbol(text))):
            begins[i], pending = 1, False
        if ends and not (text == "." and i and _takes_a_stop(words[i - 1])):
            pending = True
    # Set in one call: setting token by token looks through the whole Doc each time.
    doc.from_array([SENT_START], cast(Ints2d, begins.astype(np.uint64)))
    return doc


def _takes_a_stop(word: str) -> bool:
    return word.lower() in _ABBREVIATIONS or (len(word) == 1 and word.isupper())


def _is_symbol(text: str) -> bool:
    return not any(character.isalnum() or character in "@£$€" for character in text)


class SocialTokenizer:
    """Keeps hashtags, handles, addresses and emoticons whole, splits emoji off, and notes word lists.

    One pass of one regular expression, so the time grows with the length of the text and nothing else.
    ``lists`` maps a word in lower case to the letters of the lists that it stands in.
    """

    def __init__(self, vocab: Vocab, lists: Mapping[str, str] | None = None) -> None:
        self.vocab = vocab
        self.lists = dict(lists or {})

    def __call__(self, text: str) -> Doc:
        """Tokenise one text; a lone surrogate, which no UTF-8 can hold, is read as U+FFFD."""
        words: list[str] = []
        spaces: list[bool] = []
        for match in _TOKEN.finditer(_SURROGATE.sub("\ufffd", text)):
            piece = match.group()
            if piece[0] == " " and words and not spaces[-1]:
                spaces[-1] = True
                piece = piece[1:]
            if piece:
                words.append(piece)
                spaces.append(False)
        doc = Doc(self.vocab, words=words, spaces=spaces)
        for token, word in zip(doc, words, strict=True):
            token.tag_ = self.tag(word)
        return doc

    def pipe(self, texts: Iterable[str], **_: Any) -> Iterator[Doc]:
        """Tokenise many texts, in order."""
        yield from map(self, texts)

    def tag(self, word: str) -> str:
        """The kinds a word is of: letters of its lists, ``@`` or ``#`` and its parts', shapes of codes."""
        if word[:1] in "@#" and len(word) > 1:
            parts = {self.lists.get(piece.lower(), "") for piece in _PIECES.findall(word)}
            return word[0] + "".join(sorted(set("".join(parts))))
        lower = word.lower().replace("’", "'")
        kinds = self.lists.get(lower) or self.lists.get(lower.removesuffix("s"), "").lower()
        if any(character.isdigit() for character in word):
            kinds += "9" if _CODE.match(lower) else ("0" if word.isdigit() else "x")
        return kinds or "-"

    def to_disk(self, path: str | Path, **_: Any) -> None:
        """Write the word lists."""
        srsly.write_json(path, dict(sorted(self.lists.items())))

    def from_disk(self, path: str | Path, **_: Any) -> SocialTokenizer:
        """Read the word lists."""
        self.lists = srsly.read_json(path)
        return self


_SURROGATE = re.compile("[\ud800-\udfff]")


def _make_social_tokenizer() -> Any:
    return lambda nlp: SocialTokenizer(nlp.vocab)


registry.tokenizers.register("postcheck.SocialTokenizer.v1", func=_make_social_tokenizer)


def read(nlp: Language, text: str) -> Doc:
    """A text as a Doc with its tokens, their kinds and its sentences."""
    return mark_sentences(nlp.make_doc(text))


def blank_pipeline(lists: Mapping[str, str] | None = None) -> Language:
    """An English pipeline with the tokeniser, and nothing learnt yet."""
    nlp = spacy.blank("en", config={"nlp": {"tokenizer": {"@tokenizers": "postcheck.SocialTokenizer.v1"}}})
    nlp.tokenizer = SocialTokenizer(nlp.vocab, lists)
    return nlp
