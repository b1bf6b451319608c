"""Pairing, from the first run to the first warning, as a person does it."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Playwright

from tests.extension.chromium import BREAKING, Chromium
from tests.extension.overlay import Overlay
from tests.extension.page_server import PageServer
from tests.server_process import ServerProcess


def test_from_start_to_finish(
    playwright: Playwright, page_server: PageServer, server: ServerProcess, profile: Path
) -> None:
    browser = Chromium(playwright, profile, page_server.port)
    options = browser.context.pages[0]
    options.wait_for_url("**/options/options.html")  # shown by itself the first time
    options.get_by_label("Port of the checker").fill(str(server.port))
    options.get_by_role("button", name="Save").click()
    options.get_by_text("Not paired yet").wait_for()

    options.get_by_label("Pairing code").fill("ABCD-EFGH")
    options.get_by_role("button", name="Pair").click()
    options.get_by_text("That code is wrong, used or too old").wait_for()

    with browser.context.expect_page() as opened:
        options.get_by_role("link", name="Open the pairing page").click()
    pairing = opened.value
    pairing.get_by_role("button", name="Make a pairing code").click()
    code = pairing.locator(".code").inner_text()

    options.get_by_label("Pairing code").fill(code.lower().replace("-", " "))
    options.get_by_role("button", name="Pair").click()
    options.get_by_text("Paired. Reload pages that are already open.").wait_for()
    options.get_by_text("Ready: your posts are checked on this device.").wait_for()

    options.get_by_label("Pairing code").fill(code)
    options.get_by_role("button", name="Pair").click()
    options.get_by_text("That code is wrong, used or too old").wait_for()

    page = browser.open("x.html")
    page.locator("[role=textbox]").click()
    page.keyboard.insert_text(BREAKING)
    Overlay(page).wait_for_marker("findings")

    options.on("dialog", lambda dialog: dialog.accept())
    options.get_by_role("button", name="Delete everything").click()
    options.get_by_text("Deleted.").wait_for()
    assert browser.ask(kind="settings")["port"] == 8787
    browser.close()


def test_the_popup_says_how_it_is_and_switches_a_site_off(chromium: Chromium) -> None:
    popup = chromium.own_page("ui/popup.html")
    popup.get_by_text("Ready: your posts are checked on this device.").wait_for()
    popup.get_by_text("This page is not one of the sites postcheck watches.").wait_for()

    chromium.ask(kind="set-site", site="x", on=False)
    page = chromium.open("x.html")
    page.locator("[role=textbox]").click()
    page.keyboard.insert_text(BREAKING)
    page.locator("[data-testid='tweetButtonInline']").click()
    assert page.evaluate("published") == [BREAKING]
    assert Overlay(page).marker == {}
    chromium.ask(kind="set-site", site="x", on=True)
