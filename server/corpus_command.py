"""``postcheck corpus``: checks the labelled posts, and makes posts written with tags part of them."""

from __future__ import annotations

import re
from pathlib import Path

import click


@click.group()
def corpus() -> None:
    """Look after the labelled posts in training_data/."""


@corpus.command("check")
@click.argument("folder", required=False, type=click.Path(file_okay=False, exists=True, path_type=Path))
def check_command(folder: Path | None) -> int:
    """Look for faults in every file (default: training_data/posts); exit 1 where there are any."""
    from model.training import corpus as posts_of  # noqa: PLC0415

    try:
        faults, posts = posts_of.check(folder or posts_of.POSTS)
    except posts_of.CorpusError as fault:
        raise click.ClickException(str(fault)) from None
    for line in faults:
        click.echo(line)
    for name, count in posts_of.counts(posts).items():
        click.echo(f"{name:16}{count:7}")
    click.echo(f"{len(faults)} faults")
    return int(bool(faults))


@corpus.command("add")
@click.argument("file", type=click.Path(dir_okay=False, exists=True, path_type=Path))
@click.option("--author", required=True, help="Who wrote them: letters and digits.")
def add_command(file: Path, author: str) -> None:
    """Add posts written with tags (CONTRIBUTING.md) to training_data/posts/AUTHOR.jsonl."""
    from model.training import corpus as posts_of  # noqa: PLC0415
    from model.training import markup  # noqa: PLC0415

    if not re.fullmatch(r"[A-Za-z0-9]{1,30}", author):
        raise click.ClickException("--author takes letters and digits, thirty at most")
    added = []
    for number, post in markup.read(file.read_text(encoding="utf-8").split("\n")):
        if isinstance(post, markup.MarkupError):
            raise click.ClickException(f"{file}:{number}: {post}")
        added.append(posts_of.from_markup(post, author))
    target = posts_of.POSTS / f"{author}.jsonl"
    before = [post for _, post in posts_of.read_file(target)] if target.exists() else []
    taken = {post.pair for post in before}
    clash = sorted({post.pair for post in added if post.pair is not None and post.pair in taken})
    if clash:
        raise click.ClickException(f"pair keys that {target.name} has already: {', '.join(clash)}")
    posts_of.write_file(target, [*before, *added])
    click.echo(f"Added {len(added)} posts to {target}. Now run: postcheck corpus check")
