"""Without the checker nothing is hidden: the marker says so, and the post goes on, or is held where the
school wants that."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Playwright

from tests.extension.chromium import BREAKING, Chromium
from tests.extension.overlay import Overlay
from tests.extension.page_server import PageServer
from tests.server_process import ServerProcess, start

POLICIES = Path("/etc/chromium/policies/managed")


@pytest.fixture
def own_server() -> Iterator[ServerProcess]:
    process = start()
    yield process
    process.close()


@pytest.fixture
def managed(paired: Chromium) -> Iterator[None]:
    if not os.access(POLICIES.parent if POLICIES.parent.exists() else "/etc", os.W_OK):
        pytest.skip(f"the school's settings are read from {POLICIES}, which only an administrator can write")
    POLICIES.mkdir(parents=True, exist_ok=True)
    file = POLICIES / "postcheck-test.json"
    settings = {"whenServerMissing": "hold", "serverPort": "not a number", "lockedSites": ["x"]}
    file.write_text(json.dumps({"3rdparty": {"extensions": {paired.id: settings}}}))
    yield
    file.unlink()


def test_stopped_then_back(
    playwright: Playwright, page_server: PageServer, own_server: ServerProcess, profile: Path
) -> None:
    browser = Chromium(playwright, profile, page_server.port)
    browser.connect(own_server)
    own_server.stop()
    page = browser.open("x.html")
    overlay = Overlay(page)
    page.locator("[role=textbox]").click()
    page.keyboard.insert_text(BREAKING)
    marker = overlay.wait_for_marker("unchecked")
    assert marker["text"] == "Not checked"
    assert marker["title"] == "The checker is not running on this device: posts are not checked."
    page.locator("[data-testid='tweetButtonInline']").click()
    overlay.until(lambda: page.evaluate("published") == [BREAKING], "the post to go on")
    assert not overlay.has_card

    own_server.start()
    page.locator("[role=textbox]").click()
    page.keyboard.insert_text(BREAKING + "!")
    overlay.wait_for_marker("findings")
    browser.close()


def test_a_server_that_hangs_holds_no_longer_than_it_may(
    playwright: Playwright, page_server: PageServer, own_server: ServerProcess, profile: Path
) -> None:
    browser = Chromium(playwright, profile, page_server.port)
    browser.connect(own_server)
    page = browser.open("x.html")
    overlay = Overlay(page)
    page.locator("[role=textbox]").click()
    os.kill(own_server.pid, signal.SIGSTOP)
    try:
        page.keyboard.insert_text(BREAKING)
        page.evaluate("window.pressed = performance.now()")
        page.keyboard.press("Control+Enter")
        card = overlay.wait_for_card()
        held = page.evaluate("performance.now() - pressed")
        assert "could not be checked" in card
        assert held < 2200  # 1500 of holding, and what looking for the card takes
        assert page.evaluate("published") == []
        overlay.press("Post without a check")
        overlay.until(lambda: page.evaluate("published") == [BREAKING], "the post")
    finally:
        os.kill(own_server.pid, signal.SIGCONT)
    browser.close()


def test_another_program_on_the_port_learns_nothing(
    playwright: Playwright,
    page_server: PageServer,
    own_server: ServerProcess,
    server: ServerProcess,
    profile: Path,
) -> None:
    """A second, real server stands for the other program: it does not know the token of the first."""
    browser = Chromium(playwright, profile, page_server.port)
    browser.connect(own_server)
    browser.ask(kind="set-port", port=server.port)
    browser.worker.evaluate(
        """() => {
          const send = self.fetch;
          self.sent = [];
          self.fetch = (address, request) => {
            self.sent.push(String(address) + JSON.stringify(request));
            return send(address, request);
          };
        }"""
    )
    page = browser.open("x.html")
    overlay = Overlay(page)
    page.locator("[role=textbox]").click()
    page.keyboard.insert_text(BREAKING)
    marker = overlay.wait_for_marker("unchecked")
    assert "not the checker you paired with" in marker["title"]
    sent = browser.worker.evaluate("self.sent")
    assert len(sent) > 0
    assert all("/v1/health" in one and "Authorization" not in one and "Okonkwo" not in one for one in sent)
    browser.close()


def test_the_school_can_have_a_post_held(
    managed: None, playwright: Playwright, page_server: PageServer, profile: Path
) -> None:
    browser = Chromium(playwright, profile, page_server.port)
    options = browser.own_page("options/options.html")
    options.get_by_text("A post that cannot be checked is held").wait_for()
    assert options.get_by_role("switch").first.is_disabled()

    page = browser.open("x.html")
    overlay = Overlay(page)
    page.locator("[role=textbox]").click()
    page.keyboard.insert_text(BREAKING)
    page.locator("[data-testid='tweetButtonInline']").click()
    assert "could not be checked" in overlay.wait_for_card()
    page.keyboard.press("Escape")
    page.wait_for_timeout(300)
    assert page.evaluate("published") == []
    browser.close()
