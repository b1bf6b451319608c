"""The one door: a draft in, a report out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from threading import Lock

from model import artifacts
from model.concerns import Concern, ConcernClassifier, Judgement
from model.mentions import Mention, MentionRecogniser, Reading
from model.policy import Policy
from model.profile import Profile
from model.report import Draft, Finding, Report
from model.rewrite import replacement_for, rewrite

BATCH = 64
"""Drafts that are read together."""


class Checker:
    """Checks drafts against a policy; ``Checker.load`` makes one. Keeps nothing of a draft."""

    def __init__(
        self,
        recogniser: MentionRecogniser,
        classifier: ConcernClassifier,
        policy: Policy,
        profile: Profile,
        model_version: str,
    ) -> None:
        self._recogniser = recogniser
        self._classifier = classifier
        self.policy = policy
        self.profile = profile
        self.model_version = model_version
        self._lock = Lock()

    @classmethod
    def load(
        cls,
        profile: Profile | Path | None = None,
        policy: Policy | Path | None = None,
        artifacts_folder: Path | None = None,
    ) -> Checker:
        """Load the verified models, the school's profile and its policy.

        A path is read; None stands for the person's own profile and the default policy. Raises
        ArtifactError, ProfileError or PolicyError, each saying what to do.
        """
        verified = artifacts.verify(artifacts_folder)
        names = profile if isinstance(profile, Profile) else Profile.load(profile)
        clauses = policy if isinstance(policy, Policy) else Policy.load(policy)
        recogniser = MentionRecogniser.load(verified.mentions, verified.setting, names)
        classifier = ConcernClassifier.load(verified.concerns)
        return cls(recogniser, classifier, clauses, names, verified.version)

    def check(self, draft: Draft) -> Report:
        """Check one draft."""
        return next(self.check_many([draft]))

    def check_many(self, drafts: Iterable[Draft]) -> Iterator[Report]:
        """Check many drafts, in order; quicker than one by one."""
        remaining = iter(drafts)
        while batch := [draft.text for draft in islice(remaining, BATCH)]:
            # What spaCy learns of a draft's words goes with the zone, which takes one thread at a time.
            with self._lock, self._recogniser.forgetting():
                reports = list(map(self._report, batch, self._recogniser.read_many(batch)))
            yield from reports

    def _report(self, text: str, reading: Reading) -> Report:
        judgement = self._classifier.judge(reading.doc, reading.spans)
        findings = self._findings(text, reading.mentions, judgement)
        return Report(text, tuple(findings), rewrite(text, findings), self.model_version)

    def _findings(self, text: str, mentions: Sequence[Mention], judgement: Judgement) -> list[Finding]:
        negative = judgement.negative or bool(judgement.concerns)
        about_pupil = any(mention.span[2] == "PUPIL" for mention in mentions)
        found = [self._mention(text, mention, negative) for mention in mentions]
        found += [self._concern(concern, about_pupil) for concern in judgement.concerns]
        enabled = [finding for finding in found if self.policy.finding[finding.label].enabled]
        return sorted(enabled, key=lambda finding: (finding.start, finding.end, finding.label))

    def _mention(self, text: str, mention: Mention, negative: bool) -> Finding:
        start, end, label = mention.span
        wording = self.policy.finding[label]
        return Finding(
            label,
            start,
            end,
            self.policy.mention_level(label, negative=negative),
            wording.clause,
            wording.title,
            wording.why,
            replacement_for(label, text, start, end, wording.replacement),
            mention.confidence,
        )

    def _concern(self, concern: Concern, about_pupil: bool) -> Finding:
        wording = self.policy.finding[concern.label]
        return Finding(
            concern.label,
            concern.start,
            concern.end,
            self.policy.concern_level(concern.label, about_pupil=about_pupil),
            wording.clause,
            wording.title,
            wording.why,
            None,
            concern.confidence,
            concern.phrases,
        )
