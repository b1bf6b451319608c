"""``postcheck serve``: where it listens, how it starts and stops, and what it survives."""

from __future__ import annotations

import json
import re
import signal
import socket
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from server import wsgi
from server.extension import own_ids
from tests.server.wire import (
    EXTENSION,
    check,
    check_headers,
    form,
    form_token,
    get,
    message,
    receive,
    send,
    server_token,
)
from tests.server_process import ServerProcess, start

linux_only = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
DRAFT = {"text": "Mrs Okonkwo at Thornhill High"}
LONG = json.dumps({"text": "Mrs Okonkwo was kind to the cat. " * 60}).encode()


def test_it_says_where_to_go(server: ServerProcess) -> None:
    assert f"{server.url}/" in server.output
    assert f"{server.url}/pair" in server.output
    assert "chrome://extensions" in server.output
    assert "about:debugging" in server.output
    folder = re.search(r"Extension +(\S+)", server.output)
    assert folder
    assert Path(folder[1], "manifest.json").is_file()


def test_the_extension_of_this_project_may_call_without_configuration(server: ServerProcess) -> None:
    (own,) = own_ids()
    assert check(server, DRAFT, Origin=f"chrome-extension://{own}").status == 200


@linux_only
def test_it_listens_on_127_0_0_1_only(server: ServerProcess) -> None:
    listening = []
    for table in ("tcp", "tcp6"):
        for row in Path("/proc/net", table).read_text().splitlines()[1:]:
            address, state = row.split()[1], row.split()[3]
            if state == "0A" and int(address.rpartition(":")[2], 16) == server.port:
                listening.append(address.partition(":")[0])
    assert listening == ["0100007F"]


def test_there_is_no_other_address_to_choose(server: ServerProcess) -> None:
    refused = server.run("serve", "--host", "0.0.0.0")
    assert refused.returncode == 2
    assert "No such option" in refused.stderr


def test_a_taken_port_is_explained(server: ServerProcess) -> None:
    ours = server.run("serve", "--port", str(server.port))
    assert ours.returncode == 2
    assert ours.stderr == f"postcheck: postcheck is already running: {server.url}/ (ready).\n"

    stranger = ServerProcess()
    try:
        theirs = stranger.run("serve", "--port", str(server.port))
        assert theirs.returncode == 2
        assert "Another user's postcheck" in theirs.stderr
        assert f"--port {server.port + 1}" in theirs.stderr
    finally:
        stranger.close()

    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        taken = server.run("serve", "--port", str(port))
    assert taken.returncode == 2
    assert f"Another program is already using port {port}" in taken.stderr


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_it_finishes_what_is_in_flight(own_server: ServerProcess, how: int) -> None:
    headers = check_headers(own_server) | {"Content-Length": str(len(LONG))}
    raw = message("POST", "/v1/check", list(headers.items()), LONG)
    with (
        socket.create_connection(("127.0.0.1", own_server.port)) as idle,
        socket.create_connection(("127.0.0.1", own_server.port), timeout=20) as connection,
    ):
        connection.sendall(raw[:-100])
        time.sleep(0.2)
        stopped: list[int] = []
        stopping = threading.Thread(target=lambda: stopped.append(own_server.stop(how)))
        stopping.start()
        time.sleep(0.3)
        connection.sendall(raw[-100:])
        assert receive(connection).status == 200
        stopping.join(10)
        assert stopped == [0]
        assert idle.recv(1) == b""
    assert "Traceback" not in own_server.output
    assert own_server.output.rstrip().endswith("stopped")


def test_it_stops_at_once_where_nothing_is_in_flight(own_server: ServerProcess) -> None:
    begun = time.monotonic()
    assert own_server.stop() == 0
    assert time.monotonic() - begun < 2


def test_killed_it_comes_back_on_the_same_port_with_the_same_token(own_server: ServerProcess) -> None:
    token = server_token(own_server)
    own_server.stop(signal.SIGKILL)
    own_server.start()
    assert check(own_server, DRAFT, Authorization=f"Bearer {token}").status == 200


@pytest.mark.parametrize(
    ("profile", "said"), [("[school]\nnames = 5\n", "names"), ("[school\n", "profile.toml")]
)
def test_a_profile_that_cannot_be_read_is_said_everywhere(profile: str, said: str) -> None:
    server = start(profile, extension_ids=(EXTENSION.rpartition("/")[2],), wait=False)
    try:
        deadline = time.monotonic() + 20
        while server.health()["status"] == "starting" and time.monotonic() < deadline:
            time.sleep(0.1)
        assert server.health() == {"status": "failed", "reason": "The school's profile cannot be read."}
        refused = check(server, DRAFT)
        assert refused.status == 503
        assert refused.json["type"] == "urn:postcheck:problem:failed"
        page = form(server, "/", f"form_token={form_token(get(server, '/'))}&text=hello".encode())
        assert page.status == 503
        assert "profile cannot be read" in page.text
        assert "could not start" in get(server, "/").text
        assert said in server.output
    finally:
        server.close()


@linux_only
def test_a_body_is_never_put_into_a_file(server: ServerProcess) -> None:
    size = 1024 * 1024
    headers = check_headers(server) | {"Content-Length": str(size)}
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as connection:
        connection.sendall(message("POST", "/v1/check", list(headers.items()), b" " * (size - 1)))
        time.sleep(0.3)
        open_files = [str(link.readlink()) for link in Path(f"/proc/{server.pid}/fd").iterdir()]
        connection.sendall(b" ")
        receive(connection)
    assert not [file for file in open_files if file.startswith(str(server.home)) or "(deleted)" in file]


def test_many_at_once_are_all_answered(server: ServerProcess) -> None:
    headers = check_headers(server) | {"Content-Length": str(len(LONG))}
    raw = message("POST", "/v1/check", list(headers.items()), LONG)
    statuses: list[int] = []
    threads = [
        threading.Thread(target=lambda: statuses.append(send(server.port, raw).status)) for _ in range(32)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert statuses == [200] * 32


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """The port of a server in this process whose patience is a second."""
    monkeypatch.setattr(wsgi, "REQUEST_SECONDS", 1)
    monkeypatch.setattr(wsgi, "CROWDED_SECONDS", 0.5)
    monkeypatch.setattr(wsgi, "CONNECTIONS", 12)
    listener = wsgi.listen(0)
    server = wsgi.Server(Flask(__name__), listener)
    stop = threading.Event()
    thread = threading.Thread(target=server.serve, args=(stop.is_set,))
    thread.start()
    yield server.effective_port
    stop.set()
    server.wake()
    thread.join(15)
    assert not thread.is_alive()


def test_a_slow_body_is_cut_off_however_it_drips(hasty: int) -> None:
    with socket.create_connection(("127.0.0.1", hasty)) as connection:
        connection.sendall(message("POST", "/", [("Host", "x"), ("Content-Length", "1000")]))
        begun = time.monotonic()
        with pytest.raises(OSError):
            while time.monotonic() - begun < 10:
                connection.sendall(b"x")
                time.sleep(0.1)
        assert time.monotonic() - begun < 6


def test_connections_that_say_nothing_keep_nobody_out(hasty: int) -> None:
    idle = [socket.create_connection(("127.0.0.1", hasty)) for _ in range(20)]
    try:
        assert send(hasty, message("GET", "/", [("Host", "x")]), timeout=8).status == 404
    finally:
        for connection in idle:
            connection.close()
