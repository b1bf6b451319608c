"""The pictures in docs/images, taken from the real extension and the real checker (`make screenshots`)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Playwright

from tests.extension.chromium import BREAKING, CLEAN, Chromium
from tests.extension.overlay import Overlay
from tests.extension.page_server import PageServer
from tests.server_process import ServerProcess

pytestmark = pytest.mark.screenshots

IMAGES = Path(__file__).resolve().parents[2] / "docs/images"
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


@pytest.fixture(params=SCHEMES)
def pictured(
    request: pytest.FixtureRequest,
    playwright: Playwright,
    page_server: PageServer,
    server: ServerProcess,
    profile: Path,
) -> Iterator[tuple[Chromium, str]]:
    browser = Chromium(
        playwright,
        profile,
        page_server.port,
        color_scheme=request.param,
        viewport={"width": 860, "height": 760},
        device_scale_factor=2,
    )
    browser.connect(server)
    IMAGES.mkdir(parents=True, exist_ok=True)
    yield browser, "" if request.param == "light" else "-dark"
    browser.close()


def test_pictures(pictured: tuple[Chromium, str], server: ServerProcess) -> None:
    browser, suffix = pictured

    page = browser.open("x.html")
    overlay = Overlay(page)
    page.locator("[role=textbox]").click()
    page.keyboard.insert_text(BREAKING)
    overlay.wait_for_marker("findings")
    page.locator("[data-testid='tweetButtonInline']").click()
    overlay.wait_for_card()
    page.mouse.move(0, 0)
    page.wait_for_timeout(200)
    page.screenshot(path=IMAGES / f"held{suffix}.png")

    page.keyboard.press("Escape")
    overlay.until(lambda: not overlay.has_card, "the card to go")
    page.locator("[role=textbox]").click(position={"x": 40, "y": 20})
    overlay.wait_for_card()
    page.wait_for_timeout(200)
    page.screenshot(path=IMAGES / f"beside{suffix}.png", clip={"x": 0, "y": 0, "width": 860, "height": 600})

    page = browser.open("form.html")
    overlay = Overlay(page)
    page.locator("textarea").click()
    page.keyboard.insert_text(f"{CLEAN}. {BREAKING}.")
    overlay.wait_for_marker("findings")
    page.wait_for_timeout(200)
    page.screenshot(
        path=IMAGES / f"textarea{suffix}.png", clip={"x": 110, "y": 0, "width": 640, "height": 220}
    )

    popup = browser.own_page("ui/popup.html")
    popup.set_viewport_size({"width": 320, "height": 200})
    page.bring_to_front()
    popup.reload()
    popup.get_by_text("Watching X").wait_for()
    popup.get_by_text("Ready: your posts are checked on this device.").wait_for()
    popup.screenshot(path=IMAGES / f"popup{suffix}.png", full_page=True)

    browser.ask(kind="erase")
    browser.ask(kind="set-port", port=server.port)
    options = browser.own_page("options/options.html")
    options.get_by_text("Not paired yet").wait_for()
    options.get_by_label("Pairing code").fill("K7QM-2XPA")
    options.screenshot(path=IMAGES / f"options{suffix}.png")
