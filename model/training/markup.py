"""Posts as a person writes them: labels as tags around the words they cover.

One post a line, three fields parted by ``|``: network, pair key (``-`` for none) and the text. A mention
is wrapped in its upper-case label, the phrase that carries a concern in its lower-case label; a
mention may stand inside a concern, and concerns may overlap. ``\\n`` is a line break in the post::

    x | 7 | <derogatory><ROLE>SLT</ROLE> asleep at the wheel</derogatory>, and now my shoes are wet

Run as ``python -m model.training.markup FILE...`` to check files and count labels.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from model.labels import CONCERNS, NETWORKS, SPAN_LABELS

_TAG = re.compile(rf"<(/?)({'|'.join(SPAN_LABELS + CONCERNS)})>")
_EDGE = re.compile(r"^[\s.,;:!?'\"‘’“”()]|[\s.,;:?'\"‘’“”]$")


class MarkupError(ValueError):
    """A line that cannot be read; the message says what is wrong and where."""


@dataclass(frozen=True)
class MarkedPost:
    """A post with code-point offsets, end exclusive."""

    text: str
    spans: tuple[tuple[int, int, str], ...]
    concern_spans: tuple[tuple[int, int, str], ...]
    network: str
    pair: str | None

    @property
    def concerns(self) -> list[str]:
        """The concerns of the post, in alphabetical order."""
        return sorted({label for _, _, label in self.concern_spans})

    @property
    def warn(self) -> bool:
        """Whether the guide asks the writer to stop and think."""
        return bool(self.spans or self.concern_spans)


def parse_text(marked: str) -> tuple[str, list[tuple[int, int, str]], list[tuple[int, int, str]]]:
    """Strip the tags and return the plain text, the mentions and the concern phrases.

    Raises MarkupError for a tag left open, closed twice, or mentions that overlap.
    """
    marked = marked.replace("\\n", "\n")
    plain: list[str] = []
    length = 0
    open_tags: dict[str, int] = {}
    found: list[tuple[int, int, str]] = []
    position = 0
    for tag in _TAG.finditer(marked):
        piece = marked[position : tag.start()]
        plain.append(piece)
        length += len(piece)
        position = tag.end()
        closing, label = tag.groups()
        if not closing:
            if label in open_tags:
                raise MarkupError(f"<{label}> is opened twice")
            open_tags[label] = length
        elif label not in open_tags:
            raise MarkupError(f"</{label}> closes nothing")
        else:
            found.append((open_tags.pop(label), length, label))
    plain.append(marked[position:])
    if open_tags:
        raise MarkupError(f"<{next(iter(open_tags))}> is never closed")
    text = "".join(plain)
    mentions = sorted(span for span in found if span[2] in SPAN_LABELS)
    concerns = sorted(span for span in found if span[2] in CONCERNS)
    for start, end, label in mentions:
        phrase = text[start:end]
        if not phrase.strip():
            raise MarkupError(f"<{label}> covers nothing")
        if label not in ("PHONE", "CREDENTIAL") and _EDGE.search(phrase):
            raise MarkupError(f"{label} {phrase!r} has a space or punctuation at its edge")
        if phrase != phrase.strip():
            raise MarkupError(f"{label} {phrase!r} has a space at its edge")
    for (_, end, first), (start, _, second) in pairwise(mentions):
        if start < end:
            raise MarkupError(f"{first} and {second} overlap")
    for start, end, label in concerns:
        if not text[start:end].strip():
            raise MarkupError(f"<{label}> covers nothing")
    return text, mentions, concerns


def parse_line(line: str) -> MarkedPost:
    """Read one line. Raises MarkupError where it is not ``network | pair | text``."""
    fields = [field.strip() for field in line.split("|", 2)]
    if len(fields) != 3:
        raise MarkupError("expected three fields: network | pair | text")
    network, pair, marked = fields
    if network not in NETWORKS:
        raise MarkupError(f"unknown network {network!r}; one of {', '.join(NETWORKS)}")
    text, mentions, concerns = parse_text(marked)
    if not text.strip():
        raise MarkupError("the post is empty")
    if re.search(r"</?[A-Za-z]+>", text):
        raise MarkupError("a tag is misspelt: " + re.findall(r"</?[A-Za-z]+>", text)[0])
    return MarkedPost(text, tuple(mentions), tuple(concerns), network, None if pair == "-" else pair)


def read(lines: Iterable[str]) -> Iterator[tuple[int, MarkedPost | MarkupError]]:
    """Yield line number (from 1) and the post or the error that stands there; blank lines are passed over."""
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                yield number, parse_line(line)
            except MarkupError as error:
                yield number, error


def pair_faults(posts: Iterable[MarkedPost]) -> list[str]:
    """Pairs that do not hold exactly one post with a warning and one without."""
    sides: dict[str, list[bool]] = {}
    for post in posts:
        if post.pair is not None:
            sides.setdefault(post.pair, []).append(post.warn)
    return [
        f"pair {key}: has {len(warns)} posts, warnings {warns}"
        for key, warns in sides.items()
        if sorted(warns) != [False, True]
    ]


def main(paths: list[str]) -> int:
    """Check files, print faults with line numbers and the counts of labels; 1 where there are faults."""
    posts: list[MarkedPost] = []
    faults = 0
    for path in paths:
        of_file: list[MarkedPost] = []
        for number, outcome in read(Path(path).read_text(encoding="utf-8").splitlines()):
            if isinstance(outcome, MarkupError):
                faults += 1
                print(f"{path}:{number}: {outcome}")
            else:
                of_file.append(outcome)
        for fault in pair_faults(of_file):
            faults += 1
            print(f"{path}: {fault}")
        posts += of_file
    counts = Counter(label for post in posts for _, _, label in post.spans)
    counts.update(label for post in posts for label in post.concerns)
    clean = sum(not post.warn for post in posts)
    pairs = sum(post.pair is not None for post in posts) // 2
    print(
        f"{len(posts)} posts, {clean} clean, {sum(p.warn and not p.concerns for p in posts)} mentions only, "
        f"{sum(bool(p.concerns) for p in posts)} with a concern, {pairs} pairs, {faults} faults"
    )
    print(", ".join(f"{label} {counts[label]}" for label in SPAN_LABELS + CONCERNS))
    return 1 if faults else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
