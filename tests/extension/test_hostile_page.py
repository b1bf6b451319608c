"""What a page's own script cannot do."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.extension.chromium import BREAKING, Chromium
from tests.extension.overlay import Overlay
from tests.server_process import ServerProcess


def held(chromium: Chromium) -> tuple[Page, Overlay]:
    page = chromium.open("hostile.html")
    overlay = Overlay(page)
    page.locator("[role=textbox]").click()
    page.keyboard.insert_text(BREAKING)
    page.locator("[data-testid='tweetButton']").click()
    overlay.wait_for_card()
    return page, overlay


def test_it_cannot_press_post_anyway(chromium: Chromium) -> None:
    page, overlay = held(chromium)
    page.evaluate(
        """() => {
          const [host] = strangers();
          const all = {bubbles: true, composed: true};
          for (let x = 0; x < innerWidth; x += 12) {
            for (let y = 0; y < innerHeight; y += 12) {
              for (const target of [host, document.elementFromPoint(x, y) ?? host]) {
                target.dispatchEvent(new MouseEvent("click", {...all, detail: 1, clientX: x, clientY: y}));
              }
            }
          }
          host.click();
          host.dispatchEvent(new MouseEvent("click", all));
          for (const key of ["Tab", "Enter", " ", "Escape"]) {
            host.dispatchEvent(new KeyboardEvent("keydown", {...all, key}));
          }
        }"""
    )
    page.wait_for_timeout(300)
    assert overlay.has_card
    assert page.evaluate("published") == []


def test_it_cannot_look_inside(chromium: Chromium) -> None:
    page, _ = held(chromium)
    assert page.evaluate("strangers().length") == 1
    assert page.evaluate("strangers()[0].shadowRoot") is None
    assert page.evaluate("strangers()[0].innerHTML") == ""
    assert page.evaluate("document.elementFromPoint(innerWidth / 2, innerHeight / 2).innerText") == ""


def test_it_sees_no_event_of_ours(chromium: Chromium) -> None:
    page, overlay = held(chromium)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    overlay.press("Go back and edit")
    page.wait_for_timeout(200)
    assert page.evaluate("seen") == []


def test_it_cannot_read_the_token(chromium: Chromium, server: ServerProcess) -> None:
    page, _ = held(chromium)
    found = page.evaluate(
        """async () => {
          const places = [document.documentElement.outerHTML, JSON.stringify(localStorage), document.cookie];
          places.push(JSON.stringify(await indexedDB.databases()));
          places.push(String(globalThis.chrome?.storage ?? ""), String(globalThis.chrome?.runtime?.id ?? ""));
          return places.join("\\n");
        }"""
    )
    assert server.token not in found
    assert "postcheck" not in page.evaluate("indexedDB.databases().then((all) => JSON.stringify(all))")


def test_a_content_script_cannot_read_the_token(chromium: Chromium, server: ServerProcess) -> None:
    """Even a page that took over the content script's world would find no token in extension storage."""
    page, _ = held(chromium)
    tools = page.context.new_cdp_session(page)
    worlds: list[dict[str, object]] = []
    tools.on("Runtime.executionContextCreated", lambda event: worlds.append(event["context"]))
    tools.send("Runtime.enable")
    ours = next(world for world in worlds if str(world["origin"]).startswith("chrome-extension://"))
    answer = tools.send(
        "Runtime.evaluate",
        {
            "contextId": ours["id"],
            "awaitPromise": True,
            "returnByValue": True,
            "expression": """(async () => {
              const all = [await chrome.storage.local.get(), await indexedDB.databases()];
              for (const kind of ["pair", "erase", "settings", "set-port", "status", "token"]) {
                all.push(await chrome.runtime.sendMessage({kind, secret: "x", port: 9999}));
              }
              return JSON.stringify(all);
            })()""",
        },
    )["result"]["value"]
    assert server.token not in answer
    assert answer.count("ProtocolError") == 6


def test_it_cannot_reach_the_checker(chromium: Chromium, server: ServerProcess) -> None:
    page = chromium.open("hostile.html")
    outcome = page.evaluate(
        "(address) => fetch(address + '/v1/health').then(({status}) => status, ({name}) => name)",
        server.url,
    )
    assert outcome == "TypeError"
