"""Nothing is opened that the manifest does not vouch for, and the message says what to do."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from model.artifacts import ARTIFACTS, FORMAT, ArtifactError, sha256, verify
from model.training.train import code_digest, data_digest

MEGABYTES = 20


def remove(folder: Path) -> None:
    (folder / "concerns.joblib").unlink()


def tamper(folder: Path) -> None:
    path = folder / "concerns.joblib"
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def truncate(folder: Path) -> None:
    path = folder / "setting.joblib"
    path.write_bytes(path.read_bytes()[:-10])


def add(folder: Path) -> None:
    (folder / "mentions" / "extra.bin").write_bytes(b"x")


def lose_manifest(folder: Path) -> None:
    (folder / "manifest.json").unlink()


def garble_manifest(folder: Path) -> None:
    (folder / "manifest.json").write_text("[]")


@pytest.mark.parametrize(
    ("harm", "says"),
    [
        (remove, "missing"),
        (tamper, "has been changed"),
        (truncate, "has been changed"),
        (add, "does not belong"),
        (lose_manifest, "are missing"),
        (garble_manifest, "cannot be read"),
    ],
)
def test_harm_is_refused(tmp_path: Path, harm: Callable[[Path], None], says: str) -> None:
    folder = tmp_path / "artifacts"
    shutil.copytree(ARTIFACTS, folder)
    assert verify(folder).version
    harm(folder)
    with pytest.raises(ArtifactError, match=says) as fault:
        verify(folder)
    assert "Remove it" in str(fault.value) or "make train" in str(fault.value)


@pytest.mark.parametrize("made", [{}, {"format": None}, {"format": FORMAT - 1}, {"format": FORMAT + 1}])
def test_models_of_another_format_are_refused_though_whole(tmp_path: Path, made: dict[str, object]) -> None:
    model = tmp_path / "concerns.joblib"
    model.write_bytes(b"whole")
    manifest = {"version": "2026.1.1", "files": {model.name: sha256(model)}}

    def write(extra: dict[str, object]) -> None:
        (tmp_path / "manifest.json").write_text(json.dumps(manifest | extra), encoding="utf-8")

    write({"format": FORMAT})
    assert verify(tmp_path).version == "2026.1.1"
    write(made)
    with pytest.raises(ArtifactError, match=r"another version of postcheck.*make train"):
        verify(tmp_path)


def test_the_artefacts_are_small_and_as_new_as_their_data_and_code() -> None:
    manifest = verify().manifest
    assert sum(path.stat().st_size for path in ARTIFACTS.rglob("*")) < MEGABYTES * 1e6
    assert manifest["training_data"] == data_digest(), "training_data/ has changed since `make train`"
    assert manifest["training_code"] == code_digest(), "the training code has changed since `make train`"
