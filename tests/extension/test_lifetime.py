"""A page that stays open goes on working when the background was stopped, and says so when it cannot."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Playwright

from tests.extension.chromium import BREAKING, Chromium
from tests.extension.overlay import Overlay
from tests.extension.page_server import PageServer
from tests.server_process import ServerProcess


def test_a_stopped_background_wakes_for_the_next_check(
    playwright: Playwright, page_server: PageServer, server: ServerProcess, profile: Path
) -> None:
    browser = Chromium(playwright, profile, page_server.port)
    browser.connect(server)
    page = browser.open("x.html")
    overlay = Overlay(page)
    page.locator("[role=textbox]").click()
    page.keyboard.insert_text("Half")
    overlay.wait_for_marker("clean")

    own = browser.own_page("ui/popup.html")
    tools = browser.context.new_cdp_session(own)
    tools.send("ServiceWorker.enable")
    tools.send("ServiceWorker.stopAllWorkers")
    own.close()

    page.keyboard.press("Control+A")
    page.keyboard.insert_text(BREAKING)
    overlay.wait_for_marker("findings")
    page.keyboard.press("Control+Enter")
    overlay.wait_for_card()
    assert page.evaluate("published") == []
    browser.close()


def test_an_updated_extension_asks_for_a_reload(
    playwright: Playwright, page_server: PageServer, server: ServerProcess, profile: Path
) -> None:
    browser = Chromium(playwright, profile, page_server.port)
    browser.connect(server)
    page = browser.open("x.html")
    overlay = Overlay(page)
    page.locator("[role=textbox]").click()
    page.keyboard.insert_text("Half")
    overlay.wait_for_marker("clean")
    own = browser.own_page("ui/popup.html")
    with own.expect_event("close"):
        own.evaluate("setTimeout(() => chrome.runtime.reload())")
    page.locator("[role=textbox]").click()
    page.keyboard.press("End")
    page.keyboard.insert_text(" term")
    assert "Reload this page" in overlay.wait_for_marker("unchecked")["title"]
    page.keyboard.press("Control+Enter")
    overlay.until(lambda: page.evaluate("published") == ["Half term"], "the post to go on")
    browser.close()
