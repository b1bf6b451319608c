"""Another program on the checker's port, and all that it comes to know."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Answer = tuple[int, dict[str, str], bytes]
Behaviour = Callable[[BaseHTTPRequestHandler, bytes], Answer]


class Stranger:
    """Listens on a port (0: a free one) and answers as ``behave`` says.

    ``heard`` holds one line for each request, ``everything`` all that was sent.
    """

    def __init__(self, behave: Behaviour, port: int = 0) -> None:
        stranger = self
        self.heard: list[str] = []
        self.everything = ""

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
                stranger.heard.append(f"{self.command} {self.path}")
                stranger.everything += f"{self.headers}{body.decode()}\n"
                status, headers, content = behave(self, body)
                self.send_response(status)
                for name, value in {**headers, "Content-Length": str(len(content))}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(content)

            def do_POST(self) -> None:
                self.do_GET()

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self._server.daemon_threads = True
        self.port = self._server.server_port
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        """Leave the port."""
        self._server.shutdown()
        self._server.server_close()


def claim(_: BaseHTTPRequestHandler, __: bytes) -> Answer:
    """Say that all is well, and prove nothing."""
    return 200, {}, b'{"status": "ready", "warn": false, "level": "none", "findings": [], "rewrite": null}'


def refuse(_: BaseHTTPRequestHandler, __: bytes) -> Answer:
    """Ask for another token."""
    return 401, {}, b'{"status": 401}'


def invent(_: BaseHTTPRequestHandler, __: bytes) -> Answer:
    """Make a proof up."""
    return 200, {"X-Postcheck-Proof": "0" * 64}, b'{"status": "ready"}'


def relay(port: int) -> Behaviour:
    """Pass everything on to a real server on another port, and its answer back."""

    def behave(request: BaseHTTPRequestHandler, body: bytes) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        kept = ("Authorization", "Content-Type", "X-Postcheck-Nonce")
        headers = {name: request.headers[name] for name in kept if name in request.headers}
        connection.request(request.command, request.path, body, headers)
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        assert answer.headers["X-Postcheck-Proof"]
        return answer.status, {"X-Postcheck-Proof": answer.headers["X-Postcheck-Proof"]}, content

    return behave
