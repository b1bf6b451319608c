"""The browser extension as the server knows it: where it lies, and the ids that may call."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).resolve().parent.parent / "extension"

_CHROME_ID = re.compile(r"[a-p]{32}")


def chromium_id(public_key: str) -> str:
    """The id Chromium gives an extension with this manifest ``key`` (base64 of the public key, DER)."""
    digest = hashlib.sha256(base64.b64decode(public_key)).hexdigest()[:32]
    return "".join(chr(ord("a") + int(digit, 16)) for digit in digest)


def own_ids(folder: Path = FOLDER) -> frozenset[str]:
    """The Chromium id of the extension in the folder; empty where there is none."""
    try:
        key = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["key"]
        return frozenset({chromium_id(key)})
    except (OSError, ValueError, KeyError, TypeError):
        return frozenset()


def is_chromium_id(value: str) -> bool:
    """Whether this is an id as Chromium writes them."""
    return _CHROME_ID.fullmatch(value) is not None
