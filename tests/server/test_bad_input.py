"""Whatever is sent, the answer is a report or a problem that names the field, and the server goes on."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from tests.server.wire import Reply, check, check_headers, message, send
from tests.server_process import ServerProcess

NAMED = "Mrs Okonkwo at Thornhill High"


def text_of(report: dict, text: str, unit: str) -> list[str]:
    """What the findings stand on, cut out of the text as a reader of that unit would."""
    if unit == "utf16":
        units = text.encode("utf-16-le", "surrogatepass")
        return [
            units[2 * f["start"] : 2 * f["end"]].decode("utf-16-le", "surrogatepass")
            for f in report["findings"]
        ]
    return [text[f["start"] : f["end"]] for f in report["findings"]]


def as_sent(text: str) -> bytes:
    return json.dumps({"text": text}).encode()


@pytest.mark.parametrize("unit", ["codepoint", "utf16"])
@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("plain", "", ""),
        ("emoji", "😀👩‍👩‍👧‍👦🏴󠁧󠁢󠁷󠁬󠁳󠁿 ", " 🙄"),
        ("combining marks", "e\u0301a\u0308\u0323 Zo\u0308e\u0308 ", " n\u0303"),
        ("lone high surrogate", "\ud83d ", ""),
        ("lone low surrogates", "\udc00\udfff ", " \ud800"),
        ("surrogates the wrong way round", "\ude00\ud83d ", ""),
        ("NUL", "a\0b ", "\0"),
        ("control characters", "\x01\x1b[31m\x7f\x85 ", "\x08"),
        ("right to left", "שלום ", " مرحبا"),
        ("bidi controls", "\u202e\u2066 ", "\u2069\u202c"),
        ("zero width", "\u200b\ufeff ", "\u200d"),
        ("line breaks", "one\r\ntwo\u2028three\n\n", "\n"),
        ("mathematical letters", "𝐇𝐞𝐥𝐥𝐨 ", ""),
        ("not characters", "\uffff\U0010ffff ", "\ufffe"),
    ],
)
def test_offsets_stand_on_the_right_words(
    server: ServerProcess, name: str, before: str, after: str, unit: str
) -> None:
    text = f"{before}{NAMED}{after}"
    reply = check(server, {"text": text, "offsets": unit})
    assert reply.status == 200, reply
    found = text_of(reply.json, text, unit)
    assert "Mrs Okonkwo" in found
    assert "Thornhill High" in found


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("empty", ""),
        ("one space", " "),
        ("100,000 of one letter", "a" * 100_000),
        ("100,000 of one punctuation mark", "@" * 100_000),
        ("100,000 line breaks", "\n" * 100_000),
        ("100,000 combining marks", "e" + "\u0301" * 99_999),
        ("100,000 characters of words", ("the cat sat on the mat, and purred. " * 3000)[:100_000]),
        ("50,000 emoji", "😀" * 50_000),
        ("bytes as text", bytes(range(256)).decode("latin-1") * 20),
        ("binary", "\x7fELF\x02\x01\x01" + "\0" * 500),
    ],
)
def test_every_text_within_the_limit_gets_a_report(own_server: ServerProcess, name: str, text: str) -> None:
    reply = check(own_server, {"text": text})
    assert reply.status == 200, reply
    assert reply.json["warn"] == bool(reply.json["findings"])


@pytest.mark.parametrize(
    ("body", "status", "field"),
    [
        ({}, 422, "text"),
        ({"text": None}, 422, "text"),
        ({"text": 1}, 422, "text"),
        ({"text": True}, 422, "text"),
        ({"text": ["a"]}, 422, "text"),
        ({"text": {"a": "b"}}, 422, "text"),
        ({"text": "a" * 100_001}, 422, "text"),
        ({"text": "", "network": 1}, 422, "network"),
        ({"text": "", "network": None}, 422, "network"),
        ({"text": "", "network": "a" * 65}, 422, "network"),
        ({"text": "", "audience": "everyone"}, 422, "audience"),
        ({"text": "", "audience": None}, 422, "audience"),
        ({"text": "", "kind": "Post"}, 422, "kind"),
        ({"text": "", "offsets": "utf8"}, 422, "offsets"),
        ({"text": "", "offsets": 16}, 422, "offsets"),
        ({"text": "", "txt": ""}, 422, "txt"),
        ({"text": "", "": ""}, 422, ""),
        ({"text": "", "\ud800": ""}, 422, ""),
        ({"text": "", "a" * 1000: ""}, 422, "a" * 60 + "…"),
        ({"text": "", "__proto__": {}}, 422, "__proto__"),
        (b'{"text": "a", "text": "b"}', 400, "text"),
        (b'{"text": "a", "\\u0074ext": "b"}', 400, "text"),
        (b'{"text": NaN}', 400, None),
        (b'{"text": Infinity}', 400, None),
        (b'{"text": -Infinity}', 400, None),
        (b"[" * 100_000, 400, None),
        (b'{"text": ' * 50_000, 400, None),
        (b'{"text": ' + b"[" * 900 + b"]" * 900 + b"}", 422, "text"),
        (b'{"text": ' + b"9" * 100_000 + b"}", 400, None),
        (b'{"text": 1e999}', 422, "text"),
        (b"", 400, None),
        (b"null", 400, None),
        (b"[]", 400, None),
        (b'"text"', 400, None),
        (b"{", 400, None),
        (b'{"text": "a"', 400, None),
        (b'{"text": "a"} {}', 400, None),
        (b"{'text': 'a'}", 400, None),
        (b'{"text": "\xff"}', 400, None),
        (b'{"text": "\xed\xa0\x80"}', 400, None),
        (b'\xef\xbb\xbf{"text": "a"}', 400, None),
        ('{"text": "a"}'.encode("utf-16"), 400, None),
        (b'{"text": "a\nb"}', 400, None),
        (bytes(range(256)), 400, None),
    ],
)
def test_what_cannot_be_used_is_named(
    server: ServerProcess, body: bytes | dict, status: int, field: str | None
) -> None:
    reply = check(server, body)
    assert_problem(reply, status)
    if field is not None:
        assert field in [error["field"] for error in reply.json["errors"]]


def test_every_field_at_fault_is_named_and_no_value_is_quoted(server: ServerProcess) -> None:
    secret = "kumquat"
    reply = check(server, {"text": [secret], "network": {secret: secret}, "kind": secret, "audience": secret})
    assert_problem(reply, 422)
    assert {error["field"] for error in reply.json["errors"]} == {"text", "network", "kind", "audience"}
    assert secret not in reply.text


@pytest.mark.parametrize("size", [1024 * 1024 + 1, 3 * 1024 * 1024, 8 * 1024 * 1024])
def test_a_body_over_the_limit_is_refused_when_declared(server: ServerProcess, size: int) -> None:
    headers = check_headers(server) | {"Content-Length": str(size)}
    # Only the first part is sent where the server does not wait for the rest.
    body = b" " * (size if size < 4 * 1024 * 1024 else 1000)
    assert_problem(send(server.port, message("POST", "/v1/check", list(headers.items()), body)), 413)


@pytest.mark.parametrize("size", [1024 * 1024 + 1, 3 * 1024 * 1024])
def test_a_body_over_the_limit_is_refused_when_chunked(server: ServerProcess, size: int) -> None:
    assert_problem(send(server.port, chunked(server, b" " * size)), 413)


def test_a_chunked_body_is_read(server: ServerProcess) -> None:
    assert send(server.port, chunked(server, as_sent(NAMED))).json["warn"] is True


def test_the_largest_draft_fits(own_server: ServerProcess) -> None:
    body = json.dumps({"text": "ü" * 100_000}, ensure_ascii=False).encode()
    assert check(own_server, body).status == 200


@pytest.fixture(autouse=True)
def goes_on(server: ServerProcess) -> Iterator[None]:
    yield
    assert check(server, {"text": NAMED}).json["warn"] is True


def chunked(server: ServerProcess, body: bytes, size: int = 50_000) -> bytes:
    headers = list((check_headers(server) | {"Transfer-Encoding": "chunked"}).items())
    parts = [body[at : at + size] for at in range(0, len(body), size)]
    data = b"".join(f"{len(part):x}\r\n".encode() + part + b"\r\n" for part in parts) + b"0\r\n\r\n"
    return message("POST", "/v1/check", headers, data)


def assert_problem(reply: Reply, status: int) -> None:
    assert reply.status == status, reply
    assert reply.headers["content-type"] == "application/problem+json"
    assert {"type", "title", "status", "detail"} <= set(reply.json)
    assert "Traceback" not in reply.text
