"""Requests byte by byte: what no HTTP client would send can be sent here."""

from __future__ import annotations

import json
import re
import socket
from dataclasses import dataclass
from html import unescape

from tests.server_process import ServerProcess

EXTENSION_ID = "abcdefghijklmnopabcdefghijklmnop"
EXTENSION = f"chrome-extension://{EXTENSION_ID}"
FIREFOX = "moz-extension://0b5e1c7a-2f3d-4e5f-8a9b-0c1d2e3f4a5b"

Headers = list[tuple[str, str]]


@dataclass(frozen=True)
class Reply:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> dict:
        return json.loads(self.body)

    @property
    def text(self) -> str:
        return self.body.decode()


def send(port: int, raw: bytes, timeout: float = 20) -> Reply:
    """Send the bytes on a connection of their own and read the answer to its end."""
    with socket.create_connection(("127.0.0.1", port), timeout=timeout) as connection:
        connection.sendall(raw)
        return receive(connection)


def receive(connection: socket.socket) -> Reply:
    got = b""
    while b"\r\n\r\n" not in got:
        got += _more(connection)
    head, _, body = got.partition(b"\r\n\r\n")
    lines = head.decode("latin-1").split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:])}
    while len(body) < int(headers.get("content-length", "0")):
        body += _more(connection)
    return Reply(int(lines[0].split()[1]), headers, body)


def _more(connection: socket.socket) -> bytes:
    got = connection.recv(65536)
    if not got:
        raise ConnectionError("closed before the answer was whole")
    return got


def message(method: str, target: str, headers: Headers, body: bytes = b"") -> bytes:
    lines = [f"{method} {target} HTTP/1.1", *(f"{name}: {value}" for name, value in headers)]
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body


def check_headers(server: ServerProcess, token: str | None = None) -> dict[str, str]:
    """The headers the extension sends with a draft, but for the length."""
    return {
        "Host": f"127.0.0.1:{server.port}",
        "Origin": EXTENSION,
        "Sec-Fetch-Site": "none",
        "Sec-Fetch-Mode": "cors",
        "Authorization": f"Bearer {token or server_token(server)}",
        "Content-Type": "application/json",
    }


def check(server: ServerProcess, body: bytes | dict, *, drop: tuple[str, ...] = (), **change: str) -> Reply:
    """POST /v1/check as the extension would, with headers changed (``_`` for ``-``) or dropped."""
    return post(server, "/v1/check", body, drop=drop, **change)


def post(
    server: ServerProcess, target: str, body: bytes | dict, *, drop: tuple[str, ...] = (), **change: str
) -> Reply:
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    headers = check_headers(server) | {"Content-Length": str(len(data))}
    headers |= {name.replace("_", "-"): value for name, value in change.items()}
    return send(server.port, message("POST", target, [h for h in headers.items() if h[0] not in drop], data))


def get(server: ServerProcess, target: str, **headers: str) -> Reply:
    sent = {"Host": f"127.0.0.1:{server.port}"} | {n.replace("_", "-"): v for n, v in headers.items()}
    return send(server.port, message("GET", target, list(sent.items())))


def form(server: ServerProcess, target: str, body: bytes, **change: str) -> Reply:
    """POST a form as one of the server's own pages would."""
    headers = {
        "Host": f"127.0.0.1:{server.port}",
        "Origin": server.url,
        "Sec-Fetch-Site": "same-origin",
        "Content-Type": "application/x-www-form-urlencoded",
        "Content-Length": str(len(body)),
        "Accept": "text/html",
    } | {name.replace("_", "-"): value for name, value in change.items()}
    return send(server.port, message("POST", target, [h for h in headers.items() if h[1]], body))


def form_token(page: Reply) -> str:
    found = re.search(r'name="form_token" value="([^"]+)"', page.text)
    assert found, page.text
    return unescape(found[1])


_tokens: dict[tuple[int, str], str] = {}


def server_token(server: ServerProcess) -> str:
    """The token as ``postcheck token`` prints it, asked once for each home."""
    key = (server.pid, str(server.home))
    if key not in _tokens:
        _tokens[key] = server.token
    return _tokens[key]
