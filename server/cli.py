"""The command line. Each command stands in a module of its own; here are the options and the errors."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import click

from server.corpus_command import corpus

FILE = click.Path(dir_okay=False, path_type=Path)
CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}

profile_option = click.option(
    "--profile", type=FILE, help="The school's own names (default: your own profile.toml)."
)
policy_option = click.option(
    "--policy", type=FILE, help="Another policy (default: The Cornerstone Academy's)."
)


@click.group(context_settings=CONTEXT)
@click.version_option(package_name="postcheck", prog_name="postcheck", message="%(prog)s %(version)s")
def cli() -> None:
    """Check a draft post against the school's social media policy, on this device."""


@cli.command()
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8787, show_default=True, help="0 takes a free one."
)
@profile_option
@policy_option
@click.option(
    "--extension-id",
    "extension_ids",
    multiple=True,
    metavar="ID",
    envvar="POSTCHECK_EXTENSION_IDS",
    help="Another Chromium extension that may call (32 letters a to p; may be repeated).",
)
def serve(port: int, profile: Path | None, policy: Path | None, extension_ids: tuple[str, ...]) -> None:
    """Run the checker on 127.0.0.1, for the extension and the pages."""
    from server.extension import is_chromium_id  # noqa: PLC0415
    from server.serve import run  # noqa: PLC0415

    for value in extension_ids:
        if not is_chromium_id(value):
            raise click.BadParameter(f"{value!r} is not an extension id (32 letters a to p).")
    sys.exit(run(port, profile, policy, frozenset(extension_ids)))


@cli.command()
@click.argument("file", type=click.Path(allow_dash=True, dir_okay=False), default="-")
@click.option("--jsonl", is_flag=True, help='One {"text": ...} a line in, one report a line out, in order.')
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
@click.option("--network", default="", help="Where it is to be published, such as x or facebook.")
@click.option("--audience", type=click.Choice(["public", "friends", "private", "unknown"]), default="unknown")
@click.option("--kind", type=click.Choice(["post", "comment", "message", "profile"]), default="post")
@profile_option
@policy_option
def check(
    file: str, *, jsonl: bool, as_json: bool, profile: Path | None, policy: Path | None, **about: str
) -> None:
    """Check the text in FILE (or "-", what is piped in). Exit code 0: nothing to say; 1: it would warn."""
    from server import check_command  # noqa: PLC0415

    if jsonl:
        sys.exit(check_command.check_lines(file, profile, policy))
    sys.exit(check_command.check_text(file, about, profile, policy, as_json=as_json))


@cli.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=FILE)
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
@profile_option
@policy_option
def evaluate(files: tuple[Path, ...], *, as_json: bool, profile: Path | None, policy: Path | None) -> None:
    """Score the checker on labelled posts (one JSON object a line, as in the labelling guide)."""
    from server import evaluate_command  # noqa: PLC0415

    sys.exit(evaluate_command.run(files, profile, policy, as_json=as_json))


@cli.command()
def train() -> None:
    """Rebuild the models from training_data/ (some minutes)."""
    from model.training.corpus import CorpusError  # noqa: PLC0415
    from model.training.train import train as train_models  # noqa: PLC0415

    try:
        train_models(say=click.echo)
    except CorpusError as fault:
        raise click.ClickException(str(fault)) from None


cli.add_command(corpus)


@cli.command()
@click.option("--new", is_flag=True, help="Replace it: every extension has to be paired again.")
@click.option("--path", "show_path", is_flag=True, help="Print where it lies instead.")
def token(*, new: bool, show_path: bool) -> None:
    """Print the token that pairs an extension. Keep it to yourself."""
    from server.token import TokenError, TokenFile  # noqa: PLC0415

    file = TokenFile()
    try:
        value = file.renew() if new else "" if show_path else file.read()
    except TokenError as fault:
        raise click.ClickException(str(fault)) from None
    click.echo(file.path if show_path else value)


@cli.command()
@click.option("--json", "as_json", is_flag=True, help="For management tools.")
@click.option("--port", type=click.IntRange(1, 65535), default=8787, show_default=True)
@profile_option
@policy_option
def doctor(*, as_json: bool, port: int, profile: Path | None, policy: Path | None) -> None:
    """Say what is wrong here, and how to mend it. Exit code 0: nothing; 1: something."""
    from server import doctor as doctor_command  # noqa: PLC0415

    sys.exit(doctor_command.run(port, profile, policy, as_json=as_json))


def main() -> None:
    """Run the command line: errors are one clear line and exit code 2, never a traceback."""
    try:
        code: Any = cli.main(prog_name="postcheck", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as fault:
        fault.show()
        sys.exit(0)
    except click.ClickException as fault:
        _show(fault)
        sys.exit(2)
    except click.Abort:
        # Python's own exit fails while a thread still reads what is piped in.
        os._exit(130)
    except Exception as fault:  # a traceback may quote the draft
        from server.faults import place_of  # noqa: PLC0415

        click.echo(
            f"postcheck: something went wrong inside ({place_of(fault)}). Try: postcheck doctor", err=True
        )
        sys.exit(2)
    sys.exit(code if isinstance(code, int) else 0)


def _show(fault: click.ClickException) -> None:
    for line in fault.format_message().splitlines():
        click.echo(f"postcheck: {line}", err=True)
    if isinstance(fault, click.UsageError) and fault.ctx is not None:
        click.echo(f"See: {fault.ctx.command_path} --help", err=True)


if __name__ == "__main__":
    main()
