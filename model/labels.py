"""The labels of the labelling guide: who is mentioned, and what is wrong with what is said."""

from __future__ import annotations

from typing import Final

MENTION_LABELS: Final = ("SCHOOL", "STAFF", "ROLE", "PUPIL", "FAMILY")
CONTACT_LABELS: Final = ("PHONE", "EMAIL", "CREDENTIAL")
SPAN_LABELS: Final = MENTION_LABELS + CONTACT_LABELS

CONCERNS: Final = (
    "derogatory",
    "defamatory",
    "bullying",
    "discriminatory",
    "confidential",
    "copyright",
    "disrepute",
    "boundary",
)

NETWORKS: Final = (
    "x",
    "facebook",
    "instagram",
    "threads",
    "linkedin",
    "bluesky",
    "mastodon",
    "reddit",
    "tiktok",
    "youtube",
    "whatsapp",
    "forum",
    "review",
    "blog",
)
