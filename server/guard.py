"""Who may call: every request is judged by its headers alone, before any work is done.

The checker listens beside a browser full of strange pages. What a page can make a browser send is refused
by Host (DNS rebinding), Origin and Sec-Fetch-* (cross-site requests) and the token (everything else).
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Callable
from dataclasses import dataclass

from flask import Request

from server.problems import Problem
from server.token import TokenError, TokenFile

API_PREFIX = "/v1"
WITHOUT_TOKEN = frozenset({"api.health", "api.pair"})

_FIREFOX_ORIGIN = re.compile(r"moz-extension://[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass(frozen=True, slots=True)
class Guard:
    """Judges requests. ``port`` gives the port in use, ``extension_ids`` are Chromium ids that may call."""

    port: Callable[[], int]
    extension_ids: frozenset[str]
    tokens: TokenFile

    def admit(self, request: Request) -> None:
        """Let the request through. Raises Problem where it must not be answered."""
        self._check_address(request)
        if is_api(request):
            self._check_api_caller(request)
            if request.endpoint not in WITHOUT_TOKEN:
                self.check_token(request)
        else:
            self._check_page_caller(request)

    def check_extension(self, request: Request) -> None:
        """Require the Origin of an allowed extension, where others may leave it out."""
        if not self._is_extension(request.headers.get("Origin", "")):
            raise Problem("origin-refused")

    def check_token(self, request: Request) -> None:
        """Require ``Authorization: Bearer TOKEN``. A second header of that name arrives joined, and fails."""
        token = self.token()
        given = bearer(request)
        if given is None or not hmac.compare_digest(given.encode("utf-8", "replace"), token.encode()):
            raise Problem("token-refused", headers={"WWW-Authenticate": 'Bearer realm="postcheck"'})

    def token(self) -> str:
        """The token in force. Raises Problem (503) where its file cannot be trusted."""
        try:
            return self.tokens.read()
        except TokenError:
            raise Problem("token-unsafe") from None

    def _check_address(self, request: Request) -> None:
        port = self.port()
        # The raw header: what the framework calls the host may come from elsewhere. Two Host headers arrive
        # joined by a comma, an absolute request target names a host of its own; neither comes from a browser.
        if request.environ.get("HTTP_HOST") not in {
            f"127.0.0.1:{port}",
            f"localhost:{port}",
            f"[::1]:{port}",
        }:
            raise Problem("host-refused")
        if not re.match(r"/(?!/)", request.environ.get("REQUEST_URI", request.path)):
            raise Problem("host-refused")

    def _check_api_caller(self, request: Request) -> None:
        origin = request.headers.get("Origin")
        if origin is not None and not self._is_extension(origin):
            raise Problem("origin-refused")
        if request.headers.get("Sec-Fetch-Site", "none") not in {"none", "same-origin"}:
            raise Problem("origin-refused")
        if request.headers.get("Sec-Fetch-Mode", "cors") not in {"cors", "navigate"}:
            raise Problem("origin-refused")

    def _check_page_caller(self, request: Request) -> None:
        origin = request.headers.get("Origin")
        if origin is not None and origin != f"http://{request.environ['HTTP_HOST']}":
            raise Problem("origin-refused")
        site = request.headers.get("Sec-Fetch-Site", "none")
        if request.method in {"GET", "HEAD"}:
            # A link from elsewhere may open a page; nothing from elsewhere may embed one.
            opened = (
                request.headers.get("Sec-Fetch-Mode") == "navigate"
                and request.headers.get("Sec-Fetch-Dest") == "document"
            )
            if site not in {"none", "same-origin"} and not opened:
                raise Problem("origin-refused")
        elif origin is None or site not in {"none", "same-origin"}:
            raise Problem("origin-refused")

    def _is_extension(self, origin: str) -> bool:
        if _FIREFOX_ORIGIN.fullmatch(origin):
            return True
        scheme, _, identity = origin.partition("://")
        return scheme == "chrome-extension" and identity in self.extension_ids


def bearer(request: Request) -> str | None:
    """What stands after ``Bearer`` in the Authorization header; None where that is not its form."""
    scheme, _, credentials = request.headers.get("Authorization", "").partition(" ")
    return credentials if scheme.lower() == "bearer" and credentials else None


def is_api(request: Request) -> bool:
    """Whether the request is for the API. By path, so that addresses that do not exist need the token too."""
    return request.path == API_PREFIX or request.path.startswith(API_PREFIX + "/")
