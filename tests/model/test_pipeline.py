"""Tokens and sentences of social text."""

from __future__ import annotations

import time

import pytest

from model.pipeline import blank_pipeline, read

NLP = blank_pipeline({"dave": "F", "head": "R", "pe": "J"})

TOKENS = [
    ("#TeamThornhill rocks", ["#TeamThornhill", "rocks"]),
    ("@mr_hughes_pe, hi", ["@mr_hughes_pe", ",", "hi"]),
    ("see westbrook.sch.uk.", ["see", "westbrook.sch.uk", "."]),
    ("jo@example.com!", ["jo@example.com", "!"]),
    ("Jayden's mum", ["Jayden", "'s", "mum"]),
    ("don't😀😀", ["don't", "😀", "😀"]),
    ("9B/10X2", ["9B", "/", "10X2"]),
    ("https://a.example/b?c=d, ok", ["https://a.example/b?c=d", ",", "ok"]),
    ("well... yes", ["well", "...", "yes"]),
    ("👩🏽‍🏫 here", ["👩🏽‍🏫", "here"]),
]

SENTENCES = [
    ("Mr. Smith came. He left!", ["Mr. Smith came.", "He left!"]),
    ("no stops here\nnew line", ["no stops here", "new line"]),
    ("Done 😂 #tired Then tea", ["Done 😂 #tired Then tea"]),
    ("Done! 😂 #tired\nThen tea", ["Done! 😂 #tired", "Then tea"]),
    ("'Go.' She went", ["'Go.'", "She went"]),
]


@pytest.mark.parametrize(("text", "tokens"), TOKENS)
def test_tokens(text: str, tokens: list[str]) -> None:
    assert [token.text for token in NLP.make_doc(text)] == tokens


@pytest.mark.parametrize(("text", "sentences"), SENTENCES)
def test_sentences(text: str, sentences: list[str]) -> None:
    assert [sentence.text.strip() for sentence in read(NLP, text).sents] == sentences


@pytest.mark.parametrize(
    ("word", "kinds"),
    [("Dave", "F"), ("heads", "r"), ("@dave_PE", "@FJ"), ("9B", "9"), ("x9!", "x"), ("so", "-")],
)
def test_a_token_knows_its_lists(word: str, kinds: str) -> None:
    assert NLP.tokenizer.tag(word) == kinds  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "text", ["a  b", " a", "a ", "\n\na\t b\u00a0c", "\x00", "a\r\nb", "e\u0301", "שלום שנה"]
)
def test_no_character_is_lost(text: str) -> None:
    assert NLP.make_doc(text).text == text


def test_a_lone_surrogate_keeps_its_place() -> None:
    assert NLP.make_doc("a \ud800 b").text == "a \ufffd b"


@pytest.mark.parametrize(
    "piece", ["@", "#", "😀", "a", ".", "a.", "a-", "a@", "www.", "'s", " ", "\n", "x=D"]
)
def test_time_grows_with_length_alone(piece: str) -> None:
    text = piece * (100_000 // len(piece))
    started = time.process_time()
    read(NLP, text)
    assert time.process_time() - started < 4
