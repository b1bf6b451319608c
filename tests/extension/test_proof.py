"""When the extension asks for a proof, and what another program on the port comes to know."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, Playwright

from tests.extension.chromium import BREAKING, Chromium
from tests.extension.page_server import PageServer
from tests.extension.stranger import Behaviour, Stranger, claim, invent, refuse, relay
from tests.server_process import ServerProcess, start

CHECK = {
    "kind": "check", "text": BREAKING, "network": "x", "audience": "public", "draftKind": "post",
}  # fmt: skip
RECORD = """() => {
  self.sent = [];
  self.plainFetch ??= self.fetch;
  self.fetch = (address, request) => {
    self.sent.push(new URL(address).pathname);
    return self.plainFetch(address, request);
  };
}"""
LATER = """(milliseconds) => {
  const now = performance.now.bind(performance);
  performance.now = () => now() + milliseconds;
}"""

STRANGERS: dict[str, Callable[[int], Behaviour]] = {
    "claims to be ready": lambda _: claim,
    "refuses": lambda _: refuse,
    "makes a proof up": lambda _: invent,
    "relays to the checker": relay,
}
strangers = pytest.mark.parametrize("behaviour", STRANGERS.values(), ids=STRANGERS.keys())


@pytest.fixture(scope="module")
def own_server() -> Iterator[ServerProcess]:
    """A server that these tests stop and move; each starts it again where it is off."""
    process = start()
    yield process
    process.close()


@pytest.fixture(scope="module")
def browser(
    playwright: Playwright, page_server: PageServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Chromium]:
    chromium = Chromium(playwright, tmp_path_factory.mktemp("proof"), page_server.port)
    yield chromium
    chromium.close()


@pytest.fixture
def page(browser: Chromium, own_server: ServerProcess) -> Iterator[Page]:
    """A page of the extension that has shown itself; what the background sends from then on is recorded."""
    browser.connect(own_server)
    own = browser.own_page("options/options.html")
    own.get_by_text("Ready: your posts are checked on this device.").wait_for()
    browser.worker.evaluate(RECORD)
    yield own
    own.close()


def ask(page: Page, **request: Any) -> Any:
    return page.evaluate("request => chrome.runtime.sendMessage(request)", request)


def check(page: Page) -> str:
    return ask(page, **CHECK)["status"]


def sent(browser: Chromium) -> list[str]:
    """The addresses asked since the last look."""
    return browser.worker.evaluate("() => self.sent.splice(0)")


def test_one_request_for_a_check_and_a_proof_after_half_a_minute(browser: Chromium, page: Page) -> None:
    assert [check(page) for _ in range(3)] == ["ready"] * 3
    assert sent(browser) == ["/v1/check"] * 3
    browser.worker.evaluate(LATER, 29_000)
    assert check(page) == "ready"
    assert sent(browser) == ["/v1/check"]
    browser.worker.evaluate(LATER, 29_000)  # counted from the last proved answer, not from the first
    assert check(page) == "ready"
    assert sent(browser) == ["/v1/check"]
    browser.worker.evaluate(LATER, 30_000)
    assert [check(page), check(page)] == ["ready", "ready"]
    assert sent(browser) == ["/v1/health", "/v1/check", "/v1/check"]


def test_nothing_is_taken_for_proved_after_a_fault(
    browser: Chromium, page: Page, own_server: ServerProcess
) -> None:
    own_server.stop()
    assert [check(page), check(page)] == ["not-found", "not-found"]
    assert sent(browser) == ["/v1/check", "/v1/health"]
    own_server.start()
    assert check(page) == "ready"
    assert sent(browser) == ["/v1/health", "/v1/check"]

    own_server.run("token", "--new")
    assert [check(page), check(page)] == ["not-our-server", "not-our-server"]
    assert sent(browser) == ["/v1/check", "/v1/health"]


def test_a_proof_counts_for_its_port_and_pairing_alone(
    browser: Chromium, page: Page, own_server: ServerProcess, server: ServerProcess
) -> None:
    ask(page, kind="set-port", port=server.port)
    assert check(page) == "not-our-server"
    assert sent(browser) == ["/v1/health"]
    ask(page, kind="set-port", port=own_server.port)
    assert check(page) == "ready"
    ask(page, kind="erase")
    ask(page, kind="set-port", port=own_server.port)
    sent(browser)
    assert check(page) == "not-paired"
    assert sent(browser) == ["/v1/health"]


@strangers
def test_a_stranger_on_the_port_learns_nothing(
    page: Page, own_server: ServerProcess, behaviour: Callable[[int], Behaviour]
) -> None:
    stranger = Stranger(behaviour(own_server.port))
    ask(page, kind="set-port", port=stranger.port)
    assert [check(page), check(page)] == ["not-our-server", "not-our-server"]
    stranger.close()
    assert stranger.heard == ["GET /v1/health"] * 2
    assert own_server.token not in stranger.everything
    assert "Okonkwo" not in stranger.everything


@strangers
@pytest.mark.parametrize(
    ("seconds", "heard"),
    [(0, ["POST /v1/check", "GET /v1/health"]), (30, ["GET /v1/health", "GET /v1/health"])],
)
def test_a_stranger_that_takes_the_port_over_is_never_believed(
    browser: Chromium,
    page: Page,
    own_server: ServerProcess,
    behaviour: Callable[[int], Behaviour],
    seconds: int,
    heard: list[str],
) -> None:
    """Within seconds of the last proof it hears one check, later none; the checker itself has moved on."""
    assert check(page) == "ready"
    port = own_server.port
    own_server.stop()
    own_server.port, own_server.output = 0, ""
    own_server.start()
    stranger = Stranger(behaviour(own_server.port), port)
    browser.worker.evaluate(LATER, seconds * 1000)
    assert [check(page), check(page)] == ["not-our-server", "not-our-server"]
    stranger.close()
    assert stranger.heard == heard
    assert ("Okonkwo" in stranger.everything) == (own_server.token in stranger.everything) == (seconds == 0)
