"""No draft is kept: marked drafts go through every route and error, then everything written is searched."""

from __future__ import annotations

import json
import resource
import socket
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.server.wire import (
    EXTENSION_ID,
    check,
    check_headers,
    form,
    form_token,
    get,
    message,
    post,
    send,
)
from tests.server_process import ServerProcess, start

CANARY = "kumquat7f3a9c"
DRAFT = f"Mrs Okonkwo the {CANARY} at Thornhill High is a useless cow"


def everything_written(server: ServerProcess) -> dict[str, bytes]:
    files = {str(path): path.read_bytes() for path in server.home.rglob("*") if path.is_file()}
    return files | {"output": server.output.encode()}


def send_everywhere(server: ServerProcess) -> None:
    """Each call carries the marker, in its body, address or headers."""
    for change in (
        {},
        {"Authorization": f"Bearer {CANARY}"},
        {"Host": f"{CANARY}.example"},
        {"Origin": f"https://{CANARY}.example"},
        {"Sec_Fetch_Site": "cross-site"},
        {"Content_Type": f"text/{CANARY}"},
        {"Cookie": CANARY, "Referer": CANARY, "User_Agent": CANARY},
    ):
        check(server, {"text": DRAFT}, **change)
        check(server, {"text": DRAFT, "offsets": "utf16", "network": CANARY}, **change)
    for body in (
        {"text": [DRAFT]},
        {"text": DRAFT, CANARY: CANARY},
        {"text": DRAFT, "kind": CANARY},
        {"text": DRAFT * 3000},
        f'{{"text": "{DRAFT}", "text": "{DRAFT}"}}'.encode(),
        f'{{"text": "{DRAFT}", NaN'.encode(),
        f'{{"text": "{DRAFT}'.encode() + b"\xff",
        {"text": f"\ud800\0{DRAFT}\udfff"},
        DRAFT.encode() * 30_000,
    ):
        check(server, body)
        post(server, "/v1/pair", body, Authorization=f"Bearer {CANARY}")
        post(server, f"/v1/{CANARY}", body)
        post(server, f"/{CANARY}", body)
    for target in ("/", "/pair", f"/{CANARY}", f"/?text={CANARY}", f"/static/{CANARY}"):
        get(server, target, X_Postcheck_Nonce=CANARY)
    token = form_token(get(server, "/"))
    for fields in ({"text": DRAFT}, {"text": DRAFT, "kind": CANARY}, {"text": DRAFT * 3000}, {CANARY: DRAFT}):
        form(server, "/", urlencode({"form_token": token, **fields}).encode())
        form(server, "/pair", urlencode({"form_token": token, **fields}).encode())
        form(server, "/", urlencode(fields).encode())
    for raw in (
        f"{CANARY}\r\n\r\n".encode(),
        f"GET / HTTP/1.1\r\n{CANARY}\r\n\r\n".encode(),
        f"POST /{CANARY} HTTP/1.1\r\nHost: x\r\nContent-Length: {CANARY}\r\n\r\n".encode(),
    ):
        send(server.port, raw)
    headers = check_headers(server) | {"Content-Length": "5000"}
    with socket.create_connection(("127.0.0.1", server.port)) as gone:  # leaves in the middle of a draft
        gone.sendall(message("POST", "/v1/check", list(headers.items()), DRAFT.encode()))
    with socket.create_connection(("127.0.0.1", server.port)) as gone:  # and one before the answer
        body = json.dumps({"text": DRAFT}).encode()
        headers["Content-Length"] = str(len(body))
        gone.sendall(message("POST", "/v1/check", list(headers.items()), body))


@pytest.fixture
def loud_server() -> Iterator[ServerProcess]:
    """A server told by its surroundings to say as much as it can."""
    env = {"FLASK_DEBUG": "1", "PYTHONDEVMODE": "1", "PYTHONASYNCIODEBUG": "1", "PYTHONUNBUFFERED": "1"}
    process = start(extension_ids=(EXTENSION_ID,), env=env)
    yield process
    process.close()


def test_a_draft_is_found_nowhere_once_it_is_answered(loud_server: ServerProcess) -> None:
    before = set(everything_written(loud_server))
    send_everywhere(loud_server)
    time.sleep(0.3)
    loud_server.stop()
    written = everything_written(loud_server)
    assert set(written) - before <= {str(loud_server.home / "data/postcheck/token")}
    assert [name for name, content in written.items() if CANARY.encode() in content] == []
    assert "started" in loud_server.output


@pytest.mark.skipif(sys.platform != "linux", reason="limits the memory of another process")
def test_a_check_that_fails_is_answered_and_quotes_nothing(loud_server: ServerProcess) -> None:
    """Memory runs out in the middle of a check: the type and place are logged, the draft is not."""
    status = Path(f"/proc/{loud_server.pid}/status").read_text()
    used = int(status.partition("VmSize:")[2].split()[0]) * 1024
    check(loud_server, {"text": DRAFT})
    resource.prlimit(loud_server.pid, resource.RLIMIT_AS, (used, resource.RLIM_INFINITY))
    reply = check(loud_server, {"text": (DRAFT + ". ") * 1500})
    resource.prlimit(loud_server.pid, resource.RLIMIT_AS, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    assert reply.status == 500
    assert reply.json["type"] == "urn:postcheck:problem:internal"
    assert check(loud_server, {"text": DRAFT}).status == 200
    loud_server.stop()
    assert "Error at " in loud_server.output
    assert [n for n, content in everything_written(loud_server).items() if CANARY.encode() in content] == []
