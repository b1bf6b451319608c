"""A site that the person has added is watched by the generic adapter."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Playwright

from tests.extension.chromium import BREAKING, EXTENSION, Chromium
from tests.extension.overlay import Overlay
from tests.extension.page_server import PageServer
from tests.server_process import ServerProcess

HOST = "forum.example.org"


@pytest.fixture(scope="module")
def forum(
    playwright: Playwright,
    page_server: PageServer,
    server: ServerProcess,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Chromium]:
    # The browser asks the person in a window that no test can press, so the permission is given beforehand.
    folder = tmp_path_factory.mktemp("granted") / "extension"
    shutil.copytree(EXTENSION, folder)
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["host_permissions"].append(f"https://{HOST}/*")
    (folder / "manifest.json").write_text(json.dumps(manifest))
    browser = Chromium(playwright, tmp_path_factory.mktemp("profile"), page_server.port, extension=folder)
    browser.connect(server)
    options = browser.own_page("options/options.html")
    options.get_by_label("Add a site").fill(f"https://{HOST}/some/thread")
    options.get_by_role("button", name="Add", exact=True).click()
    options.get_by_role("button", name=f"Remove {HOST}").wait_for()
    yield browser
    browser.close()


@pytest.fixture
def page(forum: Chromium) -> Page:
    return forum.open("forum.html", HOST)


def test_the_button_is_known_by_its_name(page: Page) -> None:
    overlay = Overlay(page)
    page.get_by_label("Reply").click()
    page.keyboard.insert_text(BREAKING)
    overlay.wait_for_marker("findings")
    page.get_by_role("button", name="Post reply").click()
    overlay.wait_for_card()
    assert page.evaluate("published") == []
    overlay.press("Post anyway")
    overlay.until(lambda: page.evaluate("published") == [BREAKING], "the post")


def test_what_does_not_publish_is_let_be(page: Page) -> None:
    overlay = Overlay(page)
    page.get_by_label("Reply").click()
    page.keyboard.insert_text(BREAKING)
    overlay.wait_for_marker("findings")
    page.get_by_role("button", name="Preview").click()
    page.get_by_label("Search").click()
    page.keyboard.insert_text("Mrs Okonkwo")
    page.keyboard.press("Enter")
    assert page.evaluate("[previews, searches]") == [1, ["Mrs Okonkwo"]]
    assert not overlay.has_card


def test_a_site_taken_out_is_watched_no_more(forum: Chromium) -> None:
    options = forum.own_page("options/options.html")
    options.get_by_role("button", name=f"Remove {HOST}").click()
    options.get_by_role("button", name=f"Remove {HOST}").wait_for(state="detached")
    page = forum.open("forum.html", HOST)
    page.get_by_label("Reply").click()
    page.keyboard.insert_text(BREAKING)
    page.get_by_role("button", name="Post reply").click()
    assert page.evaluate("published") == [BREAKING]
