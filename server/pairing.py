"""One-time pairing codes: a person makes one on the local page and types it into the extension."""

from __future__ import annotations

import hmac
import secrets
import threading
import time
from collections.abc import Callable
from typing import Final

ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""No 0, O, 1, I or L: nothing that can be misread."""
LENGTH: Final = 8
LIFETIME_SECONDS: Final = 600
WRONG_TRIES: Final = 5


class PairingCodes:
    """The one code that is open at a time; kept in memory only. Safe to share between threads.

    ``clock`` gives seconds that never go back.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._code = ""
        self._expires = 0.0
        self._tries_left = 0

    def new(self) -> str:
        """Make a code, shown as ``XXXX-XXXX``; the one before it is void."""
        code = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
        with self._lock:
            self._code = code
            self._expires = self._clock() + LIFETIME_SECONDS
            self._tries_left = WRONG_TRIES
        return f"{code[:4]}-{code[4:]}"

    def redeem(self, typed: str) -> bool:
        """Whether this is the open code, whatever its case, dashes and spaces; it is used up by that."""
        given = "".join(typed.upper().split()).replace("-", "")
        with self._lock:
            if not self._code or self._clock() >= self._expires:
                self._code = ""
                return False
            if hmac.compare_digest(given.encode("utf-8", "replace"), self._code.encode()):
                self._code = ""
                return True
            self._tries_left -= 1
            if self._tries_left == 0:
                self._code = ""
            return False
