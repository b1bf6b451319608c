"""Telephone numbers, email addresses and credentials, by their shape and the words around them."""

from __future__ import annotations

import re
from collections.abc import Iterator

import phonenumbers
from phonenumbers import Leniency, PhoneNumberMatcher

from model.spans import Span, longest_first

_EMAIL = re.compile(r"(?<![\w.+%-])[\w][\w.+%'-]{0,63}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}", re.UNICODE)

_AT = r"(?:\s?[(\[{]\s?at\s?[)\]}]\s?|\s+at\s+|\s?@\s?)"
_DOT = r"(?:\s?[(\[{]\s?dot\s?[)\]}]\s?|\s+dot\s+|\.)"
_ENDING = r"(?:com|org|net|uk|ie|example|edu|gov|info|co|me|io|sch|ac|cymru|wales|scot|test)"
_SPOKEN_EMAIL = re.compile(
    rf"(?<![\w.])[\w+-]{{1,40}}(?:{_DOT}[\w+-]{{1,40}}){{0,4}}{_AT}[\w-]{{2,40}}(?:{_DOT}[\w-]{{2,40}}){{0,3}}{_DOT}{_ENDING}\b",
    re.IGNORECASE,
)
_SPOKEN_PART = re.compile(r"\bdot\b|[(\[{](?:dot|at)[)\]}]|\s@|@\s", re.IGNORECASE)

_DIGIT_RUN = re.compile(r"[+(]{0,2}\d(?:[\s().\-–—/]{0,3}\d){6,60}")
"""Stretches in which the phonenumbers library looks for numbers."""

_AMERICAN = re.compile(r"\(\d{3}\)|\d{3}[-.]\d{3}[-.]\d{4}|^\+")
_EMERGENCY = frozenset({"999", "112", "101", "111", "911"})

_DIGIT_WORD = r"(?:oh|o|zero|nought|one|two|three|four|five|six|seven|eight|nine|\d)"
_SPOKEN_PHONE = re.compile(
    rf"\b(?:oh|zero|nought|o|0|plus)\b(?:[\s,.\-]+(?:(?:double|triple|treble)[\s\-]+)?{_DIGIT_WORD}(?:\s(?:hundred|thousand))?\b){{6,14}}",
    re.IGNORECASE,
)
_FILTER_DODGE = re.compile(r"(?<![\w£$€#-])(?:00\s?44\s?|0)(?:[\s.\-_*/|~]?\d){9,10}(?![\d])")
_KEYCAP = re.compile(r"(?:[0-9]\ufe0f?\u20e3\s?){10,11}")

_REGIONS = ("GB", "IE", "US")
_NUMBER_CONTEXT = re.compile(
    r"\b(?:order|ref(?:erence)?|isbn|tracking|parcel|booking|invoice|serial|model|account|sort\scode|barcode|(?<!in\s)case|ticket|"
    r"policy|confirmation|customer|membership)\b(?:\s?(?:no\.?|number|num|id|ref(?:erence)?|code|is|was|\W)){1,3}\s*$"
    r"|\b(?:meeting|grid)\s(?:id|ref(?:erence)?)\b[\s:]*(?:is\s)?(?:[a-z]{2}\s)?$"
    r"|\b(?:order|isbn|tracking|parcel|booking|invoice|serial|ticket|ref)\s*$",
    re.IGNORECASE,
)


def find_emails(text: str) -> list[Span]:
    """Email addresses, also written out as ``jo at example dot com``; code points, ordered."""
    found = [(m.start(), m.start() + len(m.group().rstrip(".-'")), "EMAIL") for m in _EMAIL.finditer(text)]
    for match in _SPOKEN_EMAIL.finditer(text):
        if _SPOKEN_PART.search(match.group()):
            found.append((match.start(), match.end(), "EMAIL"))
    return longest_first(found)


def find_phones(text: str) -> list[Span]:
    """Telephone numbers, UK first and international, in digits or in words; code points, ordered.

    Numbers are recognised by the phonenumbers library; 999, 101 and their like are no telephone numbers here
    (labelling guide, Settled cases).
    """
    if sum(character.isdigit() for character in text) < 7 and not _SPOKEN_PHONE.search(text):
        return []
    return longest_first(_phones(text))


def _phones(text: str) -> Iterator[Span]:
    for run in _DIGIT_RUN.finditer(text):
        for start, end in _numbers_in(text, run.start(), run.end()):
            yield _with_bracket(text, start, end)
    for dodge in _FILTER_DODGE.finditer(text):
        digits = re.sub(r"^0044", "0", re.sub(r"\D", "", dodge.group()))
        if _looks_british(digits) and not _NUMBER_CONTEXT.search(_before(text, dodge.start())):
            yield dodge.start(), dodge.end(), "PHONE"
    for spoken in (*_KEYCAP.finditer(text), *_SPOKEN_PHONE.finditer(text)):
        yield spoken.start(), spoken.start() + len(spoken.group().rstrip()), "PHONE"


def _numbers_in(text: str, first: int, last: int) -> Iterator[tuple[int, int]]:
    for region in _REGIONS:
        found = False
        for match in PhoneNumberMatcher(text[first:last], region, leniency=Leniency.POSSIBLE, max_tries=20):
            start, end = first + match.start, first + match.end
            if region == "US" and not _AMERICAN.search(text[start:end]):
                continue
            if plausible(text, start, end, match.number):
                found = True
                yield start, end
        if found:
            return


def _before(text: str, position: int) -> str:
    return text[max(0, position - 40) : position]


def plausible(text: str, start: int, end: int, number: phonenumbers.PhoneNumber) -> bool:
    """Whether a possible number is one that people ring, going by its shape and the words before it."""
    shape = text[start:end]
    if _NUMBER_CONTEXT.search(_before(text, start)):
        return False
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    if before in "£$€#%" or after in "%£€" or (before.isalnum() and before not in "()") or after.isalnum():
        return False
    digits = re.sub(r"\D", "", shape)
    if digits in _EMERGENCY or len(digits) < 8:
        return False
    if len(digits) == 8 and not shape.startswith("+1"):
        return False
    if shape.lstrip("(").startswith("+"):
        return phonenumbers.is_possible_number(number)
    if re.search(r"\d{1,2}[/.]\d{1,2}[/.]\d{2,4}", shape):
        return False
    return number.country_code != 44 or _looks_british(digits)


def _looks_british(digits: str) -> bool:
    return (
        len(digits) in (10, 11)
        and re.match(r"0(?:1\d|2[0-9]|3[0347]|5[56]|7\d|8[047]|9[018])", digits) is not None
    )


def _with_bracket(text: str, start: int, end: int) -> Span:
    if text[start] == "(" and ")" not in text[start:end]:
        start += 1
    elif start and text[start - 1] == "(" and text.find(")", start, end) != -1 and "(" not in text[start:end]:
        start -= 1
    return start, end, "PHONE"


_CALLED = (
    r"(?:pass\s?word|pass\s?code|pass\s?phrase|passwd|pwd?|p/w|pin(?:\s?(?:number|code|no\.?))?|log\s?-?in|user\s?name|"
    r"(?:door|gate|alarm|key\s?safe|keypad|lock(?:er)?|access|entry|meeting|safe|wifi|wi-fi|admin|staff\s?room|site|photocopier|"
    r"printer|zoom|class|padlock|barrier|shed|office|side\s?gate)\s(?:code|pin|password|key)|code|combo|combination)"
)
_SECRET = re.compile(
    rf"\b{_CALLED}\b(?:\s(?:for|to|on|of|is\sstill|at)\s(?:the\s|my\s|our\s)?[\w'’-]+(?:\s[\w'’-]+){{0,2}}?)?"
    r"(?:\s?(?:is|are|was|=|:|->|→|-|–|now|still|changed\sto)){1,3}\s*[\"'“‘]?(?P<value>[^\s\"'”’,]{3,40})",
    re.IGNORECASE,
)


def find_credentials(text: str) -> list[Span]:
    """Passwords, PINs and codes that stand straight after the word that names them; code points, ordered.

    Only values that look made (a digit or a symbol inside) are taken: the entity recogniser sees to the rest.
    """
    found: list[Span] = []
    for match in _SECRET.finditer(text):
        start = match.start("value")
        value = match["value"].rstrip(".,;:)?")
        if re.search(r"\d", value) and not re.fullmatch(
            r"[£$€]?\d{1,2}(?:[.:]\d{2})?(?:am|pm)?|20\d\d", value, re.IGNORECASE
        ):
            found.append((start, start + len(value), "CREDENTIAL"))
    return longest_first(found)


def find_contacts(text: str) -> list[Span]:
    """Everything this module knows, ordered and not overlapping."""
    return longest_first([*find_emails(text), *find_phones(text), *find_credentials(text)])
