"""The extension understands every answer that the server's own document allows, and nothing else."""

from __future__ import annotations

import json
import urllib.request
from typing import Any

import pytest

from tests.extension.chromium import BREAKING, Chromium
from tests.server_process import ServerProcess

PARSE = """async ({parser, value, length}) => {
  const protocol = await import(chrome.runtime.getURL("shared/protocol.js"));
  try {
    return {parsed: protocol[parser](value, length)};
  } catch (fault) {
    return {fault: fault.name, field: fault.message};
  }
}"""


def ask(server: ServerProcess, path: str, body: dict[str, Any] | None = None) -> Any:
    request = urllib.request.Request(
        server.url + path,
        data=json.dumps(body).encode() if body else None,
        headers={"Authorization": f"Bearer {server.token}", "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=10) as response:
        return json.load(response)


def parse(chromium: Chromium, parser: str, value: Any, length: int = 0) -> Any:
    page = chromium.own_page("ui/popup.html")
    return page.evaluate(PARSE, {"parser": parser, "value": value, "length": length})


@pytest.fixture(scope="module")
def report(server: ServerProcess) -> dict[str, Any]:
    return ask(server, "/v1/check", {"text": BREAKING, "offsets": "utf16"})


def test_a_real_report_is_understood(chromium: Chromium, report: dict[str, Any]) -> None:
    parsed = parse(chromium, "parseReport", report, len(BREAKING))["parsed"]
    assert parsed["level"] == report["level"]
    for mine, sent in zip(parsed["findings"], report["findings"], strict=True):
        assert {key: sent.get(key, []) for key in mine} == mine


def test_a_real_policy_is_understood(chromium: Chromium, server: ServerProcess) -> None:
    policy = ask(server, "/v1/policy")
    parsed = parse(chromium, "parsePolicy", policy)["parsed"]
    assert parsed["clauses"] == policy["clauses"]


def test_every_field_it_reads_is_promised_by_the_server(
    chromium: Chromium, server: ServerProcess, report: dict[str, Any]
) -> None:
    schemas = ask(server, "/v1/openapi.json")["components"]["schemas"]
    promised = schemas["FindingAnswer"]
    read = set(parse(chromium, "parseReport", report, len(BREAKING))["parsed"]["findings"][0])
    assert read <= set(promised["properties"])
    assert read - {"phrases"} <= set(promised["required"])


CHANGES: dict[str, tuple[dict[str, Any], str]] = {
    "a level of its own": ({"level": "catastrophe"}, "level"),
    "no findings": ({"findings": None}, "findings"),
    "a number for a rewrite": ({"rewrite": 4}, "rewrite"),
    "words for a verdict": ({"warn": "yes"}, "warn"),
}
IN_A_FINDING: dict[str, tuple[dict[str, Any], str]] = {
    "an end past the text": ({"end": 10_000}, "range"),
    "an end before its start": ({"start": 3, "end": 2}, "range"),
    "half a character": ({"start": 0.5}, "range"),
    "no title": ({"title": None}, "title"),
    "markup is text, a list is not": ({"why": ["<b>"]}, "why"),
    "a phrase of one number": ({"phrases": [[1]]}, "range"),
}


@pytest.mark.parametrize(("change", "field"), CHANGES.values(), ids=CHANGES.keys())
def test_another_report_is_refused(
    chromium: Chromium, report: dict[str, Any], change: dict[str, Any], field: str
) -> None:
    answer = parse(chromium, "parseReport", {**report, **change}, len(BREAKING))
    assert answer == {"fault": "ProtocolError", "field": field}


@pytest.mark.parametrize(("change", "field"), IN_A_FINDING.values(), ids=IN_A_FINDING.keys())
def test_another_finding_is_refused(
    chromium: Chromium, report: dict[str, Any], change: dict[str, Any], field: str
) -> None:
    changed = {**report, "findings": [{**report["findings"][0], **change}]}
    answer = parse(chromium, "parseReport", changed, len(BREAKING))
    assert answer == {"fault": "ProtocolError", "field": field}


REQUESTS: dict[str, tuple[Any, str]] = {
    "no message": (None, "message"),
    "an unknown kind": ({"kind": "toString"}, "kind"),
    "a field too many": ({"kind": "hello", "host": "x.com"}, "host"),
    "a field too few": ({"kind": "check", "text": "a"}, "network"),
    "a port that is none": ({"kind": "set-port", "port": 80}, "port"),
}


@pytest.mark.parametrize(("request_", "field"), REQUESTS.values(), ids=REQUESTS.keys())
def test_another_request_is_refused(chromium: Chromium, request_: Any, field: str) -> None:
    answer = parse(chromium, "parseRequest", request_, {"ownPage": True})  # type: ignore[arg-type]
    assert answer == {"fault": "ProtocolError", "field": field}
