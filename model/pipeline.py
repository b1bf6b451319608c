"""The spaCy pipeline before training: a tokeniser for social text, and sentence boundaries that survive it."""

from __future__ import annotations

import re

import spacy
from spacy.language import Language
from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc
from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex

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

_END = re.compile(r"^(?:[.!?…]+|[.!?]*[!?][.!?]*|\n[\s\n]*)$")
_CLOSERS = frozenset("\"'”’)]»")
_ABBREVIATIONS = frozenset({"mr", "mrs", "ms", "dr", "st", "prof", "rev", "no", "vs", "e.g", "i.e", "approx", "dept", "yr"})


@Language.component("postcheck_sentences")
def mark_sentences(doc: Doc) -> Doc:
    """Begin a sentence after a full stop, question or exclamation mark, or line break.

    A stop after an abbreviation or an initial ends nothing.
    """
    starts = [False] * len(doc)
    if starts:
        starts[0] = True
    pending = False
    for i, token in enumerate(doc):
        text = token.text
        if pending and text not in _CLOSERS and not _END.match(text):
            if not (text[0] in "#" or _is_symbol(text)):
                starts[i] = True
                pending = False
        if "\n" in text:
            pending = True
        elif _END.match(text):
            before = doc[i - 1].lower_ if i else ""
            stops_nothing = text == "." and (before in _ABBREVIATIONS or (len(before) == 1 and before.isalpha() and doc[i - 1].is_upper))
            pending = pending or not stops_nothing
    for token, begins in zip(doc, starts, strict=True):
        token.is_sent_start = begins
    return doc


def _is_symbol(text: str) -> bool:
    return not any(character.isalnum() or character in "@£$€" for character in text)


def social_tokenizer(nlp: Language) -> Tokenizer:
    """A tokeniser that keeps hashtags, handles, addresses and emoticons whole and splits emoji off."""
    return Tokenizer(
        nlp.vocab,
        rules={},
        prefix_search=compile_prefix_regex(_PREFIXES).search,
        suffix_search=compile_suffix_regex(_SUFFIXES).search,
        infix_finditer=compile_infix_regex(_INFIXES).finditer,
        token_match=_WHOLE.match,
        url_match=None,
    )


def blank_pipeline() -> Language:
    """An English pipeline with the tokeniser and the sentence boundaries, and nothing learnt yet."""
    nlp = spacy.blank("en")
    nlp.tokenizer = social_tokenizer(nlp)
    nlp.add_pipe("postcheck_sentences")
    return nlp
