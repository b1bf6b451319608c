"""How right the checker is: floors under the figures, so that no change makes it worse unseen."""

from __future__ import annotations

from pathlib import Path

import pytest

from model import Checker
from model.artifacts import verify
from model.labels import CONCERNS
from model.profile import Profile
from model.training.corpus import Post, load, read_file
from model.training.evaluate import Figures, evaluate, score

DEV = Path(__file__).resolve().parents[3] / "shared" / "eval" / "dev.jsonl"
"""Labelled posts that no model was trained on; they are not part of the project."""

FLOORS = {"warn recall": 0.87, "concerns": 0.71, "spans": 0.73, "spans overlap": 0.77}
CEILING_FALSE_ALARMS = 0.16


@pytest.fixture(scope="module")
def checker() -> Checker:
    return Checker.load(profile=Profile())


@pytest.fixture(scope="module")
def on_dev(checker: Checker) -> Figures:
    if not DEV.exists():
        pytest.skip(f"the development posts are not here: {DEV}")
    return evaluate(checker, [post for _, post in read_file(DEV)])


def test_posts_that_break_the_policy_are_warned_of(on_dev: Figures) -> None:
    assert on_dev["warn"]["recall"] >= FLOORS["warn recall"]


def test_clean_posts_written_to_be_hard_are_mostly_left_alone(on_dev: Figures) -> None:
    assert on_dev["false_alarm_rate"] <= CEILING_FALSE_ALARMS


def test_concerns_and_mentions_on_posts_by_others(on_dev: Figures) -> None:
    assert on_dev["concerns_macro_f1"] >= FLOORS["concerns"]
    assert on_dev["spans_micro"]["f1"] >= FLOORS["spans"]
    assert on_dev["spans_overlap_micro"]["f1"] >= FLOORS["spans overlap"]


def test_every_concern_beats_saying_always_yes() -> None:
    manifest = verify().manifest
    counts = manifest["corpus"]
    for label in CONCERNS:
        share = counts[label] / counts["posts"]
        always_yes = 2 * share / (1 + share)
        assert manifest["cross_validated"]["concerns_f1"][label] > 2 * always_yes


def test_the_page_of_figures_is_of_these_models() -> None:
    page = (Path(__file__).resolve().parents[2] / "docs" / "quality.md").read_text(encoding="utf-8")
    crossed = verify().manifest["cross_validated"]
    for label in CONCERNS:
        assert f"| {label} | {crossed['concerns_f1'][label]:.2f} |" in page, "run `make quality`"


def test_the_posts_learnt_from_are_known(checker: Checker) -> None:
    figures = evaluate(checker, load()[::25])
    assert figures["warn"]["recall"] >= 0.9
    assert figures["false_alarm_rate"] <= 0.05


def test_figures_are_counted_as_they_say(checker: Checker) -> None:
    post = Post("a", ((0, 1, "STAFF"),), ("derogatory",), warn=True, network="x")
    nothing = list(checker.check_many([]))
    assert score([], nothing)["warn"]["f1"] == 0.0
    assert evaluate(checker, [post, post])["posts"] == 2
