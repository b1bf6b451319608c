"""Firefox with the extension, driven over WebDriver BiDi."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
from pathlib import Path
from typing import Any

from websockets.sync.client import ClientConnection, connect

from tests.extension.chromium import EXTENSION

ADDON = json.loads((EXTENSION / "manifest.json").read_text())["browser_specific_settings"]["gecko"]["id"]
# Firefox makes up an id for each profile; a fixed one tells us where the extension's pages are.
UUID = "7d1d29d2-5f2c-4d05-9a51-0d1f0a7b3c11"
START_SECONDS = 30
WAIT_SECONDS = 10.0
KEYS = {"Enter": "\ue007", "Tab": "\ue004", "Escape": "\ue00c", "Control": "\ue009"}


class Firefox:
    """A browser with a profile and a home of its own, in which the extension is installed."""

    def __init__(self, folder: Path, page_port: int) -> None:
        executable = shutil.which("firefox-esr") or shutil.which("firefox")
        assert executable, "These tests need Firefox: install the package firefox-esr."
        profile = folder / "profile"
        profile.mkdir(parents=True)
        preferences = {
            "extensions.webextensions.uuids": json.dumps({ADDON: UUID}),
            "network.dns.forceResolve": "127.0.0.1",
            "network.socket.forcePort": f"443={page_port}",
        }
        lines = [
            f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in preferences.items()
        ]
        (profile / "user.js").write_text("".join(lines))
        self._process = subprocess.Popen(
            [
                *(executable, "--headless", "--no-remote", "--profile", str(profile)),
                *("--remote-debugging-port=0", "--remote-allow-system-access"),
            ],
            env={**os.environ, "HOME": str(folder)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._count = 0
        try:
            self._socket = self._connect(profile / "WebDriverBiDiServer.json")
            always = {"acceptInsecureCerts": True, "unhandledPromptBehavior": {"default": "accept"}}
            self.send("session.new", capabilities={"alwaysMatch": always})
            data = {"type": "path", "path": str(EXTENSION)}
            self.send("webExtension.install", extensionData=data)
            self.tab: str = self.send("browsingContext.create", type="tab")["context"]
        except BaseException:
            self.close()
            raise

    def send(self, method: str, **params: Any) -> Any:
        """One command, and its result."""
        self._count += 1
        self._socket.send(json.dumps({"id": self._count, "method": method, "params": params}))
        while True:
            message = json.loads(self._socket.recv(timeout=START_SECONDS))
            if message.get("id") == self._count:
                assert message["type"] == "success", f"{method}: {message}"
                return message["result"]

    def open(self, address: str) -> None:
        """Go to an address; one that begins with a slash is of the extension itself."""
        url = f"moz-extension://{UUID}{address}" if address.startswith("/") else address
        self.send("browsingContext.navigate", context=self.tab, url=url, wait="complete")

    def run(self, expression: str) -> Any:
        """The value of an expression in the page; promises are awaited."""
        answer = self.send(
            "script.evaluate",
            expression=f"(async () => JSON.stringify(await ({expression})) ?? 'null')()",
            target={"context": self.tab},
            awaitPromise=True,
            userActivation=True,
        )
        assert answer["type"] == "success", answer
        return json.loads(answer["result"]["value"])

    def until(self, expression: str, what: str) -> Any:
        """Wait until an expression in the page gives something true, and give that."""
        deadline = time.monotonic() + WAIT_SECONDS
        while time.monotonic() < deadline:
            value = self.run(expression)
            if value:
                return value
            time.sleep(0.05)
        raise AssertionError(f"waited in vain for {what}")

    def click(self, selector: str) -> None:
        """Click in the middle of an element."""
        x, y = self.run(
            f"(({{x, y, width, height}}) => [x + width / 2, y + height / 2])"
            f"(document.querySelector({json.dumps(selector)}).getBoundingClientRect())"
        )
        press = [
            {"type": "pointerMove", "x": round(x), "y": round(y)},
            {"type": "pointerDown", "button": 0},
            {"type": "pointerUp", "button": 0},
        ]
        self._act({"type": "pointer", "id": "mouse", "actions": press})

    def type(self, text: str) -> None:
        """Type text, key by key."""
        strokes = [{"type": kind, "value": one} for one in text for kind in ("keyDown", "keyUp")]
        self._act({"type": "key", "id": "keyboard", "actions": strokes})

    def press(self, *keys: str) -> None:
        """Press keys together, such as Control and Enter, and let them go."""
        values = [KEYS.get(key, key) for key in keys]
        down = [{"type": "keyDown", "value": value} for value in values]
        up = [{"type": "keyUp", "value": value} for value in reversed(values)]
        self._act({"type": "key", "id": "keyboard", "actions": down + up})

    def screenshot(self) -> str:
        """What is to be seen, as base64 of a PNG."""
        return str(self.send("browsingContext.captureScreenshot", context=self.tab)["data"])

    def close(self) -> None:
        """End the browser."""
        if hasattr(self, "_socket"):
            self._socket.close()
        self._process.terminate()
        self._process.wait(20)

    def _act(self, source: dict[str, Any]) -> None:
        self.send("input.performActions", context=self.tab, actions=[source])

    def _connect(self, info: Path) -> ClientConnection:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            try:
                place = json.loads(info.read_text())
                address = f"ws://{place['ws_host']}:{place['ws_port']}/session"
                return connect(address, max_size=None, legacy=True)
            except (OSError, ValueError):
                time.sleep(0.1)
        raise AssertionError("Firefox did not start")
