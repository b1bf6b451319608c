"""Nothing of a draft stays in memory once it is answered."""

from __future__ import annotations

import gc

from model import Checker, Draft
from model.profile import Profile

WORDS = [f"zorbl{a}{b}wick" for a in "abcdefghij" for b in "klmnopqrst"]


def test_words_new_to_the_checker_are_forgotten_with_the_draft() -> None:
    checker = Checker.load(profile=Profile())
    checker.check(Draft("warm up"))
    strings = checker._recogniser._nlp.vocab.strings
    before = len(strings)
    for word in WORDS:
        checker.check(Draft(f"our headteacher {word} met Mrs {word.title()} of #{word}"))
    gc.collect()
    assert len(strings) == before
    assert not any(word in strings for word in WORDS)
    held = [
        text for text in gc.get_objects() if isinstance(text, str) and "zorbl" in text and text not in WORDS
    ]
    assert held == []
