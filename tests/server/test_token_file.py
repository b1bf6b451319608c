"""The token file: made once, readable by its owner alone, refused otherwise, and followed when it changes."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from server.token import TOKEN, TokenError, TokenFile
from tests.server.wire import check, get
from tests.server_process import ServerProcess


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "postcheck" / "token"


def test_it_is_made_when_first_needed_and_then_kept(path: Path) -> None:
    token = TokenFile(path).read()
    assert TOKEN.fullmatch(token)
    assert TokenFile(path).read() == token
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [file.name for file in path.parent.iterdir()] == ["token"]


def test_the_mode_is_right_whatever_the_umask(path: Path) -> None:
    before = os.umask(0)
    try:
        TokenFile(path).read()
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_new_one_is_seen_by_those_who_hold_the_old(path: Path) -> None:
    holder = TokenFile(path)
    old = holder.read()
    new = TokenFile(path).renew()
    assert new != old
    assert holder.read() == new


def link(path: Path) -> None:
    path.rename(path.with_name("elsewhere"))
    path.symlink_to(path.with_name("elsewhere"))


@pytest.mark.parametrize(
    ("name", "spoil", "said"),
    [
        ("a link", link, "link"),
        ("readable by the group", lambda path: path.chmod(0o640), "0640"),
        ("readable by all", lambda path: path.chmod(0o604), "0604"),
        ("writable by all", lambda path: path.chmod(0o602), "0602"),
        ("empty", lambda path: path.write_text(""), "does not hold a token"),
        ("too short", lambda path: path.write_text("abc"), "does not hold a token"),
        ("two lines", lambda path: path.write_text("a" * 43 + "\n" + "b" * 43), "does not hold a token"),
        ("binary", lambda path: path.write_bytes(bytes(range(256))), "does not hold a token"),
        ("a folder", lambda path: (path.unlink(), path.mkdir()), "not an ordinary file"),
        ("a pipe", lambda path: (path.unlink(), os.mkfifo(path, 0o600)), "not an ordinary file"),
    ],
)
def test_what_cannot_be_trusted_is_refused(
    path: Path, name: str, spoil: Callable[[Path], object], said: str
) -> None:
    holder = TokenFile(path)
    holder.read()
    spoil(path)
    for file in (holder, TokenFile(path)):
        with pytest.raises(TokenError, match=said) as refused:
            file.read()
        assert str(path) in str(refused.value)


def test_a_link_is_replaced_not_followed(path: Path) -> None:
    TokenFile(path).read()
    link(path)
    target = path.with_name("elsewhere")
    before = target.read_text()
    TokenFile(path).renew()
    assert not path.is_symlink()
    assert target.read_text() == before


def test_the_running_server_takes_the_new_token(own_server: ServerProcess) -> None:
    old = own_server.token
    new = own_server.run("token", "--new").stdout.strip()
    assert check(own_server, {"text": ""}, Authorization=f"Bearer {old}").status == 401
    assert check(own_server, {"text": ""}, Authorization=f"Bearer {new}").status == 200
    assert own_server.token == new


def test_the_running_server_trusts_no_spoilt_file(own_server: ServerProcess) -> None:
    token = own_server.token
    path = Path(own_server.run("token", "--path").stdout.strip())
    path.chmod(0o644)
    reply = check(own_server, {"text": ""}, Authorization=f"Bearer {token}")
    assert reply.status == 503
    assert reply.json["type"] == "urn:postcheck:problem:token-unsafe"
    assert get(own_server, "/v1/health", X_Postcheck_Nonce="0" * 32).status == 503
    path.chmod(0o600)
    assert check(own_server, {"text": ""}, Authorization=f"Bearer {token}").status == 200
