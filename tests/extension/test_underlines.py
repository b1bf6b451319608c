"""Findings are underlined on the right words, and the editor's own page is left as it was."""

from __future__ import annotations

import pytest

from tests.extension.chromium import BREAKING, Chromium
from tests.extension.overlay import Overlay

UNDERLINED = """() => [...CSS.highlights].flatMap(([name, ranges]) =>
  name.startsWith("postcheck-mention") ? [...ranges].map((range) => range.toString()) : []).sort()"""

BEFORE_THE_NAME = {
    "nothing": "",
    "emoji of two units": "😀😀 ",
    "a family of emoji": "👨‍👩‍👧‍👦 ",
    "combining marks": "e\u0301e\u0301 n\u0303 ",
    "right to left": "שלום ",
    "another line": "Morning all\n",
}


@pytest.mark.parametrize("before", BEFORE_THE_NAME.values(), ids=BEFORE_THE_NAME.keys())
def test_underlines_stand_on_the_right_words(chromium: Chromium, before: str) -> None:
    page = chromium.open("x.html")
    overlay = Overlay(page)
    page.locator("[role=textbox]").click()
    for at, line in enumerate((before + BREAKING).split("\n")):
        if at:
            page.keyboard.press("Enter")
        page.keyboard.insert_text(line)
    overlay.wait_for_marker("findings")
    assert page.evaluate(UNDERLINED) == ["9B", "Mrs Okonkwo", "Thornhill High"]


def test_the_editor_holds_nothing_of_ours(chromium: Chromium) -> None:
    page = chromium.open("x.html")
    overlay = Overlay(page)
    editor = page.locator("[role=textbox]")
    editor.click()
    page.keyboard.insert_text(BREAKING)
    before = editor.evaluate("e => e.outerHTML")
    overlay.wait_for_marker("findings")
    assert editor.evaluate("e => e.outerHTML") == before
    page.locator("[data-testid='tweetButtonInline']").click()
    overlay.wait_for_card()
    assert editor.evaluate("e => e.outerHTML") == before


def test_a_textarea_is_underlined_without_a_node_around_it(chromium: Chromium) -> None:
    page = chromium.open("form.html")
    overlay = Overlay(page)
    page.locator("textarea").click()
    before = page.locator("main").evaluate("e => e.outerHTML")
    page.keyboard.insert_text(BREAKING)
    overlay.wait_for_marker("findings")
    names = page.evaluate("[...CSS.highlights.keys()].filter((name) => name.startsWith('postcheck-')).sort()")
    assert names == ["postcheck-concern-warning", "postcheck-mention-warning"]
    assert page.locator("main").evaluate("e => e.outerHTML") == before
    painted = page.locator("textarea").screenshot()
    page.evaluate("CSS.highlights.clear()")
    assert page.locator("textarea").screenshot() != painted


def test_underlines_go_when_the_words_go(chromium: Chromium) -> None:
    page = chromium.open("x.html")
    overlay = Overlay(page)
    page.locator("[role=textbox]").click()
    page.keyboard.insert_text(BREAKING)
    overlay.wait_for_marker("findings")
    page.keyboard.press("Control+A")
    page.keyboard.insert_text("Half term at last")
    overlay.wait_for_marker("clean")
    assert page.evaluate(UNDERLINED) == []


def test_a_click_on_underlined_words_shows_their_card_and_keeps_the_caret(chromium: Chromium) -> None:
    page = chromium.open("x.html")
    overlay = Overlay(page)
    editor = page.locator("[role=textbox]")
    editor.click()
    page.keyboard.insert_text(BREAKING)
    overlay.wait_for_marker("findings")
    editor.click(position={"x": 40, "y": 20})
    card = overlay.wait_for_card()
    assert "This names a colleague" in card
    assert "This names a school" not in card
    assert page.evaluate("document.activeElement.getAttribute('role')") == "textbox"
    page.keyboard.press("Escape")
    overlay.until(lambda: not overlay.has_card, "the card to go")


def test_ignore_here_is_for_this_draft_and_never_flag_for_all(chromium: Chromium) -> None:
    page = chromium.open("x.html")
    overlay = Overlay(page)
    page.locator("[role=textbox]").click()
    page.keyboard.insert_text("Lovely assembly at Thornhill High today")
    overlay.wait_for_marker("findings")
    for label in ("Ignore here", "Never flag this word"):
        page.locator("[role=textbox]").click(position={"x": 230, "y": 20})
        overlay.wait_for_card()
        overlay.press(label)
        overlay.wait_for_marker("clean")
        if label == "Ignore here":
            assert chromium.ask(kind="settings")["ignoredWords"] == []
            page = chromium.open("x.html")
            overlay = Overlay(page)
            page.locator("[role=textbox]").click()
            page.keyboard.insert_text("Lovely assembly at Thornhill High today")
            overlay.wait_for_marker("findings")
    assert chromium.ask(kind="settings")["ignoredWords"] == ["Thornhill High"]
    chromium.ask(kind="flag-again", word="Thornhill High")
