"""A draft is held at the moment of publishing, by every way to publish, and let go exactly once."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.extension.chromium import BREAKING, CLEAN, Chromium
from tests.extension.overlay import Overlay


def by_click(page: Page) -> None:
    page.locator("[data-testid^='tweetButton']").click()


def by_key(page: Page) -> None:
    page.keyboard.press("Control+Enter")


def by_page_submit(page: Page) -> None:
    page.keyboard.press("Alt+Enter")


WAYS = {
    "React button, drawn anew when enabled": ("x.html", by_click),
    "React, Ctrl+Enter": ("x.html", by_key),
    "form, submit button": ("form.html", by_click),
    "form, submitted by the page": ("form.html", by_page_submit),
    "modal dialog, published by the press itself": ("dialog.html", by_click),
    "open shadow roots, one in the other": ("shadow.html", by_click),
    "portal, button drawn anew while the card is open": ("portal.html", by_click),
}
ways = pytest.mark.parametrize(("name", "publish"), WAYS.values(), ids=WAYS.keys())


def write(page: Page, text: str) -> None:
    page.locator("[data-testid='tweetTextarea_0']").click()
    page.keyboard.insert_text(text)


def published(page: Page) -> list[str]:
    return list(page.evaluate("published"))


def draft(page: Page) -> str:
    return str(page.locator("[data-testid='tweetTextarea_0']").evaluate("e => e.value ?? e.innerText"))


@ways
def test_a_breaking_draft_is_held(chromium: Chromium, name: str, publish: Callable[[Page], None]) -> None:
    page = chromium.open(name)
    overlay = Overlay(page)
    write(page, BREAKING)
    publish(page)
    card = overlay.wait_for_card()
    assert published(page) == []
    for words in (
        "Mrs Okonkwo",
        "Thornhill High",
        "9B",
        "This names a colleague",
        "This could hurt or belittle",
    ):
        assert words in card
    assert overlay.focused == "Go back and edit"


@ways
def test_go_back_and_edit_leaves_everything_as_it_was(
    chromium: Chromium, name: str, publish: Callable[[Page], None]
) -> None:
    page = chromium.open(name)
    overlay = Overlay(page)
    write(page, BREAKING)
    publish(page)
    overlay.wait_for_card()
    page.keyboard.press("Enter")
    overlay.until(lambda: not overlay.has_card, "the card to go")
    page.wait_for_timeout(200)
    assert published(page) == []
    assert draft(page) == BREAKING
    page.keyboard.press("End")
    page.keyboard.insert_text("!")
    assert draft(page) == BREAKING + "!"


@ways
def test_post_anyway_publishes_once_and_unchanged(
    chromium: Chromium, name: str, publish: Callable[[Page], None]
) -> None:
    page = chromium.open(name)
    overlay = Overlay(page)
    write(page, BREAKING)
    publish(page)
    overlay.wait_for_card()
    overlay.press("Post anyway")
    overlay.until(lambda: published(page), "the post")
    page.wait_for_timeout(1800)
    assert published(page) == [BREAKING]
    assert not overlay.has_card
    assert overlay.text(".line") == ""


@ways
def test_a_clean_draft_is_published_at_once(
    chromium: Chromium, name: str, publish: Callable[[Page], None]
) -> None:
    page = chromium.open(name)
    overlay = Overlay(page)
    write(page, CLEAN)
    overlay.wait_for_marker("clean")
    publish(page)
    # No wait: a draft that has been checked goes through in the very event.
    assert published(page) == [CLEAN]
    assert not overlay.has_card


@ways
def test_a_clean_draft_published_before_it_was_checked(
    chromium: Chromium, name: str, publish: Callable[[Page], None]
) -> None:
    page = chromium.open(name)
    overlay = Overlay(page)
    write(page, CLEAN)
    publish(page)
    overlay.until(lambda: published(page), "the post")
    page.wait_for_timeout(200)
    assert published(page) == [CLEAN]
    assert not overlay.has_card


def test_escape_goes_back(chromium: Chromium) -> None:
    page = chromium.open("x.html")
    overlay = Overlay(page)
    write(page, BREAKING)
    by_click(page)
    overlay.wait_for_card()
    page.keyboard.press("Escape")
    overlay.until(lambda: not overlay.has_card, "the card to go")
    assert published(page) == []


def test_a_second_press_while_the_card_is_coming_changes_nothing(chromium: Chromium) -> None:
    page = chromium.open("x.html")
    overlay = Overlay(page)
    write(page, BREAKING)
    for _ in range(3):
        by_key(page)
    overlay.wait_for_card()
    overlay.press("Post anyway")
    overlay.until(lambda: published(page), "the post")
    page.wait_for_timeout(200)
    assert published(page) == [BREAKING]


def test_a_page_that_trusts_only_people_is_pressed_once_more(chromium: Chromium) -> None:
    page = chromium.open("trusted.html")
    overlay = Overlay(page)
    write(page, BREAKING)
    by_click(page)
    overlay.wait_for_card()
    overlay.press("Post anyway")
    line = overlay.until(lambda: overlay.text(".line"), "a line that says what to do")
    assert "press the button once more" in line
    assert published(page) == []
    by_click(page)
    assert published(page) == [BREAKING]


def test_a_serious_finding_asks_for_one_more_step(chromium: Chromium) -> None:
    text = "Everyone pile on Mrs Okonkwo at the gate tomorrow and make her life hell until she quits"
    page = chromium.open("x.html")
    overlay = Overlay(page)
    write(page, text)
    by_click(page)
    assert "Serious" in overlay.wait_for_card()
    overlay.press("Post anyway")
    page.wait_for_timeout(300)
    assert published(page) == []
    overlay.press("I have read this and I still want to post it.")
    overlay.press("Post anyway")
    overlay.until(lambda: published(page), "the post")
    assert published(page) == [text]


def test_a_draft_that_was_there_before_anybody_touched_it(chromium: Chromium) -> None:
    page = chromium.open("form.html")
    overlay = Overlay(page)
    page.locator("textarea").evaluate("(field, text) => { field.value = text }", BREAKING)
    by_click(page)
    overlay.wait_for_card()
    assert published(page) == []
    overlay.press("Post anyway")
    overlay.until(lambda: published(page), "the post")
    assert published(page) == [BREAKING]
