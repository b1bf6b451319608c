"""What the extension shows is judged by axe-core, light and dark, and works without a mouse."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Page

from tests.extension.chromium import BREAKING, EXTENSION, Chromium
from tests.extension.overlay import Overlay

AXE = (Path(__file__).parent / "node_modules/axe-core/axe.min.js").read_text()
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
schemes = pytest.mark.parametrize("scheme", SCHEMES)
SERIOUS = "Everyone pile on Mrs Okonkwo at the gate tomorrow and make her life hell until she quits"


def violations(page: Page) -> list[str]:
    page.evaluate(AXE)
    result: dict[str, Any] = page.evaluate("axe.run()")
    return [
        f"{one['id']}: {node['html']} {node['failureSummary']}"
        for one in result["violations"]
        for node in one["nodes"]
    ]


@schemes
@pytest.mark.parametrize("path", ["options/options.html", "ui/popup.html"])
def test_own_pages(chromium: Chromium, path: str, scheme: Literal["light", "dark"]) -> None:
    page = chromium.own_page(path)
    page.emulate_media(color_scheme=scheme)
    page.get_by_text("Ready: your posts are checked on this device.").wait_for()
    assert violations(page) == []


@schemes
@pytest.mark.parametrize("text", [BREAKING, SERIOUS])
def test_the_card(chromium: Chromium, text: str, scheme: Literal["light", "dark"]) -> None:
    page = chromium.open("x.html")
    overlay = Overlay(page)
    page.locator("[role=textbox]").click()
    page.keyboard.insert_text(text)
    page.locator("[data-testid='tweetButtonInline']").click()
    overlay.wait_for_card()
    # No tool can look into the closed shadow root, so what stands there is put into a page of its own.
    markup = overlay.markup("dialog")
    style = (EXTENSION / "content/overlay.css").read_text().replace(":host", ":root")
    alone = chromium.context.new_page()
    alone.emulate_media(color_scheme=scheme)
    alone.set_content(
        f"<!doctype html><html lang=en><title>Card</title><style>{style}</style><main>{markup}</main>"
    )
    assert alone.locator("dialog").is_visible()
    assert [one for one in violations(alone) if not one.startswith("page-has-heading-one")] == []


def test_the_card_by_keyboard_and_back(chromium: Chromium) -> None:
    page = chromium.open("x.html")
    overlay = Overlay(page)
    page.locator("[role=textbox]").click()
    page.keyboard.insert_text(BREAKING)
    overlay.wait_for_marker("findings")
    chromium.worker.evaluate(
        """async () => {
          const [tab] = await chrome.tabs.query({active: true, url: "https://x.com/*"});
          await chrome.tabs.sendMessage(tab.id, {kind: "open-findings"});
        }"""
    )
    overlay.wait_for_card()
    overlay.until(lambda: overlay.focused, "the focus in the card")
    for _ in range(3):
        page.keyboard.press("Tab")
        assert overlay.focused
    page.keyboard.press("Escape")
    overlay.until(lambda: not overlay.has_card, "the card to go")
    assert page.evaluate("document.activeElement.getAttribute('role')") == "textbox"
    page.keyboard.insert_text("!")
    assert page.locator("[role=textbox]").inner_text() == BREAKING + "!"
