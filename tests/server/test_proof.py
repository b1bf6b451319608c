"""A caller can tell our server from any other program on the port, also from one that asks ours."""

from __future__ import annotations

import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from server import neighbour
from tests.server.wire import EXTENSION, Reply, check, get, post, server_token
from tests.server_process import ServerProcess

DRAFT = {"text": "Half term and the dog has already eaten my slippers"}
NONCE = "0123456789abcdef0123456789abcdef"


def expected(server: ServerProcess, nonce: str = NONCE) -> str:
    message = f"postcheck-proof:{server.port}:{nonce}".encode()
    return hmac.new(server_token(server).encode(), message, hashlib.sha256).hexdigest()


def send(server: ServerProcess, target: str, **headers: str) -> Reply:
    method, path = target.split()
    headers = {"Authorization": f"Bearer {server_token(server)}"} | headers
    return get(server, path, **headers) if method == "GET" else post(server, path, DRAFT, **headers)


@contextmanager
def relay(server: ServerProcess) -> Iterator[int]:
    """The port of a program that passes every health request on to the server, and its answer back."""

    class Relay(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            reply = get(server, self.path, X_Postcheck_Nonce=self.headers["X-Postcheck-Nonce"])
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(reply.body)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Relay) as program:
        threading.Thread(target=program.serve_forever).start()
        try:
            yield program.server_port
        finally:
            program.shutdown()


def test_health_proves_that_it_is_ours_and_tells_nothing_else(server: ServerProcess) -> None:
    reply = get(server, "/v1/health", X_Postcheck_Nonce=NONCE)
    assert reply.headers["x-postcheck-proof"] == expected(server)
    assert reply.json == {"status": "ready"}


@pytest.mark.parametrize(
    ("target", "headers", "status"),
    [
        ("GET /v1/health", {}, 200),
        ("POST /v1/check", {}, 200),
        ("GET /v1/policy", {}, 200),
        ("GET /v1/openapi.json", {}, 200),
        ("POST /v1/check", {"Content_Type": "text/plain"}, 415),
        ("POST /v1/pair", {"Authorization": "Bearer WRONG"}, 422),
        ("GET /v1/check", {}, 405),
        ("GET /v1/nowhere", {}, 404),
    ],
)
def test_every_answer_to_a_nonce_carries_the_proof(
    server: ServerProcess, target: str, headers: dict[str, str], status: int
) -> None:
    reply = send(server, target, X_Postcheck_Nonce=NONCE, **headers)
    assert reply.status == status
    assert reply.headers["x-postcheck-proof"] == expected(server)
    assert "x-postcheck-proof" not in send(server, target, **headers).headers


@pytest.mark.parametrize(
    ("target", "headers", "status"),
    [
        ("GET /v1/health", {"Host": "evil.example"}, 403),
        ("GET /v1/health", {"Origin": "https://evil.example"}, 403),
        ("GET /v1/health", {"Sec_Fetch_Site": "cross-site"}, 403),
        ("POST /v1/check", {"Authorization": "Bearer " + "A" * 43, "Origin": EXTENSION}, 401),
        ("GET /", {}, 200),
        ("GET /pair", {}, 200),
    ],
)
def test_nothing_is_proved_to_those_who_are_refused_nor_on_pages(
    server: ServerProcess, target: str, headers: dict[str, str], status: int
) -> None:
    reply = send(server, target, X_Postcheck_Nonce=NONCE, **headers)
    assert reply.status == status
    assert "x-postcheck-proof" not in reply.headers


@pytest.mark.parametrize(
    "nonce", ["", "00", NONCE[:-1], "g" * 32, "0" * 129, f"{NONCE}, {NONCE}", NONCE + ":"]
)
def test_a_nonce_of_another_form_is_refused(server: ServerProcess, nonce: str) -> None:
    for reply in (
        get(server, "/v1/health", X_Postcheck_Nonce=nonce),
        check(server, DRAFT, X_Postcheck_Nonce=nonce),
    ):
        assert reply.status == 400
        assert reply.json["type"] == "urn:postcheck:problem:bad-nonce"
        assert "x-postcheck-proof" not in reply.headers


def test_a_relayed_proof_of_another_port_is_refused(server: ServerProcess) -> None:
    token = server_token(server)
    ours = neighbour.ask(server.port, token)
    assert (ours.ours, ours.status) == (True, "ready")
    with relay(server) as port:
        relayed = neighbour.ask(port, token)
        doctor = json.loads(server.run("doctor", "--json", "--port", str(port)).stdout)
    assert (relayed.postcheck, relayed.ours) == (True, False)
    assert [row["state"] for row in doctor["findings"] if row["about"] == "Server"] == ["wrong"]
