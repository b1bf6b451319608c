"""The local pages: what they show, and that they need nothing from elsewhere."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import quote, urlencode

import pytest

from tests.server.wire import Reply, form, form_token, get
from tests.server_process import ServerProcess

BREAKING = "Mrs Okonkwo at Thornhill High is a useless cow and 9B know it"
CLEAN = "Half term and the dog has already eaten my slippers"


def try_it(server: ServerProcess, text: str, **fields: str) -> Reply:
    token = form_token(get(server, "/"))
    return form(server, "/", urlencode({"form_token": token, "text": text, **fields}).encode())


def drawn(page: Reply) -> str:
    """The draft as the page shows it, without the numbers of the findings."""
    found = re.search(r'<p class="draft".*?>(.*?)</p>', page.text, re.DOTALL)
    assert found
    return unescape(re.sub(r'<a class="ref".*?</a>|<[^>]+>', "", found[1]))


def test_a_breaking_draft_is_marked_in_place_and_explained(server: ServerProcess) -> None:
    page = try_it(server, BREAKING)
    assert page.status == 200
    marked = unescape(" ".join(re.findall(r"<mark[^>]*>(.*?)</mark>", page.text)))
    assert "Mrs Okonkwo" in marked
    assert "Thornhill High" in marked
    assert drawn(page) == BREAKING
    cards = re.findall(r'<li class="finding.*?</li>', page.text, re.DOTALL)
    assert len(cards) >= 3
    for number, card in enumerate(cards, 1):
        assert f'id="finding-{number}"' in card
        assert f'href="#finding-{number}"' in page.text
        assert re.search(r"<h3>\S.*</h3>", card)
        assert "From the policy: " in card
    assert "You could write" in page.text
    assert "Instead: " in page.text


def test_a_clean_draft_is_told_so(server: ServerProcess) -> None:
    page = try_it(server, CLEAN)
    assert page.status == 200
    assert "Nothing to say" in page.text
    assert "<mark" not in page.text
    assert drawn(page) == CLEAN


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script> Mrs Okonkwo",
        '"><img src=x onerror=alert(1)>',
        "</textarea><script>alert(1)</script>",
        "{{ 7*7 }} {% raw %} Mrs Okonkwo &amp; <b>",
    ],
)
def test_a_draft_is_shown_as_it_is_and_never_run(server: ServerProcess, text: str) -> None:
    page = try_it(server, text)
    assert drawn(page) == text
    assert "<script" not in page.text
    assert "<img src=x" not in page.text


@pytest.mark.parametrize(
    "text",
    ["", "\0", "😀 Mrs Okonkwo e\u0301", "שלום Mrs Okonkwo", "\r\n\r\nMrs Okonkwo\r\n", "a" * 100_000],
)
def test_every_text_gets_a_page(server: ServerProcess, text: str) -> None:
    page = try_it(server, text)
    assert page.status == 200
    if text:
        assert drawn(page) == text.replace("\r\n", "\n")


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("text=" + "a" * 100_001, 422),
        ("text=a&kind=poem", 422),
        ("text=a&offsets=utf16", 422),
        ("text=" + "a" * 1_100_000, 413),
        ("text=%ff%fe%ed%a0%80", 200),
    ],
)
def test_what_cannot_be_used_gets_a_page_that_says_so(server: ServerProcess, body: str, status: int) -> None:
    token = form_token(get(server, "/"))
    page = form(server, "/", f"form_token={quote(token)}&{body}".encode())
    assert page.status == status
    assert page.headers["content-type"].startswith("text/html")


@pytest.mark.parametrize(
    "content_type", ["multipart/form-data; boundary=x", "text/plain", "application/json"]
)
def test_other_kinds_of_form_are_refused(server: ServerProcess, content_type: str) -> None:
    assert form(server, "/", b"--x--", Content_Type=content_type).status == 415


@pytest.mark.parametrize("target", ["/", "/pair"])
def test_pages_need_nothing_from_elsewhere_and_run_nothing(server: ServerProcess, target: str) -> None:
    page = get(server, target)
    policy = page.headers["content-security-policy"]
    assert policy.startswith("default-src 'none';")
    assert "script-src" not in policy
    assert not re.search(r"<script|\son\w+=|style=|javascript:", page.text)
    addresses = re.findall(r'(?:href|src|action)="([^"]*)"', page.text)
    assert addresses
    assert all(address.startswith(("/", "#")) and not address.startswith("//") for address in addresses)
    for asset in {address for address in addresses if address.startswith("/static/")}:
        reply = get(server, asset)
        assert reply.status == 200
        assert not re.search(rb"url\(|@import|https?://(?!www\.w3\.org)", reply.body)


def test_an_address_that_does_not_exist_gets_a_page_in_a_browser(server: ServerProcess) -> None:
    page = get(server, "/nowhere", Accept="text/html,*/*")
    assert page.status == 404
    assert page.headers["content-type"].startswith("text/html")
    assert "There is nothing here" in page.text
