"""Who is refused, over raw sockets. Every refusal does no work, tells nothing and carries no CORS header."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.server.wire import (
    EXTENSION,
    EXTENSION_ID,
    FIREFOX,
    Reply,
    check,
    check_headers,
    form,
    get,
    message,
    post,
    send,
    server_token,
)
from tests.server_process import ServerProcess

DRAFT = {"text": "Half term and the dog has already eaten my slippers"}


def assert_refused(reply: Reply, server: ServerProcess, *statuses: int) -> None:
    assert reply.status in statuses, reply
    assert not [name for name in reply.headers if name.startswith("access-control-")]
    assert "findings" not in reply.text
    assert server_token(server) not in reply.text + str(reply.headers)
    if reply.body:
        assert reply.headers["content-type"] == "application/problem+json"
        assert reply.json["status"] == reply.status


def test_the_extension_is_answered(server: ServerProcess) -> None:
    reply = check(server, DRAFT)
    assert reply.status == 200
    assert reply.json["warn"] is False


@pytest.mark.parametrize("host", ["127.0.0.1:{port}", "localhost:{port}", "[::1]:{port}"])
def test_loopback_hosts_are_answered(server: ServerProcess, host: str) -> None:
    assert check(server, DRAFT, Host=host.format(port=server.port)).status == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:{port}",
        "",
        " ",
        "localhost.evil.com:{port}",
        "127.0.0.1.nip.io:{port}",
        "localhost.:{port}",
        "LOCALHOST:{port}",
        "[::1]",
        "127.0.0.1",
        "localhost",
        "0.0.0.0:{port}",
        "[::]:{port}",
        "2130706433:{port}",
        "127.1:{port}",
        "0x7f.1:{port}",
        "127.0.0.1:{port}0",
        "127.0.0.1:0{port}",
        "127.0.0.1:1",
        "127.0.0.1@evil:{port}",
        "evil@127.0.0.1:{port}",
        "127.0.0.1:{port}, 127.0.0.1:{port}",
        "127.0.0.1:{port}/",
        "[::ffff:127.0.0.1]:{port}",
        "127.0.0.1:{port}\t.evil",
        "http://127.0.0.1:{port}",
    ],
)
@pytest.mark.parametrize("target", ["/v1/check", "/v1/health", "/", "/pair", "/static/postcheck.css"])
def test_other_hosts_are_refused(server: ServerProcess, host: str, target: str) -> None:
    host = host.format(port=server.port)
    reply = (
        post(server, target, DRAFT, Host=host) if target == "/v1/check" else get(server, target, Host=host)
    )
    assert_refused(reply, server, 400, 403)


def test_host_missing_doubled_or_in_the_target_is_refused(server: ServerProcess) -> None:
    good = [*check_headers(server).items(), ("Content-Length", "2")]
    doubled = [good[0], *good]
    evil = [("Host", "evil.example"), *good]
    assert_refused(send(server.port, message("POST", "/v1/check", good[1:], b"{}")), server, 400, 403)
    assert_refused(send(server.port, message("POST", "/v1/check", doubled, b"{}")), server, 400, 403)
    assert_refused(send(server.port, message("POST", "/v1/check", evil, b"{}")), server, 400, 403)
    for target in ("http://evil.example/v1/check", f"{server.url}/v1/check", "//evil.example/v1/check"):
        assert_refused(send(server.port, message("POST", target, good, b"{}")), server, 400, 403)


def test_a_rebound_name_is_refused(server: ServerProcess) -> None:
    host = f"rebind.example:{server.port}"
    reply = check(server, DRAFT, drop=("Authorization",), Host=host, Origin=f"http://{host}")
    assert_refused(reply, server, 403)


@pytest.mark.parametrize("origin", [EXTENSION, FIREFOX])
def test_extension_origins_are_answered(server: ServerProcess, origin: str) -> None:
    assert check(server, DRAFT, Origin=origin).status == 200


def test_a_program_without_origin_needs_the_token_only(server: ServerProcess) -> None:
    no_browser = ("Origin", "Sec-Fetch-Site", "Sec-Fetch-Mode")
    assert check(server, DRAFT, drop=no_browser).status == 200
    assert check(server, DRAFT, drop=(*no_browser, "Authorization")).status == 401


@pytest.mark.parametrize(
    "origin",
    [
        "null",
        "",
        "http://localhost:3000",
        "http://127.0.0.1:{port}",
        "https://evil.example",
        "chrome-extension://ponmlkjihgfedcbaponmlkjihgfedcba",
        f"{EXTENSION}.evil.example",
        f"{EXTENSION}a",
        EXTENSION[:-1],
        f"{EXTENSION}/",
        f"{EXTENSION}.",
        EXTENSION.upper(),
        f"Chrome-Extension://{EXTENSION_ID}",
        f"https://{EXTENSION_ID}",
        f"http://evil.example/{EXTENSION}",
        f"{EXTENSION}, {EXTENSION}",
        "moz-extension://",
        "moz-extension://other",
        f"{FIREFOX}.evil.example",
        f"{FIREFOX}/",
        FIREFOX.upper(),
        f"x{FIREFOX}",
        "safari-web-extension://0b5e1c7a-2f3d-4e5f-8a9b-0c1d2e3f4a5b",
    ],
)
def test_other_origins_are_refused(server: ServerProcess, origin: str) -> None:
    origin = origin.format(port=server.port)
    assert_refused(check(server, DRAFT, Origin=origin), server, 403)
    assert_refused(get(server, "/v1/health", Origin=origin), server, 403)
    assert_refused(post(server, "/v1/pair", {}, Origin=origin), server, 403)


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
        {"Sec_Fetch_Site": "nonsense"},
        {"Sec_Fetch_Mode": "no-cors"},
        {"Sec_Fetch_Mode": "websocket"},
    ],
)
def test_cross_site_requests_are_refused_whatever_their_origin(server: ServerProcess, headers: dict) -> None:
    assert_refused(check(server, DRAFT, **headers), server, 403)


@pytest.mark.parametrize(
    ("name", "authorization"),
    [
        ("none", None),
        ("empty", ""),
        ("scheme only", "Bearer"),
        ("empty token", "Bearer "),
        ("wrong", "Bearer " + "A" * 43),
        ("truncated", "Bearer {short}"),
        ("padded", "Bearer {token}="),
        ("longer", "Bearer {token}A"),
        ("other case", "Bearer {swapped}"),
        ("two spaces", "Bearer  {token}"),
        ("not ASCII", "Bearer é{token}"),
        ("Basic", "Basic {token}"),
        ("token alone", "{token}"),
        ("twice in one", "Bearer {token}, Bearer {token}"),
        ("quoted", 'Bearer "{token}"'),
    ],
)
def test_without_the_token_there_is_no_answer(
    server: ServerProcess, name: str, authorization: str | None
) -> None:
    token = server_token(server)
    if authorization is None:
        reply = check(server, DRAFT, drop=("Authorization",))
    else:
        value = authorization.format(token=token, short=token[:-1], swapped=token.swapcase())
        reply = check(server, DRAFT, Authorization=value)
    assert_refused(reply, server, 401)
    assert reply.headers["www-authenticate"].startswith("Bearer")


def test_the_token_counts_in_its_header_only_and_once(server: ServerProcess) -> None:
    token = server_token(server)
    gone = ("Authorization",)
    assert_refused(
        post(server, f"/v1/check?token={token}&access_token={token}", DRAFT, drop=gone), server, 401
    )
    assert_refused(check(server, DRAFT, drop=gone, Cookie=f"token={token}"), server, 401)
    assert_refused(check(server, {**DRAFT, "token": token}, drop=gone), server, 401)
    headers = list(check_headers(server).items())
    doubled = [*headers, ("Authorization", f"Bearer {token}"), ("Content-Length", "2")]
    assert_refused(send(server.port, message("POST", "/v1/check", doubled, b"{}")), server, 401)


def test_secrets_are_compared_in_constant_time() -> None:
    sources = {path.name: path.read_text(encoding="utf-8") for path in Path("server").glob("*.py")}
    assert "compare_digest" in sources["guard.py"]
    assert "compare_digest" in sources["pairing.py"]
    for name, source in sources.items():
        assert not re.search(r"\btoken\s*[!=]=|[!=]=\s*token\b", source), name


@pytest.mark.parametrize(
    "content_type",
    [
        "text/plain",
        "text/plain;charset=UTF-8",
        "multipart/form-data; boundary=x",
        "application/x-www-form-urlencoded",
        "text/json",
        "application/jsonx",
        "application/json; charset=utf-16",
        "",
    ],
)
def test_what_a_simple_request_can_carry_is_refused(server: ServerProcess, content_type: str) -> None:
    for target in ("/v1/check", "/v1/pair"):
        assert_refused(post(server, target, DRAFT, Content_Type=content_type), server, 415)
        assert_refused(
            post(server, target, DRAFT, Content_Type=content_type, Sec_Fetch_Site="cross-site"), server, 403
        )


@pytest.mark.parametrize("target", ["/v1/check", "/v1/health", "/v1/policy", "/v1/pair", "/", "/pair"])
def test_no_preflight_is_granted(server: ServerProcess, target: str) -> None:
    for origin in ("https://evil.example", EXTENSION):
        headers = [
            ("Host", f"127.0.0.1:{server.port}"),
            ("Origin", origin),
            ("Access-Control-Request-Method", "POST"),
            ("Access-Control-Request-Headers", "authorization,content-type"),
            ("Access-Control-Request-Private-Network", "true"),
        ]
        reply = send(server.port, message("OPTIONS", target, headers))
        assert_refused(reply, server, 401, 403, 405)


@pytest.mark.parametrize(
    ("method", "target", "status"),
    [
        ("GET", "/nowhere", 404),
        ("GET", "/v1/nowhere", 401),
        ("GET", "/v1", 401),
        ("GET", "/v1/check", 401),
        ("PUT", "/v1/check", 401),
        ("DELETE", "/", 403),
        ("DELETE", "/pair", 403),
        ("TRACE", "/v1/health", 401),
        ("PROPFIND", "/v1/policy", 401),
        ("POST", "/v1/health", 401),
        ("GET", "/static/", 404),
        ("GET", "/static/../app.py", 404),
        ("GET", "/static/%2e%2e/app.py", 404),
        ("GET", "/static/..%2fapp.py", 404),
        ("GET", "/static/..\\app.py", 404),
        ("GET", "/static//etc/passwd", 404),
        ("GET", "/static/%00", 404),
        ("GET", "/console", 404),
        ("GET", "/?__debugger__=yes&cmd=resource&f=style.css", 200),
    ],
)
def test_other_paths_and_methods_tell_nothing(
    server: ServerProcess, method: str, target: str, status: int
) -> None:
    headers = [("Host", f"127.0.0.1:{server.port}")]
    reply = send(server.port, message(method, target, headers))
    if status == 200:
        assert "Werkzeug" not in reply.text
        return
    assert_refused(reply, server, status)
    assert target not in reply.text


@pytest.mark.parametrize(
    ("method", "target", "status", "allow"),
    [
        ("GET", "/v1/check", 405, "POST"),
        ("PUT", "/v1/check", 405, "POST"),
        ("POST", "/v1/policy", 405, "GET, HEAD"),
        ("GET", "/v1/pair", 405, "POST"),
        ("GET", "/v1/nowhere", 404, None),
        ("GET", "/v1/check/", 404, None),
        ("GET", "/V1/check", 404, None),
    ],
)
def test_with_the_token_the_error_says_what_is_wrong(
    server: ServerProcess, method: str, target: str, status: int, allow: str | None
) -> None:
    headers = [("Host", f"127.0.0.1:{server.port}"), ("Authorization", f"Bearer {server_token(server)}")]
    reply = send(server.port, message(method, target, headers))
    assert_refused(reply, server, status)
    assert reply.headers.get("allow") == allow


@pytest.mark.parametrize(
    "headers",
    [
        {"X_Forwarded_Host": "127.0.0.1:{port}", "Host": "evil.example"},
        {"Forwarded": "host=127.0.0.1:{port};proto=http", "Host": "evil.example"},
        {"X_Original_Host": "127.0.0.1:{port}", "Host": "evil.example"},
        {"X_Forwarded_For": "127.0.0.1", "Authorization": ""},
        {"X_Original_URL": "/v1/health", "Authorization": ""},
        {"X_Rewrite_URL": "/v1/health", "Authorization": ""},
        {"X_HTTP_Method_Override": "GET", "Authorization": ""},
    ],
)
def test_headers_that_claim_something_else_are_not_believed(server: ServerProcess, headers: dict) -> None:
    claimed = {name: value.format(port=server.port) for name, value in headers.items()}
    assert_refused(check(server, DRAFT, **claimed), server, 400, 401, 403)


def test_nothing_acts_on_get(server: ServerProcess) -> None:
    before = server_token(server)
    for target in ("/pair?new=1", "/?text=Mrs+Okonkwo", "/v1/pair", "/v1/check"):
        get(server, target)
    assert server.token == before
    assert "Okonkwo" not in get(server, "/?text=Mrs+Okonkwo").text


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": ""},
        {"Origin": "null"},
        {"Origin": "https://evil.example"},
        {"Origin": "http://localhost:{port}"},
        {"Origin": EXTENSION},
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
    ],
)
def test_forms_come_from_our_own_pages_only(server: ServerProcess, headers: dict) -> None:
    sent = {name: value.format(port=server.port) for name, value in headers.items()}
    for target in ("/", "/pair"):
        assert_refused(form(server, target, b"text=hello", **sent), server, 403)


def test_pages_may_be_opened_from_elsewhere_but_not_embedded(server: ServerProcess) -> None:
    opened = {"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "navigate", "Sec_Fetch_Dest": "document"}
    assert get(server, "/", **opened).status == 200
    for change in ({"Sec_Fetch_Dest": "iframe"}, {"Sec_Fetch_Mode": "no-cors", "Sec_Fetch_Dest": "image"}):
        assert_refused(get(server, "/", **(opened | change)), server, 403)


@pytest.mark.parametrize(
    ("target", "status"), [("/", 200), ("/pair", 200), ("/v1/health", 200), ("/static/postcheck.css", 200),
                           ("/nowhere", 404), ("/v1/check", 401)]
)  # fmt: skip
def test_every_answer_is_hardened(server: ServerProcess, target: str, status: int) -> None:
    reply = get(server, target)
    assert reply.status == status
    assert reply.headers["x-content-type-options"] == "nosniff"
    assert reply.headers["cache-control"] == "no-store"
    assert "frame-ancestors 'none'" in reply.headers["content-security-policy"]
    assert "unsafe" not in reply.headers["content-security-policy"]
    assert "server" not in reply.headers
    assert "set-cookie" not in reply.headers


@pytest.mark.parametrize(
    "raw",
    [
        b"nonsense\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost canary\r\n\r\n",
        b"GET / HTTP/1.1\r\n canary\r\n\r\n",
        b"POST /v1/check HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
        b"POST /v1/check HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx",
        b"POST /v1/check HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\n\r\n",
        b"POST /v1/check HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\ncanary\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nCookie: " + b"canary" * 4000 + b"\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
    ],
)
def test_what_is_not_http_gets_a_problem_that_quotes_nothing(server: ServerProcess, raw: bytes) -> None:
    reply = send(server.port, raw)
    assert reply.status in {400, 403, 431, 501}
    assert reply.headers["content-type"] == "application/problem+json"
    assert json.loads(reply.body)["status"] == reply.status
    assert b"canary" not in reply.body
    assert "server" not in reply.headers
