"""What the extension shows on a page, as a person sees it: a page's own script cannot look in there."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from playwright.sync_api import CDPSession, Error, Page

WAIT_SECONDS = 6.0


class Overlay:
    """Looks into the closed shadow root of one page by the developer tools, and presses with a real mouse."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self._tools: CDPSession = page.context.new_cdp_session(page)

    @property
    def marker(self) -> dict[str, str]:
        """``state``, ``level``, ``text`` and ``title`` of the marker; empty where none is shown."""
        return (
            self._look(
                """function () {
              const marker = this.querySelector(".marker:not([hidden])");
              if (!marker) return {};
              return {...marker.dataset, text: marker.textContent, title: marker.title};
            }"""
            )
            or {}
        )

    def text(self, selector: str = ".card") -> str:
        """What stands in the first element that matches; empty where there is none."""
        return (
            self._look(
                "function (selector) { return this.querySelector(selector)?.innerText ?? '' }", selector
            )
            or ""
        )

    def markup(self, selector: str) -> str:
        """The first element that matches, as HTML."""
        return (
            self._look("function (selector) { return this.querySelector(selector).outerHTML }", selector)
            or ""
        )

    @property
    def focused(self) -> str:
        """The text of the element that has the focus."""
        return self._look("function () { return this.activeElement?.innerText ?? '' }") or ""

    def press(self, label: str) -> None:
        """Click what carries this label."""
        box = self.until(lambda: self._box(label), f"“{label}” to press")
        self.page.mouse.click(*box)

    def until(self, seen: Callable[[], Any], what: str) -> Any:
        """Wait until ``seen`` gives something true, and give that."""
        deadline = time.monotonic() + WAIT_SECONDS
        while time.monotonic() < deadline:
            value = seen()
            if value:
                return value
            self.page.wait_for_timeout(30)
        raise AssertionError(f"waited in vain for {what}; marker {self.marker}, card {self.text()!r}")

    def wait_for_marker(self, state: str) -> dict[str, str]:
        """Wait until the marker says this."""
        return self.until(
            lambda: self.marker if self.marker.get("state") == state else None, f"the marker to say {state}"
        )

    def wait_for_card(self) -> str:
        """Wait until a card is shown, and give its text."""
        return self.until(self.text, "a card")

    @property
    def has_card(self) -> bool:
        """Whether a card is shown."""
        return bool(self.text())

    def _box(self, label: str) -> list[float] | None:
        return self._look(
            """function (label) {
              const found = [...this.querySelectorAll("button, summary, label")]
                .find((one) => one.innerText.trim() === label && one.checkVisibility());
              if (!found) return null;
              found.scrollIntoView({block: "nearest"});
              const box = found.getBoundingClientRect();
              return [box.x + box.width / 2, box.y + box.height / 2];
            }""",
            label,
        )

    def _look(self, function: str, *arguments: str) -> Any:
        try:
            tree = self._tools.send("DOM.getDocument", {"depth": -1, "pierce": True})
            root = _closed_root(tree["root"])
            if root is None:
                return None
            handle = self._tools.send("DOM.resolveNode", {"backendNodeId": root})["object"]["objectId"]
            answer = self._tools.send(
                "Runtime.callFunctionOn",
                {
                    "objectId": handle,
                    "functionDeclaration": function,
                    "arguments": [{"value": one} for one in arguments],
                    "returnByValue": True,
                },
            )
        except Error:  # the page drew itself anew between two of these steps
            return None
        return answer["result"].get("value")


def _closed_root(node: dict[str, Any]) -> int | None:
    for root in node.get("shadowRoots", []):
        if root["shadowRootType"] == "closed":
            return int(root["backendNodeId"])
    for child in [*node.get("children", []), *node.get("shadowRoots", [])]:
        found = _closed_root(child)
        if found is not None:
            return found
    return None
