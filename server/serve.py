"""``postcheck serve``: bind first, load in a thread, say where to go, stop gently."""

from __future__ import annotations

import contextlib
import errno
import logging
import signal
import socket
import sys
import threading
from pathlib import Path
from types import FrameType

import click

from server import extension, neighbour
from server.app import create_app
from server.engine import Engine
from server.token import TokenError, TokenFile
from server.wsgi import Server, listen

log = logging.getLogger("postcheck")


def run(port: int, profile: Path | None, policy: Path | None, extension_ids: frozenset[str]) -> int:
    """Serve until SIGTERM or SIGINT; gives the exit code. Raises ClickException where it cannot start."""
    _keep_nothing()
    tokens = TokenFile()
    try:
        token = tokens.read()
    except TokenError as fault:
        raise click.ClickException(str(fault)) from None
    listener = _listen(port, token)
    port = listener.getsockname()[1]

    stop = threading.Event()
    engine = Engine(profile, policy, on_change=_announce)
    engine.start()
    allowed = extension.own_ids() | extension_ids
    server = Server(create_app(engine, tokens, lambda: port, allowed), listener)

    def ask_to_stop(signum: int, _: FrameType | None) -> None:
        stop.set()
        server.wake()
        signal.signal(signum, signal.SIG_DFL)  # asked a second time, stop at once

    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, ask_to_stop)
    _welcome(port)
    log.info("started on 127.0.0.1:%d", port)
    server.serve(stop.is_set)
    log.info("stopped")
    return 0


def _keep_nothing() -> None:
    """Log to stderr only, and leave no core dump behind: it would hold drafts."""
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s postcheck: %(message)s"))
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    log.propagate = False
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource  # noqa: PLC0415 (POSIX only)

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _listen(port: int, token: str) -> socket.socket:
    try:
        return listen(port)
    except OSError as fault:
        if fault.errno == errno.EADDRINUSE:
            raise click.ClickException(_who_is_there(port, token)) from None
        if fault.errno == errno.EACCES:
            raise click.ClickException(
                f"Port {port} needs administrator rights. Choose a higher one: postcheck serve --port 8788"
            ) from None
        raise click.ClickException(f"Port {port} cannot be opened: {fault.strerror}.") from None


def _who_is_there(port: int, token: str) -> str:
    found = neighbour.ask(port, token)
    if found.ours:
        return f"postcheck is already running: http://127.0.0.1:{port}/ ({found.status})."
    other = port + 1 if port < 65535 else port - 1
    if found.postcheck:
        who = f"Another user's postcheck is already on port {port}."
    else:
        who = f"Another program is already using port {port}."
    return f"{who} Choose a different one: postcheck serve --port {other}"


def _welcome(port: int) -> None:
    base = f"http://127.0.0.1:{port}"
    lines = ["", f"  postcheck   {base}/", "              try a draft there; nothing leaves this device", ""]
    if extension.FOLDER.joinpath("manifest.json").is_file():
        lines += [
            f"  Extension   {extension.FOLDER}",
            "              Chrome, Edge  chrome://extensions, Developer mode on, Load unpacked, that folder",
            "              Firefox       about:debugging#/runtime/this-firefox, Load Temporary Add-on,",
            "                            manifest.json in that folder",
            "",
        ]
    lines += [
        f"  Pairing     {base}/pair",
        "              make a code there and type it into the extension's options",
        "",
        "  Stop        Ctrl+C",
        "",
    ]
    click.echo("\n".join(lines))
    sys.stdout.flush()


def _announce(engine: Engine) -> None:
    if engine.status == "failed":
        click.secho(f"The checker cannot check: {engine.failure}", fg="red", err=True)
        click.echo("Mend this, then start again. More: postcheck doctor", err=True)
    else:
        log.info("ready")
