"""The name lists of training_data/names: letters for the tokeniser, and names to fill mentions with."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from model.training.corpus import TRAINING_DATA

NAMES = TRAINING_DATA / "names"

LETTERS = {
    "first_names": "F",
    "first_names_words": "W",
    "surnames": "S",
    "surnames_words": "V",
    "titles": "T",
    "school_words": "C",
    "role_words": "R",
    "pupil_words": "P",
    "family_words": "K",
    "subjects": "J",
    "school_name_parts": "N",
    "public_figures": "G",
}
"""The letter under which the tokeniser notes each list."""


def read_list(path: Path) -> list[str]:
    """The entries of a list; blank lines and ``# `` comments are passed over."""
    lines = (line.strip() for line in path.read_text(encoding="utf-8").splitlines())
    return [line for line in lines if line and not line.startswith("# ")]


def word_kinds(folder: Path = NAMES) -> dict[str, str]:
    """Each listed word with the letters of its lists; entries of several words are left out."""
    kinds: dict[str, set[str]] = defaultdict(set)
    for name, letter in LETTERS.items():
        for entry in read_list(folder / f"{name}.txt"):
            if " " not in entry:
                kinds[entry.lower()].add(letter)
    return {word: "".join(sorted(letters)) for word, letters in sorted(kinds.items())}
