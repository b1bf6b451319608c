"""Shows a caller that this server knows the token and listens on the very port that was asked.

The port is part of what is proved: another program that has taken the caller's port could otherwise pass
the nonce on to this server, and the answer back. See docs/decisions/0006-when-to-prove.md.
"""

from __future__ import annotations

import hashlib
import hmac
import re

from flask import Request

from server.guard import Guard
from server.problems import Problem

NONCE_HEADER = "X-Postcheck-Nonce"
PROOF_HEADER = "X-Postcheck-Proof"
NONCE = r"^[0-9A-Fa-f]{32,128}$"


def proof(token: str, port: int, nonce: str) -> str:
    """What only a server on this port that knows the token answers (HMAC-SHA256, hexadecimal)."""
    message = f"postcheck-proof:{port}:{nonce}"
    return hmac.new(token.encode("ascii"), message.encode(), hashlib.sha256).hexdigest()


def proof_asked(request: Request, guard: Guard) -> str | None:
    """The proof for an admitted request; None where it sent no nonce. Raises Problem for a faulty nonce."""
    nonce = request.headers.get(NONCE_HEADER)
    if nonce is None:
        return None
    if not re.fullmatch(NONCE, nonce):
        raise Problem("bad-nonce")
    return proof(guard.token(), guard.port(), nonce)
