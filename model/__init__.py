"""Text in, findings out: the checker. Knows no Flask, no browser and no network."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from model.artifacts import ArtifactError
    from model.checker import Checker
    from model.policy import PolicyError
    from model.profile import ProfileError
    from model.report import Draft, Finding, Report

__all__ = ["ArtifactError", "Checker", "Draft", "Finding", "PolicyError", "ProfileError", "Report"]

_HOMES = {
    "ArtifactError": "artifacts",
    "Checker": "checker",
    "Draft": "report",
    "Finding": "report",
    "PolicyError": "policy",
    "ProfileError": "profile",
    "Report": "report",
}


def __getattr__(name: str) -> Any:
    # On demand: spaCy takes over a second to import, and a server answers its port before that.
    if name in _HOMES:
        return getattr(import_module(f"model.{_HOMES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
