"""One real server, one page server and one paired browser for all tests here."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, sync_playwright

from tests.extension.chromium import Chromium
from tests.extension.page_server import PageServer
from tests.server_process import ServerProcess, start


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers", "screenshots: takes the pictures in docs/images; only with -m screenshots"
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Taking pictures changes files, so nobody gets it without asking for it."""
    if "screenshots" not in str(config.getoption("markexpr")):
        items[:] = [item for item in items if item.get_closest_marker("screenshots") is None]


@pytest.fixture(scope="session")
def server() -> Iterator[ServerProcess]:
    process = start()
    yield process
    process.close()


@pytest.fixture(scope="session")
def page_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PageServer]:
    pages = PageServer(tmp_path_factory.mktemp("pages"))
    yield pages
    pages.close()


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def paired(
    playwright: Playwright,
    page_server: PageServer,
    server: ServerProcess,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Chromium]:
    browser = Chromium(playwright, tmp_path_factory.mktemp("profile"), page_server.port)
    browser.connect(server)
    yield browser
    browser.close()


@pytest.fixture
def chromium(paired: Chromium) -> Iterator[Chromium]:
    """The browser, with no page of another test left open."""
    yield paired
    for page in paired.context.pages[1:]:
        page.close()


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    """A folder for the profile of a browser of one test's own."""
    return tmp_path / "profile"
