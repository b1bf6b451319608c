"""``postcheck doctor``: what is wrong here, and how to mend it."""

from __future__ import annotations

import importlib.metadata
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

import click

from server import neighbour
from server.engine import LoadError, load_checker
from server.faults import place_of
from server.token import TokenError, TokenFile

State = Literal["ok", "note", "wrong"]

_SIGNS: dict[State, tuple[str, str]] = {"ok": ("✓", "green"), "note": ("·", "yellow"), "wrong": ("✗", "red")}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at. ``fix`` says in one line what to do; empty where nothing is."""

    about: str
    state: State
    detail: str
    fix: str = ""


def run(port: int, profile: Path | None, policy: Path | None, *, as_json: bool) -> int:
    """Look at everything and print it; gives 1 where something is wrong, else 0."""
    findings = list(examine(port, profile, policy))
    if as_json:
        click.echo(json.dumps({"findings": [asdict(finding) for finding in findings]}, indent=1))
    else:
        for finding in findings:
            sign, colour = _SIGNS[finding.state]
            click.echo(f"{click.style(sign, fg=colour)} {finding.about}: {finding.detail}")
            if finding.fix:
                click.echo(f"    {finding.fix}")
    return int(any(finding.state == "wrong" for finding in findings))


def examine(port: int, profile: Path | None, policy: Path | None) -> Iterator[Finding]:
    """Everything that can be broken, from the ground up."""
    yield _python()
    yield _packages()
    yield from _files(profile, policy)
    yield _models(profile, policy)
    tokens = TokenFile()
    token = _token(tokens)
    yield token
    if token.state == "ok":
        yield _server(port, tokens.read())


def _python() -> Finding:
    return Finding("Python", "ok", ".".join(map(str, sys.version_info[:3])))


def _packages() -> Finding:
    try:
        wanted = importlib.metadata.requires("postcheck") or []
    except importlib.metadata.PackageNotFoundError:
        return Finding("Packages", "wrong", "postcheck itself is not installed", "Run: make setup")
    missing = []
    for requirement in wanted:
        name = re.split(r"[^\w.-]", requirement, maxsplit=1)[0]
        try:
            importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            missing.append(name)
    if missing:
        return Finding(
            "Packages",
            "wrong",
            f"missing: {', '.join(missing)}",
            "Install postcheck again, or run: make setup",
        )
    return Finding("Packages", "ok", f"all {len(wanted)} are there")


def _files(profile: Path | None, policy: Path | None) -> Iterator[Finding]:
    from model.policy import Policy, PolicyError  # noqa: PLC0415 (slow to import)
    from model.profile import Profile, ProfileError  # noqa: PLC0415

    where = profile or Profile.default_path()
    try:
        found = Profile.load(profile)
    except ProfileError as fault:
        yield Finding("Profile", "wrong", str(fault), "Mend that line of the file.")
    else:
        if profile is None and not where.exists():
            yield Finding("Profile", "note", "there is none yet", f"Put the school's own names into {where}")
        else:
            named = next(iter(found.school.names), "no school named")
            yield Finding("Profile", "ok", f"{where} ({named}, {len(found.staff)} staff)")
    try:
        yield Finding("Policy", "ok", Policy.load(policy).name)
    except PolicyError as fault:
        yield Finding("Policy", "wrong", str(fault), "Mend that line of the file, or leave --policy out.")


def _models(profile: Path | None, policy: Path | None) -> Finding:
    try:
        checker = load_checker(profile, policy, warm=True)
    except LoadError as fault:
        return Finding("Models", "wrong", str(fault), "" if "make " in str(fault) else "See above.")
    except Exception as fault:
        return Finding("Models", "wrong", f"they do not load ({place_of(fault)})", "Install postcheck again.")
    return Finding("Models", "ok", f"version {checker.model_version}, verified")


def _token(tokens: TokenFile) -> Finding:
    try:
        tokens.read()
    except TokenError as fault:
        detail, _, fix = str(fault).partition(" Run: ")
        return Finding("Token", "wrong", detail, f"Run: {fix}" if fix else "Mend the folder's permissions.")
    return Finding("Token", "ok", f"{tokens.path}, readable by you alone")


def _server(port: int, token: str) -> Finding:
    found = neighbour.ask(port, token)
    if not found.answers:
        return Finding("Server", "note", f"not running on port {port}", "Start it: postcheck serve")
    if found.ours:
        state: State = "wrong" if found.status == "failed" else "ok"
        return Finding("Server", state, f"http://127.0.0.1:{port}/ is {found.status}, and proved to be yours")
    who = "another user's postcheck" if found.postcheck else "another program"
    return Finding(
        "Server", "wrong", f"port {port} is taken by {who}", "Choose another: postcheck serve --port 8788"
    )
