"""Pairing: one code at a time, made by a person on the local page, good once, for ten minutes, five tries."""

from __future__ import annotations

import re

import pytest

from server.pairing import ALPHABET, LIFETIME_SECONDS, WRONG_TRIES, PairingCodes
from tests.server.wire import EXTENSION, FIREFOX, Reply, check, form, form_token, get, post, server_token
from tests.server_process import ServerProcess

WRONG = "2222-2222"


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def codes(clock: Clock) -> PairingCodes:
    return PairingCodes(clock)


def test_a_code_is_eight_letters_that_cannot_be_misread(codes: PairingCodes) -> None:
    for _ in range(50):
        assert re.fullmatch(f"[{ALPHABET}]{{4}}-[{ALPHABET}]{{4}}", codes.new())
    assert not set("01OIL") & set(ALPHABET)


@pytest.mark.parametrize("typed", ["{}", " {} ", "{lower}", "{bare}", "{spaced}", "{lower}\n"])
def test_a_code_works_however_it_is_typed(codes: PairingCodes, typed: str) -> None:
    code = codes.new()
    bare = code.replace("-", "")
    assert codes.redeem(typed.format(code, lower=code.lower(), bare=bare, spaced=" ".join(bare)))


def test_a_code_works_once(codes: PairingCodes) -> None:
    code = codes.new()
    assert codes.redeem(code)
    assert not codes.redeem(code)


@pytest.mark.parametrize(
    ("age", "works"), [(0, True), (LIFETIME_SECONDS - 1, True), (LIFETIME_SECONDS, False)]
)
def test_a_code_runs_out(codes: PairingCodes, clock: Clock, age: int, works: bool) -> None:
    code = codes.new()
    clock.now += age
    assert codes.redeem(code) is works


@pytest.mark.parametrize(("tries", "works"), [(WRONG_TRIES - 1, True), (WRONG_TRIES, False)])
def test_wrong_tries_void_a_code(codes: PairingCodes, tries: int, works: bool) -> None:
    code = codes.new()
    for _ in range(tries):
        assert not codes.redeem(WRONG)
    assert codes.redeem(code) is works


def test_a_new_code_voids_the_one_before_and_has_all_its_tries(codes: PairingCodes) -> None:
    old = codes.new()
    for _ in range(WRONG_TRIES - 1):
        codes.redeem(WRONG)
    new = codes.new()
    assert not codes.redeem(old)
    assert codes.redeem(new)


@pytest.mark.parametrize("typed", ["", "-", " ", "é" * 8, "\ud800", "A" * 10_000])
def test_nothing_works_where_there_is_no_code(codes: PairingCodes, typed: str) -> None:
    assert not codes.redeem(typed)
    codes.new()
    assert not codes.redeem(typed)


def code_from_page(server: ServerProcess) -> str:
    page = form(server, "/pair", f"form_token={form_token(get(server, '/pair'))}".encode())
    found = re.search(r">([A-Z0-9]{4}-[A-Z0-9]{4})<", page.text)
    assert found, page.text
    return found[1]


def pair(server: ServerProcess, code: str, origin: str = EXTENSION, **change: str) -> Reply:
    return post(server, "/v1/pair", {}, Authorization=f"Bearer {code}", Origin=origin, **change)


@pytest.mark.parametrize("origin", [EXTENSION, FIREFOX])
def test_the_extension_pairs_from_start_to_finish_and_the_code_cannot_be_replayed(
    server: ServerProcess, origin: str
) -> None:
    code = code_from_page(server)
    reply = pair(server, code, origin)
    assert reply.status == 200
    assert reply.json == {"token": server_token(server)}
    assert check(server, {"text": ""}, Authorization=f"Bearer {reply.json['token']}").status == 200
    again = pair(server, code, origin)
    assert again.status == 401
    assert "token" not in again.json


def test_a_code_is_no_use_elsewhere_and_survives_the_attempt(server: ServerProcess) -> None:
    code = code_from_page(server)
    assert pair(server, code, "https://evil.example").status == 403
    assert pair(server, code, "chrome-extension://" + "p" * 32).status == 403
    assert post(server, "/v1/pair", {}, drop=("Origin",), Authorization=f"Bearer {code}").status == 403
    assert pair(server, code, Sec_Fetch_Site="cross-site").status == 403
    assert pair(server, code, Content_Type="text/plain").status == 415
    assert post(server, "/v1/pair", {"code": code}, Authorization=f"Bearer {code}").status == 422
    assert check(server, {"text": ""}, Authorization=f"Bearer {code}").status == 401
    assert pair(server, code).status == 200


def test_five_wrong_tries_void_the_code_on_the_page(server: ServerProcess) -> None:
    code = code_from_page(server)
    for _ in range(5):
        assert pair(server, WRONG).status == 401
    assert pair(server, code).status == 401


@pytest.mark.parametrize(
    ("name", "body", "status"),
    [
        ("no token", b"", 403),
        ("an empty token", b"form_token=", 403),
        ("a made-up token", b"form_token=IjEi.aaaa.bbbb", 403),
        ("another field", b"form_token={token}&port=1", 422),
    ],
)
@pytest.mark.parametrize("target", ["/", "/pair"])
def test_a_form_needs_the_token_of_its_page(
    server: ServerProcess, target: str, name: str, body: bytes, status: int
) -> None:
    token = form_token(get(server, target))
    reply = form(server, target, body.replace(b"{token}", token.encode()))
    assert reply.status == status
    assert not re.search(r"[A-Z0-9]{4}-[A-Z0-9]{4}<", reply.text)
    assert reply.headers["content-type"].startswith("text/html")


def test_the_page_itself_makes_no_code(server: ServerProcess) -> None:
    code = code_from_page(server)
    assert not re.search(r"[A-Z0-9]{4}-[A-Z0-9]{4}<", get(server, "/pair").text)
    assert pair(server, code).status == 200
