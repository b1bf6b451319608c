"""*Use this instead* changes the words it names and nothing else, and one Ctrl+Z takes it back."""

from __future__ import annotations

import pytest

from tests.extension.chromium import BREAKING, Chromium
from tests.extension.overlay import Overlay

CHANGED = BREAKING.replace("Thornhill High", "my school")
READ = "e => e.value ?? e.innerText"


@pytest.mark.parametrize("name", ["x.html", "form.html"])
def test_the_words_are_changed_and_changed_back(chromium: Chromium, name: str) -> None:
    page = chromium.open(name)
    overlay = Overlay(page)
    editor = page.locator("[data-testid='tweetTextarea_0']")
    editor.click()
    page.keyboard.insert_text(BREAKING)
    overlay.wait_for_marker("findings")
    page.locator("[data-testid^='tweetButton']").click()
    overlay.press("Use “my school” instead")
    overlay.until(lambda: editor.evaluate(READ) == CHANGED, "the words to change")
    assert not overlay.has_card
    assert page.evaluate("published") == []
    overlay.until(lambda: overlay.marker.get("text") == "3", "one thing less to think about")
    page.keyboard.press("Control+Z")
    assert editor.evaluate(READ) == BREAKING
    overlay.until(lambda: overlay.marker.get("text") == "4", "four things to think about again")


def test_a_page_that_refuses_is_named_and_the_words_offered(chromium: Chromium) -> None:
    page = chromium.open("form.html")
    overlay = Overlay(page)
    editor = page.locator("textarea")
    editor.click()
    page.keyboard.insert_text(BREAKING)
    overlay.wait_for_marker("findings")
    editor.evaluate(
        "(field, text) => field.addEventListener('input', () => { field.value = text })", BREAKING
    )
    page.locator("[data-testid^='tweetButton']").click()
    overlay.press("Use “my school” instead")
    card = overlay.until(
        lambda: overlay.text() if "did not take" in overlay.text() else "", "the card that says so"
    )
    assert "my school" in card
    assert editor.input_value() == BREAKING
