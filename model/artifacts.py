"""The trained models on disk: where they lie, and the proof that they are the ones that were built.

Nothing is opened before its SHA-256 has been compared with ``manifest.json``: joblib runs what it loads.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ARTIFACTS = Path(__file__).parent / "artifacts"
MANIFEST = "manifest.json"
FORMAT = 2
"""What the files are and how they are read; one more wherever older ones no longer load."""

_REBUILD = "Install postcheck again, or rebuild the models with `make train`."


class ArtifactError(RuntimeError):
    """The trained models cannot be used; the message says what is wrong and what to do."""


@dataclass(frozen=True)
class Artifacts:
    """Verified artefacts: the folder and what its manifest says."""

    folder: Path
    manifest: dict[str, Any]

    @property
    def version(self) -> str:
        """The version of the models, such as ``2026.11.1``."""
        return str(self.manifest["version"])

    @property
    def mentions(self) -> Path:
        """The folder of the spaCy pipeline."""
        return self.folder / "mentions"

    @property
    def setting(self) -> Path:
        """The file of the model of a draft's setting."""
        return self.folder / "setting.joblib"

    @property
    def concerns(self) -> Path:
        """The file of the scikit-learn classifier."""
        return self.folder / "concerns.joblib"


def sha256(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def files_in(folder: Path) -> list[Path]:
    """Every artefact file but the manifest, in a fixed order."""
    return sorted(path for path in folder.rglob("*") if path.is_file() and path.name != MANIFEST)


def verify(folder: Path | None = None) -> Artifacts:
    """Compare the format and every file with the manifest.

    Raises ArtifactError for models of another format, and for a file missing, changed or added.
    """
    folder = folder or ARTIFACTS
    path = folder / MANIFEST
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
        expected: dict[str, str] = manifest["files"]
    except FileNotFoundError:
        raise ArtifactError(f"The trained models are missing: there is no {path}. {_REBUILD}") from None
    except (OSError, ValueError, KeyError, TypeError) as fault:
        raise ArtifactError(f"{path} cannot be read ({fault}). {_REBUILD}") from None
    # A manifest without a format is older than formats are.
    if manifest.get("format") != FORMAT:
        raise ArtifactError(
            f"The trained models in {folder} were made by another version of postcheck. {_REBUILD}"
        )
    present = {file.relative_to(folder).as_posix() for file in files_in(folder)}
    for name in sorted(expected.keys() | present):
        if name not in present:
            raise ArtifactError(f"A file of the trained models is missing: {folder / name}. {_REBUILD}")
        if name not in expected:
            raise ArtifactError(f"A file does not belong to the trained models: {folder / name}. Remove it.")
        if sha256(folder / name) != expected[name]:
            raise ArtifactError(f"A file of the trained models has been changed: {folder / name}. {_REBUILD}")
    return Artifacts(folder, manifest)
