"""Builds the artefacts from training_data/: the recogniser, the classifier and their manifest."""

from __future__ import annotations

import hashlib
import json
import platform
import shutil
import tempfile
import tomllib
from collections.abc import Callable, Iterable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import joblib
import numpy as np

from model.artifacts import ARTIFACTS, FORMAT, MANIFEST, files_in, sha256
from model.labels import CONCERNS
from model.linear import Scores
from model.training import corpus
from model.training.corpus import TRAINING_DATA, Post
from model.training.train_concerns import train_concerns
from model.training.train_mentions import train_mentions
from model.training.train_setting import train_setting

ROOT = Path(__file__).resolve().parents[2]
SEED = 0
LIBRARIES = ("numpy", "scikit-learn", "scipy", "spacy", "thinc", "joblib")

CODE = (
    *(f"{name}.py" for name in ("labels", "spans", "pipeline", "features", "linear", "setting", "concerns")),
    *(f"training/{name}.py" for name in ("corpus", "names", "augment", "columns")),
    *(f"training/train{name}.py" for name in ("", "_concerns", "_setting", "_mentions")),
)
"""The files of model/ that the artefacts depend on."""


def digest(paths: Iterable[Path], root: Path = ROOT) -> str:
    """One SHA-256 over the names and contents of files."""
    total = hashlib.sha256()
    for path in sorted(paths):
        total.update(path.relative_to(root).as_posix().encode() + b"\0" + sha256(path).encode() + b"\n")
    return total.hexdigest()


def data_digest() -> str:
    """The SHA-256 of the training data: posts, name lists and lexicons."""
    return digest(path for path in TRAINING_DATA.rglob("*") if path.suffix in (".jsonl", ".txt"))


def code_digest() -> str:
    """The SHA-256 of the code that the artefacts depend on."""
    return digest(ROOT / "model" / name for name in CODE)


def project_version() -> str:
    """The version that pyproject.toml gives, such as ``2026.11.1``."""
    return str(tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"])


def train(folder: Path = ARTIFACTS, say: Callable[[str], None] = print) -> dict[str, Any]:
    """Train everything, put the artefacts into ``folder`` and return their manifest.

    The old artefacts stay until the new ones are whole. Raises CorpusError where a post is faulty.
    """
    posts = corpus.load()
    say(f"{len(posts)} posts by {len({post.author for post in posts})} authors")
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".training-") as temporary:
        made = Path(temporary)
        say("Training the classifier of concerns...")
        model, probabilities = train_concerns(posts, seed=SEED)
        joblib.dump(model, made / "concerns.joblib", compress=("lzma", 6))
        say("Training the model of a post's setting...")
        setting, settings = train_setting(posts)
        joblib.dump(setting, made / "setting.joblib", compress=("lzma", 6))
        say("Training the recogniser of mentions...")
        train_mentions(posts, settings, made / "mentions", seed=SEED)
        manifest = _manifest(made, posts, probabilities, model.thresholds)
        (made / MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")
        if folder.exists():
            shutil.rmtree(folder)
        shutil.copytree(made, folder)
    say(f"Wrote {sum(path.stat().st_size for path in files_in(folder)) / 1e6:.1f} MB to {folder}")
    return manifest


def _manifest(folder: Path, posts: list[Post], probabilities: Scores, thresholds: Scores) -> dict[str, Any]:
    wanted = np.array([[label in post.concerns for label in CONCERNS] for post in posts])
    raised = probabilities[:, :-1] >= thresholds[:-1]
    right = (wanted & raised).sum(axis=0)
    f1 = 2 * right / (wanted.sum(axis=0) + raised.sum(axis=0))
    clean = np.array([not post.warn for post in posts])
    ordinary = clean & np.array([post.pair is None for post in posts])
    return {
        "format": FORMAT,
        "version": project_version(),
        "files": {path.relative_to(folder).as_posix(): sha256(path) for path in files_in(folder)},
        "training_data": data_digest(),
        "training_code": code_digest(),
        "seed": SEED,
        "python": platform.python_version(),
        "libraries": {name: version(name) for name in LIBRARIES},
        "corpus": corpus.counts(posts),
        "cross_validated": {
            "concerns_f1": {label: round(float(value), 4) for label, value in zip(CONCERNS, f1, strict=True)},
            "concerns_macro_f1": round(float(f1.mean()), 4),
            "false_alarm_rate_of_concerns": round(float(raised[clean].any(axis=1).mean()), 4),
            "false_alarm_rate_of_concerns_on_ordinary_posts": round(
                float(raised[ordinary].any(axis=1).mean()), 4
            ),
        },
    }
