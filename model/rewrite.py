"""What could be written instead: a replacement for each mention, and the draft with all of them in place."""

from __future__ import annotations

import re
from collections.abc import Sequence

from model.policy import Replacements
from model.report import Finding

_DETERMINERS = frozenset(
    {"a", "an", "the", "my", "our", "your", "his", "her", "their", "its", "this", "that", "these", "those"}
    | {"some", "any", "every", "each", "another", "one", "no", "which", "what"}
)
_QUANTIFIERS = frozenset(
    {"of", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"}
    | {"half", "most", "all", "many", "few", "both", "several"}
)
_GROUPS = frozenset(
    {"team", "slt", "smt", "department", "governors", "parents", "class", "form", "set", "group", "staff"}
    | {"office", "twins", "choir", "squad", "cohort", "sixth", "leadership", "management", "reception"}
    | {
        "nursery",
        "people",
        "folk",
        "kids",
        "boys",
        "girls",
        "lads",
        "lasses",
        "students",
        "pupils",
        "weans",
        "bairns",
    }
)
_PREPOSITION = re.compile(r"\s(?:in|from|of|with|at|on|who|for)\s")
_ONE_OF = re.compile(
    r"\b(?:one|two|some|most|half|all|none|few|any)\s+of\s+(?:my|our|the|these|those)\s+$", re.IGNORECASE
)


def is_plural(label: str, phrase: str) -> bool:
    """Whether a mention is of several people, going by its last words."""
    words = re.findall(r"[\w’']+", _PREPOSITION.split(phrase.lower())[0])
    if not words or label in ("STAFF", "SCHOOL"):
        return label == "STAFF" and bool(words) and words[-1] in _GROUPS
    if any(word in _GROUPS for word in words):
        return True
    if re.fullmatch(r"(?:y|yr|year|p|s|ks)?\d{1,2}[a-z]?\d?s?", words[-1]) and len(words) <= 2:
        return True
    return words[-1].endswith("s") and not words[-1].endswith(("ss", "us", "'s", "’s"))


def replacement_for(label: str, text: str, start: int, end: int, forms: Replacements | None) -> str | None:
    """The words to put in place of ``text[start:end]``, fitting those before it, if there are any."""
    if forms is None:
        return None
    phrase = text[start:end]
    before = text[:start]
    previous = re.search(r"([\w’']+)\s+$", before)
    word = previous.group(1).lower() if previous else ""
    many = is_plural(label, phrase)
    after = (
        word in _DETERMINERS
        or word in _QUANTIFIERS
        or bool(_ONE_OF.search(before))
        or word.endswith(("'s", "’s"))
    )
    if _ONE_OF.search(before):
        many = True
    if word == "an" and not many and forms.after_an:
        chosen = forms.after_an
    elif after:
        chosen = (forms.many_after_determiner if many else forms.after_determiner) or forms.alone
    else:
        chosen = (forms.many if many else None) or forms.alone
    return _capital(chosen) if _begins_sentence(before) and phrase[:1].isupper() else chosen


def _begins_sentence(before: str) -> bool:
    stripped = before.rstrip(" \"'“‘(")
    return not stripped or stripped[-1] in ".!?\n…"


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def rewrite(text: str, findings: Sequence[Finding]) -> str | None:
    """The draft with every replacement applied; None where no finding has one."""
    edits = sorted((f.start, f.end, f.replacement) for f in findings if f.replacement is not None)
    if not edits:
        return None
    pieces: list[str] = []
    position = 0
    for start, end, words in edits:
        pieces += [text[position:start], words]
        position = end
    return "".join([*pieces, text[position:]])
