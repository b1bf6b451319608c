"""The checker inside the server: loaded in a thread, so that the port answers while it starts."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from server.faults import place_of
from server.problems import Problem

if TYPE_CHECKING:
    from model import Checker

Status = Literal["starting", "ready", "failed"]

_WARM_UP = "Half term, and the dog has eaten my slippers again. Thank you all for a lovely fair!"


class Engine:
    """Holds the checker and says how far it is. ``failure`` tells the person at the terminal why it failed.

    ``on_change`` is called in the loading thread once the status is known.
    """

    def __init__(
        self,
        profile: Path | None = None,
        policy: Path | None = None,
        on_change: Callable[[Engine], None] = lambda _: None,
    ) -> None:
        self._profile = profile
        self._policy = policy
        self._on_change = on_change
        self._checker: Checker | None = None
        self.status: Status = "starting"
        self.reason = ""
        self.failure = ""

    def start(self) -> None:
        """Begin to load; returns at once."""
        threading.Thread(target=self.load, name="load", daemon=True).start()

    def load(self) -> None:
        """Load the checker and try it once, so that the first draft is not the slow one."""
        try:
            self._checker = load_checker(self._profile, self._policy, warm=True)
            self.status = "ready"
        except LoadError as fault:
            self.reason, self.failure = fault.reason, str(fault)
            self.status = "failed"
        except Exception as fault:  # whatever it is, the port must say so instead of "starting" for ever
            self.reason, self.failure = "The checker could not be loaded.", place_of(fault)
            self.status = "failed"
        self._on_change(self)

    @property
    def checker(self) -> Checker:
        """The checker. Raises Problem (503) while there is none."""
        if self._checker is None:
            if self.status == "failed":
                raise Problem("failed", f"{self.reason} Run postcheck doctor to see what to do.")
            raise Problem("not-ready", headers={"Retry-After": "1"})
        return self._checker


class LoadError(Exception):
    """The checker cannot be loaded: the message is for the person at the terminal, ``reason`` for callers."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason


def load_checker(profile: Path | None, policy: Path | None, *, warm: bool = False) -> Checker:
    """Load the checker with the files named, or the person's own. Raises LoadError."""
    from model import ArtifactError, Checker, Draft  # noqa: PLC0415 (spaCy: over a second)
    from model.policy import Policy, PolicyError  # noqa: PLC0415
    from model.profile import Profile, ProfileError  # noqa: PLC0415

    try:
        checker = Checker.load(profile=Profile.load(profile), policy=Policy.load(policy))
        if warm:
            checker.check(Draft(_WARM_UP))
    except ArtifactError as fault:
        raise LoadError("The checker's models are missing or damaged.", str(fault)) from None
    except ProfileError as fault:
        raise LoadError("The school's profile cannot be read.", str(fault)) from None
    except PolicyError as fault:
        raise LoadError("The policy cannot be read.", str(fault)) from None
    return checker
