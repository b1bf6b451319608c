"""Text in, findings out: the checker. Knows no Flask, no browser and no network."""

from model.artifacts import ArtifactError
from model.checker import Checker
from model.policy import PolicyError
from model.profile import ProfileError
from model.report import Draft, Finding, Report

__all__ = ["ArtifactError", "Checker", "Draft", "Finding", "PolicyError", "ProfileError", "Report"]
