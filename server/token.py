"""The access token: 256 random bits in a file that only its owner can read."""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import stat
import tempfile
import threading
from pathlib import Path

from platformdirs import user_data_path

TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")


class TokenError(Exception):
    """A token file that must not be trusted; the message says what to do."""


def default_path() -> Path:
    """Where a person's token lies."""
    return user_data_path("postcheck", appauthor=False) / "token"


class TokenFile:
    """The token in a file: made when first needed, read again when the file has changed.

    Safe to share between threads. Every method raises TokenError for a file that is a link, belongs to
    somebody else, can be read by others, or does not hold a token.
    """

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or default_path()
        self._lock = threading.Lock()
        self._seen: tuple[int, ...] = ()
        self._token = ""

    def read(self) -> str:
        """The token as it stands now; makes one where there is none."""
        with self._lock:
            try:
                status = self.path.lstat()
            except FileNotFoundError:
                return self._write(secrets.token_urlsafe(32))
            except OSError as fault:
                raise TokenError(f"{self.path}: cannot be read: {fault.strerror}.") from None
            seen = _fingerprint(status)
            if seen != self._seen:
                self._token = self._load()
                self._seen = seen
            return self._token

    def renew(self) -> str:
        """Replace the token. Whatever was paired with the old one has to be paired again."""
        with self._lock:
            return self._write(secrets.token_urlsafe(32))

    def _load(self) -> str:
        # O_NONBLOCK: a pipe in its place must not hold the server up.
        flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
        try:
            descriptor = os.open(self.path, flags)
        except OSError as fault:
            if self.path.is_symlink():
                raise TokenError(
                    f"{self.path}: is a link, not a file. Delete it and run: postcheck token --new"
                ) from None
            raise TokenError(f"{self.path}: cannot be read: {fault.strerror}.") from None
        try:
            fault_found = mode_fault(os.fstat(descriptor))
            if fault_found:
                raise TokenError(f"{self.path}: {fault_found}. Run: postcheck token --new")
            token = os.read(descriptor, 200).decode("ascii", "replace").strip()
        finally:
            os.close(descriptor)
        if not TOKEN.fullmatch(token):
            raise TokenError(f"{self.path}: does not hold a token. Run: postcheck token --new")
        return token

    def _write(self, token: str) -> str:
        folder = self.path.parent
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            # mkstemp makes the file 0600; replacing in one step means that no reader sees half a token.
            descriptor, name = tempfile.mkstemp(prefix=".token-", dir=folder)
            try:
                with os.fdopen(descriptor, "w", encoding="ascii") as file:
                    file.write(token + "\n")
                Path(name).replace(self.path)
            except BaseException:
                with contextlib.suppress(OSError):
                    Path(name).unlink()
                raise
        except OSError as fault:
            raise TokenError(f"{self.path}: cannot be written: {fault.strerror}.") from None
        self._token = token
        self._seen = _fingerprint(self.path.lstat())
        return token


def mode_fault(status: os.stat_result) -> str | None:
    """What is wrong with the ownership or mode of a token file, in words; None where all is well."""
    if not stat.S_ISREG(status.st_mode):
        return "is not an ordinary file"
    if os.name != "posix":  # a file in the person's own profile carries the person's own access list
        return None
    if status.st_uid != os.getuid():
        return "belongs to another user"
    if status.st_mode & 0o077:
        return f"can be read by others (mode {stat.S_IMODE(status.st_mode):04o}; it must be 0600)"
    return None


def _fingerprint(status: os.stat_result) -> tuple[int, ...]:
    return (status.st_ino, status.st_mtime_ns, status.st_size, status.st_mode, status.st_uid)
