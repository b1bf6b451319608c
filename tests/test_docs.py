"""The documents name everything that a person may need, and nothing that does not exist."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import click
import pytest

from server.app import create_app
from server.cli import cli
from server.engine import Engine
from server.token import TokenFile

ROOT = Path(__file__).resolve().parents[1]
GUIDES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
DATASHEET = ROOT / "training_data/README.md"
PAGES = [*GUIDES, ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", DATASHEET]
LINES = [line for guide in GUIDES for line in guide.read_text(encoding="utf-8").splitlines()]

BUTTONS = (
    *("cardEdit", "cardPost", "cardMeant", "cardIgnoreHere", "cardNeverFlag", "cardPolicyLink", "cardClose"),
    *("uncheckedAgain", "uncheckedPost", "copy", "optionsPairOpen", "optionsPairButton", "optionsErase"),
    "optionsWordRestore",
)
PROFILE_FIELDS = (
    *("names", "short_names", "hashtags", "handles", "domains"),
    *("name", "also", "role", "email", "policy_link"),
)


def commands(
    group: click.Group = cli, path: tuple[str, ...] = ("postcheck",)
) -> Iterator[tuple[str, click.Command]]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))
        else:
            yield " ".join((*path, name)), command


def options_of(command: click.Command) -> list[str]:
    return [
        name
        for parameter in command.params
        if isinstance(parameter, click.Option)
        for name in parameter.opts
        if name.startswith("--") and name != "--help"
    ]


COMMANDS = dict(commands())
OPTIONS = [(path, option) for path, command in COMMANDS.items() for option in options_of(command)]


def routes() -> set[str]:
    rules = create_app(Engine(), TokenFile(), lambda: 8787).url_map.iter_rules()
    return {
        f"{method} {rule.rule}"
        for rule in rules
        for method in (rule.methods or set()) & {"GET", "POST"}
        if rule.endpoint != "static"
    }


def make_targets() -> set[str]:
    """Those that ``make help`` lists."""
    return set(re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))


def code_of(page: Path) -> Iterator[str]:
    """What stands in backticks or in an indented block, one piece at a time."""
    for line in page.read_text(encoding="utf-8").splitlines():
        if line.startswith("    "):
            yield line.strip()
        yield from re.findall(r"`([^`]+)`", line)


@pytest.mark.parametrize("path", COMMANDS)
def test_every_command_is_named(path: str) -> None:
    assert any(re.search(rf"\b{path}\b", line) for line in LINES)


@pytest.mark.parametrize(("path", "option"), OPTIONS)
def test_every_option_stands_beside_its_command(path: str, option: str) -> None:
    assert any(re.search(rf"\b{path}\b.*{option}(?![\w-])", line) for line in LINES)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_command_that_is_named_exists(page: Path) -> None:
    for code in code_of(page):
        found = re.match(r"(?:\.venv/bin/)?(postcheck [a-z]+(?: [a-z]+\b)?)(.*)", code)
        if not found:
            continue
        command = COMMANDS.get(found[1]) or COMMANDS.get(" ".join(found[1].split()[:2]))
        assert command or found[1] == "postcheck corpus", f"{page.name}: {code}"
        if command:
            assert set(re.findall(r"--[a-z-]+", found[2])) <= set(options_of(command)), f"{page.name}: {code}"


def test_every_route_is_named_and_no_other() -> None:
    named = {code for page in PAGES for code in code_of(page) if re.match(r"(GET|POST) /", code)}
    assert named == routes()


def test_every_make_target_is_named_and_no_other() -> None:
    named = {
        found for page in PAGES for code in code_of(page) for found in re.findall(r"^make ([a-z-]+)", code)
    }
    assert named == make_targets()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_link_and_picture_exists(page: Path) -> None:
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    for link in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"[a-z]+:", link):
            continue
        name, _, anchor = unquote(link).partition("#")
        target = (page.parent / name).resolve() if name else page
        assert target.is_relative_to(ROOT), link
        assert target.is_file(), f"{page.name} links to {link}, which does not exist"
        if anchor:
            assert anchor in headings(target), f"{page.name} links to {link}, which has no such heading"


def headings(page: Path) -> set[str]:
    """The anchors of a page, as GitHub and most others make them."""
    lines = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", line.lower()).replace(" ", "-") for line in lines}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_file_and_test_that_is_named_exists(page: Path) -> None:
    for code in code_of(page):
        found = re.fullmatch(
            r"((?:model|server|extension|tests|docs|training_data)/[\w./-]*)(?:::(\w+))?", code
        )
        if found:
            assert (ROOT / found[1]).exists(), f"{page.name}: {code}"
        if found and found[2]:
            assert f"def {found[2]}(" in (ROOT / found[1]).read_text(encoding="utf-8"), f"{page.name}: {code}"


def test_every_picture_is_shown() -> None:
    shown = {name for page in PAGES for name in re.findall(r"images/([\w.-]+\.png)", page.read_text("utf-8"))}
    light = {path.name for path in (ROOT / "docs/images").glob("*.png") if not path.stem.endswith("-dark")}
    assert light <= shown


def test_staff_are_told_what_each_button_does() -> None:
    guide = (ROOT / "docs/for-staff.md").read_text(encoding="utf-8")
    messages: dict[str, Any] = json.loads(
        (ROOT / "extension/_locales/en/messages.json").read_text(encoding="utf-8")
    )
    assert [key for key in BUTTONS if f"*{messages[key]['message']}*" not in guide] == []


def test_it_are_told_every_setting() -> None:
    guide = (ROOT / "docs/for-it.md").read_text(encoding="utf-8")
    schema = json.loads((ROOT / "extension/managed_schema.json").read_text(encoding="utf-8"))
    assert [name for name in (*schema["properties"], *PROFILE_FIELDS) if f"`{name}`" not in guide] == []


def test_the_datasheet_names_every_list_and_field() -> None:
    datasheet = DATASHEET.read_text(encoding="utf-8")
    lists = [path for folder in ("names", "lexicons") for path in (DATASHEET.parent / folder).glob("*.txt")]
    assert lists
    assert [path.name for path in lists if f"`{path.name}`" not in datasheet] == []
    for row in (DATASHEET.parent / "posts").glob("*.jsonl"):
        fields = json.loads(row.open(encoding="utf-8").readline())
        assert [name for name in fields if f"| `{name}` |" not in datasheet] == []
