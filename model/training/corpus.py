"""The labelled posts: reading, checking and writing them.

A post is one JSON object a line, in the format of the labelling guide, with the phrases that carry each
concern (``concern_spans``), who wrote it (``author``) and which post it is contrasted with (``pair``). A
post that names people fairly but not kindly has ``"tone": "negative"``.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from model.labels import CONCERNS, NETWORKS, SPAN_LABELS
from model.spans import Span
from model.training import markup

TRAINING_DATA = Path(__file__).resolve().parents[2] / "training_data"
POSTS = TRAINING_DATA / "posts"

SHINGLE_WORDS = 4
NEAR_DUPLICATE = 0.5
"""Two posts that share this part of their four-word shingles (of the shorter one) are near-duplicates."""


class CorpusError(ValueError):
    """A file of posts that cannot be read; the message names file and line."""


@dataclass(frozen=True)
class Post:
    """One labelled post; offsets are code points, end exclusive."""

    text: str
    spans: tuple[Span, ...]
    concerns: tuple[str, ...]
    warn: bool
    network: str
    concern_spans: tuple[Span, ...] = ()
    author: str = ""
    pair: str | None = None
    tone: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """The post as a row of a file."""
        row: dict[str, Any] = {
            "text": self.text,
            "spans": [list(span) for span in self.spans],
            "concerns": list(self.concerns),
            "warn": self.warn,
            "network": self.network,
            "concern_spans": [list(span) for span in self.concern_spans],
            "author": self.author,
        }
        if self.pair is not None:
            row["pair"] = self.pair
        if self.tone is not None:
            row["tone"] = self.tone
        return row


def from_markup(post: markup.MarkedPost, author: str) -> Post:
    """A post as written down with tags, made a row of the corpus."""
    pair = f"{author}-{post.pair}" if post.pair is not None else None
    return Post(
        post.text, post.spans, tuple(post.concerns), post.warn, post.network, post.concern_spans, author, pair
    )


def parse_row(row: Any) -> Post:
    """Read one row; only the keys of the labelling guide are required. Raises CorpusError."""
    if not isinstance(row, dict):
        raise CorpusError("expected an object")
    try:
        text, warn, network = row["text"], row["warn"], row.get("network", "")
        spans = tuple(sorted((int(s), int(e), str(label)) for s, e, label in row["spans"]))
        marked = tuple(sorted((int(s), int(e), str(label)) for s, e, label in row.get("concern_spans", [])))
        concerns = tuple(sorted(row["concerns"]))
    except (KeyError, TypeError, ValueError) as fault:
        raise CorpusError(f"not a labelled post: {type(fault).__name__}: {fault}") from None
    if not isinstance(text, str) or not isinstance(warn, bool):
        raise CorpusError("text must be a string and warn true or false")
    return Post(
        text, spans, concerns, warn, network, marked, row.get("author", ""), row.get("pair"), row.get("tone")
    )


def read_file(path: Path) -> Iterator[tuple[int, Post]]:
    """Yield line number (from 1) and post. Raises CorpusError naming file and line."""
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as fault:
        raise CorpusError(f"{path}: cannot be read: {fault}") from None
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                yield number, parse_row(json.loads(line))
            except (CorpusError, json.JSONDecodeError) as fault:
                raise CorpusError(f"{path}:{number}: {fault}") from None


def load(folder: Path = POSTS) -> list[Post]:
    """All posts of the corpus, in the order of file names and lines. Raises CorpusError."""
    return [post for path in sorted(folder.glob("*.jsonl")) for _, post in read_file(path)]


def write_file(path: Path, posts: Iterable[Post]) -> None:
    """Write posts, a row each."""
    with path.open("w", encoding="utf-8") as out:
        for post in posts:
            out.write(json.dumps(post.as_dict(), ensure_ascii=False) + "\n")


def faults_of(post: Post) -> Iterator[str]:
    """What is wrong with one post by the guide's rules; nothing where it is right."""
    for start, end, label in (*post.spans, *post.concern_spans):
        if not 0 <= start < end <= len(post.text):
            yield f"{label} [{start}, {end}] is outside the text"
    for _, _, label in post.spans:
        if label not in SPAN_LABELS:
            yield f"unknown span label {label!r}"
    for (_, end, first), (start, _, second) in pairwise(post.spans):
        if start < end:
            yield f"{first} and {second} overlap at {start}"
    for start, end, label in post.spans:
        phrase = post.text[start:end]
        if phrase != phrase.strip():
            yield f"{label} {phrase!r} has a space at its edge"
    if set(post.concerns) - set(CONCERNS):
        yield f"unknown concern {sorted(set(post.concerns) - set(CONCERNS))}"
    if {label for _, _, label in post.concern_spans} != set(post.concerns):
        yield "concerns and concern_spans name different labels"
    if post.warn != bool(post.spans or post.concerns):
        yield f"warn is {post.warn}, which the guide's rule does not give"
    if post.network not in NETWORKS:
        yield f"unknown network {post.network!r}"


def shingles(text: str) -> frozenset[tuple[str, ...]]:
    """The runs of four words of a text, lower-cased; of a shorter text the whole."""
    words = re.findall(r"\w+", text.lower())
    return frozenset(
        tuple(words[i : i + SHINGLE_WORDS]) for i in range(max(1, len(words) - SHINGLE_WORDS + 1))
    )


def near_duplicates(posts: list[Post]) -> Iterator[tuple[int, int]]:
    """Index pairs of posts that are nearly the same, leaving aside the two sides of one contrast pair."""
    sets = [shingles(post.text) for post in posts]
    places: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for index, mine in enumerate(sets):
        shared = Counter(other for shingle in mine for other in places[shingle])
        for other, count in shared.items():
            same_pair = posts[index].pair is not None and posts[index].pair == posts[other].pair
            if not same_pair and count >= NEAR_DUPLICATE * min(len(mine), len(sets[other])):
                yield other, index
        for shingle in mine:
            places[shingle].append(index)


def check(folder: Path = POSTS) -> tuple[list[str], list[Post]]:
    """Check every file; returns the faults, each with file and line, and the posts.

    Faults are broken labels, contrast pairs that do not hold one post that warns and one that does not, and
    near-duplicates. Raises CorpusError for a file that cannot be read at all.
    """
    faults: list[str] = []
    posts: list[Post] = []
    places: list[str] = []
    for path in sorted(folder.glob("*.jsonl")):
        for number, post in read_file(path):
            places.append(f"{path.name}:{number}")
            posts.append(post)
            faults += [f"{places[-1]}: {fault}" for fault in faults_of(post)]
    sides: dict[str, list[int]] = defaultdict(list)
    for index, post in enumerate(posts):
        if post.pair is not None:
            sides[post.pair].append(index)
    for pair, members in sides.items():
        if sorted(posts[i].warn for i in members) != [False, True]:
            faults.append(
                f"{places[members[0]]}: pair {pair} needs one post that warns and one that does not"
            )
    faults += [f"{places[b]}: is nearly the same as {places[a]}" for a, b in near_duplicates(posts)]
    return faults, posts


def counts(posts: list[Post]) -> dict[str, int]:
    """How many posts, pairs, spans of each label and posts of each concern there are."""
    table = {
        "posts": len(posts),
        "clean": sum(not post.warn for post in posts),
        "mentions only": sum(post.warn and not post.concerns for post in posts),
        "with a concern": sum(bool(post.concerns) for post in posts),
        "contrast pairs": len({post.pair for post in posts if post.pair}),
        "authors": len({post.author for post in posts}),
    }
    spans = Counter(label for post in posts for _, _, label in post.spans)
    concerns = Counter(label for post in posts for label in post.concerns)
    return (
        table
        | {label: spans[label] for label in SPAN_LABELS}
        | {label: concerns[label] for label in CONCERNS}
    )
