"""What the extension may do, and that its parts fit together. No browser needed."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from server.extension import own_ids
from tests.extension.chromium import EXTENSION

MANIFEST: dict[str, Any] = json.loads((EXTENSION / "manifest.json").read_text())
MESSAGES: dict[str, Any] = json.loads((EXTENSION / "_locales/en/messages.json").read_text())
ADAPTERS = sorted(path for path in (EXTENSION / "sites").glob("*.json") if path.stem != "index")
SCRIPTS = sorted(EXTENSION.rglob("*.js"))
SOURCES = sorted(path for path in EXTENSION.rglob("*") if path.suffix in {".js", ".html", ".css", ".json"})
MOST_LINES = 60


def test_the_server_knows_the_extension_by_its_key() -> None:
    assert own_ids() == {"eljnalikfbmomdjnakhedbikibampjaa"}


def test_it_can_talk_to_nobody_but_this_device() -> None:
    policy = MANIFEST["content_security_policy"]["extension_pages"]
    connections = next(rule for rule in policy.split("; ") if rule.startswith("connect-src"))
    assert connections.split()[1:] == ["'self'", "http://127.0.0.1:*"]
    assert "default-src 'none'" in policy
    assert [one for one in MANIFEST["host_permissions"] if one.startswith("http:")] == ["http://127.0.0.1/*"]


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: str(path.relative_to(EXTENSION)))
def test_no_code_from_elsewhere(path: Path) -> None:
    text = path.read_text()
    assert not re.search(r"\beval\(|new Function\(|innerHTML|insertAdjacentHTML|importScripts", text)
    addresses = set(re.findall(r"https?://\w[^\s\"'`]*", text))
    assert {
        one for one in addresses if not one.startswith(("http://127.0.0.1", "http://www.w3.org"))
    } == set()
    assert len(text.splitlines()) <= 300


@pytest.mark.parametrize("path", ADAPTERS, ids=lambda path: path.stem)
def test_an_adapter_is_short_and_complete(path: Path) -> None:
    text = path.read_text()
    adapter = json.loads(text)
    assert len(text.splitlines()) <= MOST_LINES
    needed = {"name", "hosts", "composer", "notComposer", "publish", "publishKeys", "audience", "kind"}
    assert needed <= set(adapter) <= needed | {"publishWords"}
    audiences = {adapter["audience"]["otherwise"]} | {rule["is"] for rule in adapter["audience"]["when"]}
    assert audiences <= {"public", "friends", "private", "unknown"}
    kinds = {adapter["kind"]["otherwise"]} | {rule["is"] for rule in adapter["kind"]["when"]}
    assert kinds <= {"post", "comment", "message", "profile"}
    for host in adapter["hosts"]:
        for pattern in (f"https://{host}/*", f"https://*.{host}/*"):
            assert pattern in MANIFEST["host_permissions"]
            assert pattern in MANIFEST["content_scripts"][0]["matches"]


def test_every_adapter_is_in_the_index() -> None:
    index = json.loads((EXTENSION / "sites/index.json").read_text())
    assert sorted([*index, "generic"]) == [path.stem for path in ADAPTERS]


def test_every_word_is_there_and_used() -> None:
    sources = {path: path.read_text() for path in SOURCES if path.name != "messages.json"}
    everything = "\n".join(sources.values())
    asked = set(re.findall(r"\bwords\(\s*\"(\w+)\"", everything))
    asked |= {
        f"{key}_{form}"
        for key in re.findall(r"\bcounted\(\"(\w+)\"", everything)
        for form in ("one", "other")
    }
    asked |= set(re.findall(r"data-words=\"(\w+)\"", everything))
    asked |= set(re.findall(r"__MSG_(\w+)__", everything))
    asked |= {f"status_{status.replace('-', '_')}" for status in statuses()}
    asked |= {f"level_{level}" for level in ("advice", "warning", "serious")}
    asked |= {f"managed_whenServerMissing_{choice}" for choice in ("allow", "hold")}
    asked -= {"managed_"}
    # Chosen by a condition in the code, so the name stands alone.
    asked |= {key for key in MESSAGES if re.search(rf"[?:] \"{key}\"", everything)}
    assert asked == set(MESSAGES)


def statuses() -> list[str]:
    source = (EXTENSION / "shared/protocol.js").read_text()
    block = source[source.index("export const STATUSES") :]
    return re.findall(r"\"([\w-]+)\"", block[: block.index("]")])
