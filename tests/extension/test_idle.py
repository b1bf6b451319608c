"""A page on which nobody writes costs nothing."""

from __future__ import annotations

from tests.extension.chromium import CLEAN, Chromium
from tests.extension.overlay import Overlay

COUNT = """() => {
  self.asked = 0;
  const send = self.fetch;
  self.fetch = (...given) => { self.asked += 1; return send(...given); };
}"""


def test_an_idle_page_sends_nothing(chromium: Chromium) -> None:
    page = chromium.open("x.html")
    overlay = Overlay(page)
    chromium.worker.evaluate(COUNT)
    page.mouse.move(200, 300)
    page.mouse.wheel(0, 200)
    page.locator("article").first.click()
    page.wait_for_timeout(2500)
    assert chromium.worker.evaluate("self.asked") == 0
    assert overlay.marker == {}

    page.locator("[role=textbox]").click()
    page.keyboard.type(CLEAN)
    overlay.wait_for_marker("clean")
    settled = chromium.worker.evaluate("self.asked")
    page.wait_for_timeout(2500)
    assert chromium.worker.evaluate("self.asked") == settled


def test_fast_typing_is_checked_once_it_pauses(chromium: Chromium) -> None:
    page = chromium.open("x.html")
    overlay = Overlay(page)
    page.locator("[role=textbox]").click()
    page.keyboard.insert_text("Half")
    overlay.wait_for_marker("clean")
    chromium.worker.evaluate(COUNT)
    page.keyboard.type(" term and the dog has already eaten my slippers", delay=20)
    overlay.wait_for_marker("clean")
    page.wait_for_timeout(800)
    assert chromium.worker.evaluate("self.asked") <= 2
