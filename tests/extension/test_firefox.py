"""The same path in Firefox: installed, paired, a post held, posted anyway, a clean one let through."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from tests.extension.chromium import BREAKING, CLEAN
from tests.extension.firefox import Firefox
from tests.extension.page_server import PageServer
from tests.server_process import ServerProcess

UNDERLINED = """[...CSS.highlights].flatMap(([name, ranges]) =>
  name.startsWith("postcheck-mention") ? [...ranges].map((range) => range.toString()) : []).sort()"""
# A modal dialog makes the page inert: all a page can see of a card it cannot look into.
HELD = "document.elementFromPoint(innerWidth / 2, innerHeight / 2)?.parentNode === document.documentElement"


@pytest.fixture(scope="module")
def firefox(
    tmp_path_factory: pytest.TempPathFactory, page_server: PageServer, server: ServerProcess
) -> Iterator[Firefox]:
    browser = Firefox(tmp_path_factory.mktemp("firefox"), page_server.port)
    try:
        browser.open("/options/options.html")
        port = json.dumps({"kind": "set-port", "port": server.port})
        browser.run(f"chrome.runtime.sendMessage({port})")
        browser.open("/options/options.html")
        browser.click("#code")
        browser.type(server.token)
        browser.press("Enter")
        browser.until("document.getElementById('pair-result').dataset.good", "the pairing")
        browser.until("document.getElementById('status').dataset.status === 'ready'", "the status")
        yield browser
    finally:
        browser.close()


def write(browser: Firefox, name: str, text: str) -> None:
    browser.open(f"https://x.com/{name}")
    browser.click("[data-testid='tweetTextarea_0']")
    browser.type(text)


@pytest.mark.parametrize("name", ["x.html", "form.html"])
def test_a_breaking_draft_is_held_and_posted_anyway(firefox: Firefox, name: str) -> None:
    write(firefox, name, BREAKING)
    firefox.until(f"({UNDERLINED}).length === 3", "the underlines")
    assert firefox.run(UNDERLINED) == ["9B", "Mrs Okonkwo", "Thornhill High"]
    firefox.click("[data-testid^='tweetButton']")
    firefox.until(HELD, "the card")
    assert firefox.run("published") == []

    firefox.press("Enter")  # Go back and edit
    firefox.until(f"!({HELD})", "the card to go")
    assert firefox.run("published") == []

    firefox.press("Control", "Enter") if name == "x.html" else firefox.click("[data-testid='tweetButton']")
    firefox.until(HELD, "the card")
    firefox.press("Tab")
    firefox.press("Enter")  # Post anyway
    firefox.until("published.length", "the post")
    assert firefox.run("published") == [BREAKING]


def test_a_clean_draft_is_published_with_no_card(firefox: Firefox) -> None:
    write(firefox, "x.html", CLEAN)
    firefox.press("Control", "Enter")
    firefox.until("published.length", "the post")
    assert firefox.run("published") == [CLEAN]
    assert not firefox.run(HELD)


def test_the_page_cannot_look_inside(firefox: Firefox) -> None:
    write(firefox, "x.html", BREAKING)
    firefox.until(f"({UNDERLINED}).length === 3", "the underlines")
    assert firefox.run("document.documentElement.lastElementChild.shadowRoot") is None
    assert "Okonkwo" not in firefox.run("document.documentElement.lastElementChild.outerHTML")
