"""One real server for the whole run, with a home of its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.server.wire import EXTENSION_ID
from tests.server_process import ServerProcess, start

PROFILE = """
policy_link = "https://thornhill.example/policy"

[school]
names = ["Thornhill High"]

[[staff]]
name = "Mrs Okonkwo"

[ask]
name = "Sam Patel"
role = "deputy head"
email = "s.patel@thornhill.example"
"""


@pytest.fixture(scope="session")
def server() -> Iterator[ServerProcess]:
    process = start(PROFILE, extension_ids=(EXTENSION_ID,))
    yield process
    process.close()


@pytest.fixture
def own_server() -> Iterator[ServerProcess]:
    """A server that the test may stop, restart or break."""
    process = start(PROFILE, extension_ids=(EXTENSION_ID,))
    yield process
    process.close()
