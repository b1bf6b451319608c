"""Chromium with the extension, as a person has it."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Page, Playwright

from tests.server_process import ServerProcess

EXTENSION = Path(__file__).resolve().parents[2] / "extension"

BREAKING = "Mrs Okonkwo at Thornhill High is a useless cow and 9B know it"
CLEAN = "Half term and the dog has already eaten my slippers"


class Chromium:
    """A browser with a profile of its own. ``id`` is the extension's, ``context`` Playwright's."""

    def __init__(
        self,
        playwright: Playwright,
        profile: Path,
        page_port: int,
        extension: Path = EXTENSION,
        **options: Any,
    ) -> None:
        executable = shutil.which("chromium") or shutil.which("google-chrome")
        assert executable, "These tests need Chromium: install the package chromium."
        self.context: BrowserContext = playwright.chromium.launch_persistent_context(
            str(profile),
            executable_path=executable,
            headless=True,
            ignore_https_errors=True,
            args=[
                "--no-sandbox",
                "--no-first-run",
                "--disable-sync",
                "--disable-component-update",
                f"--disable-extensions-except={extension}",
                f"--load-extension={extension}",
                # The networks' own names lead to our pages, which count as public like the real ones.
                f"--host-resolver-rules=MAP *:443 127.0.0.1:{page_port}, EXCLUDE 127.0.0.1",
                f"--ip-address-space-overrides=127.0.0.1:{page_port}=public",
                "--ignore-certificate-errors",
            ],
            **options,
        )
        self.context.set_default_timeout(15000)
        workers = self.context.service_workers
        self.worker = workers[0] if workers else self.context.wait_for_event("serviceworker")
        self.id = self.worker.url.split("/")[2]
        # The first run shows the options, in whatever empty page there is: let that be over.
        self.context.pages[0].wait_for_url("**/options/options.html")

    def own_page(self, path: str) -> Page:
        """One of the extension's own pages."""
        page = self.context.new_page()
        page.goto(f"chrome-extension://{self.id}/{path}")
        return page

    def ask(self, **request: Any) -> Any:
        """Ask the background as the options page does."""
        page = self.own_page("options/options.html")
        try:
            return page.evaluate("request => chrome.runtime.sendMessage(request)", request)
        finally:
            page.close()

    def connect(self, server: ServerProcess) -> None:
        """Pair with a server by its token."""
        self.ask(kind="set-port", port=server.port)
        answer = self.ask(kind="pair", secret=server.token)
        assert answer == {"status": "ready"}, answer

    def open(self, name: str, host: str = "x.com") -> Page:
        """One of the fixture pages, under the name of a network."""
        page = self.context.new_page()
        page.goto(f"https://{host}/{name}")
        return page

    def close(self) -> None:
        """End the browser."""
        self.context.close()
