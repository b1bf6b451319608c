"""The spaCy pipeline before training: a tokeniser for social text, and sentence boundaries that survive it.

The tokeniser also notes in ``token.tag_`` which word lists a token stands in (first name, title, role
word ...), so that the recogniser learns from kinds of words and not from the few it has met.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import spacy
import srsly
from spacy.language import Language
from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc
from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex, registry
from spacy.vocab import Vocab

_URL = r"(?:https?://|www\.)[^\s<>\"]+[^\s<>\"'.,;:!?)\]…]"
_EMAIL = r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+"
_HANDLE = r"[@#][\w](?:[\w.\-]*[\w])?"
_WHOLE = re.compile(rf"^(?:{_URL}|{_EMAIL}|{_HANDLE}|[<:;=xX][-']?[\)\(DPpOo3/\\|]+|<3+)$")

_EMOJI = (
    "[\U0001f1e6-\U0001f1ff\U0001f300-\U0001faff\u2600-\u27bf\u2b00-\u2bff\u2190-\u21ff]"
    "[\ufe0e\ufe0f\u200d\U0001f3fb-\U0001f3ff]*"
)
_PREFIXES = [r"[\"'“”‘’«»(\[{<>~*_…–—\-=|/\\,.;:!?+&£$€%^`]", r"\.\.+", r"#(?!\w)", r"@(?!\w)", _EMOJI]
_SUFFIXES = [
    r"[\"'“”‘’«»)\]}<>~*_…–—\-=|/\\,.;:!?+&%^`#]",
    r"\.\.+",
    r"['’][sS]",
    r"(?<=\d)(?:%|[kKmM])",
    _EMOJI,
]
_INFIXES = [
    r"[…–—/\\|~*_=+(){}\[\]\"“”<>;:,!?&]",
    r"\.\.+",
    r"(?<=[a-zA-Z]{2})\.(?=[a-zA-Z]{3})",
    r"(?<=[^\W\d_])-(?=[^\W\d_])",
    r"(?<=\w)(?=[#@])",
    _EMOJI,
]

_END = re.compile(r"^(?:[.!?…]+|\n\s*)$")
_CLOSERS = frozenset("\"'”’)]»")
_ABBREVIATIONS = frozenset(
    {"mr", "mrs", "ms", "dr", "st", "prof", "rev", "no", "vs", "e.g", "i.e", "approx", "dept", "yr", "co"}
)

_CODE = re.compile(
    r"^(?:(?:y|yr|year|p|s|ks|form|class|set)?\d{1,2}(?:[a-z]\d?|[a-z]{1,2})?s?|(?:y|yr|p|s|ks)\d{1,2}s?)$"
)
_PIECES = re.compile(r"[A-Z]{2,}(?![a-z])|[A-Z]?[a-z]+|\d+")


@Language.component("postcheck_sentences")
def mark_sentences(doc: Doc) -> Doc:
    """Begin a sentence after a full stop, question or exclamation mark, or line break.

    A stop after an abbreviation or an initial ends nothing; emoji and hashtags stay with what they follow.
    """
    pending = False
    for i, token in enumerate(doc):
        text = token.text
        ends = bool(_END.match(text))
        begins = i == 0
        if pending and not ends and text not in _CLOSERS and text[0] != "#" and not _is_symbol(text):
            begins, pending = True, False
        token.is_sent_start = begins
        if ends and not (text == "." and i and _takes_a_stop(doc[i - 1].text)):
            pending = True
    return doc


def _takes_a_stop(word: str) -> bool:
    return word.lower() in _ABBREVIATIONS or (len(word) == 1 and word.isupper())


def _is_symbol(text: str) -> bool:
    return not any(character.isalnum() or character in "@£$€" for character in text)


class SocialTokenizer:
    """Keeps hashtags, handles, addresses and emoticons whole, splits emoji off, and notes word lists.

    ``lists`` maps a word in lower case to the letters of the lists that it stands in.
    """

    def __init__(self, vocab: Vocab, lists: Mapping[str, str] | None = None) -> None:
        self.vocab = vocab
        self.lists = dict(lists or {})
        self._tags: dict[str, str] = {}
        self._inner = Tokenizer(
            vocab,
            rules={},
            prefix_search=compile_prefix_regex(_PREFIXES).search,
            suffix_search=compile_suffix_regex(_SUFFIXES).search,
            infix_finditer=compile_infix_regex(_INFIXES).finditer,
            token_match=_WHOLE.match,
            url_match=None,
        )

    def __call__(self, text: str) -> Doc:
        """Tokenise one text."""
        doc = self._inner(text)
        for token in doc:
            token.tag_ = self.tag(token.text)
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


@registry.tokenizers("postcheck.SocialTokenizer.v1")
def make_social_tokenizer() -> Callable[[Language], SocialTokenizer]:
    """The tokeniser as spaCy's configuration names it."""
    return lambda nlp: SocialTokenizer(nlp.vocab)


def blank_pipeline(lists: Mapping[str, str] | None = None) -> Language:
    """An English pipeline with the tokeniser and the sentence boundaries, and nothing learnt yet."""
    nlp = spacy.blank("en", config={"nlp": {"tokenizer": {"@tokenizers": "postcheck.SocialTokenizer.v1"}}})
    nlp.tokenizer.lists = dict(lists or {})
    nlp.add_pipe("postcheck_sentences")
    return nlp
