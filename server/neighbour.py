"""Asks what already listens on a port: our own checker, another one, or some other program."""

from __future__ import annotations

import hmac
import http.client
import json
import secrets
from dataclasses import dataclass

from server.proof import NONCE_HEADER, PROOF_HEADER, proof


@dataclass(frozen=True, slots=True)
class Neighbour:
    """``answers``: something listens; ``postcheck``: it speaks as we do; ``ours``: it proved itself."""

    answers: bool
    postcheck: bool = False
    ours: bool = False
    status: str = ""


def ask(port: int, token: str, timeout: float = 2.0) -> Neighbour:
    """Ask the health address on 127.0.0.1; the token itself is not sent."""
    nonce = secrets.token_hex(32)
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    try:
        connection.request("GET", "/v1/health", headers={NONCE_HEADER: nonce})
        response = connection.getresponse()
        body = json.loads(response.read(10_000))
        status = body["status"]
    except ConnectionRefusedError:
        return Neighbour(answers=False)
    except (OSError, http.client.HTTPException, ValueError, KeyError, TypeError):
        return Neighbour(answers=True)
    finally:
        connection.close()
    if status not in {"starting", "ready", "failed"}:
        return Neighbour(answers=True)
    shown = response.headers.get(PROOF_HEADER, "")
    ours = hmac.compare_digest(shown.encode(), proof(token, port, nonce).encode())
    return Neighbour(True, True, ours, status)
