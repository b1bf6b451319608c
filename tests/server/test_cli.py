"""The command line: what it prints, its exit codes, and errors of one clear line."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import pytest

from tests.server.conftest import PROFILE
from tests.server_process import ServerProcess

BREAKING = "Mrs Okonkwo at Thornhill High is a useless cow and 9B know it"
CLEAN = "Half term and the dog has already eaten my slippers"


@pytest.fixture(scope="module")
def home() -> Iterator[ServerProcess]:
    """A home in which no server runs."""
    process = ServerProcess()
    config = process.home / "config" / "postcheck"
    config.mkdir(parents=True)
    (config / "profile.toml").write_text(PROFILE, encoding="utf-8")
    yield process
    process.close()


@pytest.mark.parametrize(
    ("text", "code", "shown"),
    [
        (CLEAN, 0, ["Nothing to say"]),
        ("", 0, ["Nothing to say"]),
        (
            BREAKING,
            1,
            ["things to look at", "Mrs Okonkwo", "Instead: “", "From the policy: ", "You could write"],
        ),
        ("\x1b[2J\x1b]0;x\x07 Mrs Okonkwo \ud83d", 1, ["Mrs Okonkwo", "�[2J"]),
    ],
)
def test_check_reads_what_is_piped_in(home: ServerProcess, text: str, code: int, shown: list[str]) -> None:
    done = home.run("check", input=text.encode("utf-8", "replace").decode())
    assert (done.returncode, done.stderr) == (code, "")
    for words in shown:
        assert words in done.stdout
    assert "\x1b" not in done.stdout


def test_check_reads_a_file_and_prints_json(home: ServerProcess, tmp_path: Path) -> None:
    draft = tmp_path / "draft.txt"
    draft.write_bytes(b"\xef\xbb\xbf" + BREAKING.encode() + b"\r\n")
    done = home.run("check", str(draft), "--json", "--network", "x", "--audience", "public")
    report = json.loads(done.stdout)
    assert done.returncode == 1
    assert report["warn"] is True
    assert "Mrs Okonkwo" in [BREAKING[f["start"] : f["end"]] for f in report["findings"]]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["check", "nowhere.txt"], "nowhere.txt cannot be read: No such file or directory."),
        (["check", "--jsonl", "nowhere.jsonl"], "nowhere.jsonl cannot be read: No such file or directory."),
        (["check", "{binary}"], "is not text in UTF-8"),
        (["check", "{long}"], "text must be at most 100,000 characters long."),
        (["check", "--audience", "everyone"], "Invalid value for '--audience'"),
        (["check", "--profile", "nowhere.toml", "{clean}"], "nowhere.toml: there is no such file"),
        (["check", "--policy", "{clean}", "{clean}"], "clean"),
        (["check", "--nonsense"], "No such option"),
        (["nonsense"], "No such command"),
        (["serve", "--port", "65536"], "Invalid value for '--port'"),
        (["serve", "--extension-id", "evil"], "is not an extension id"),
        (["evaluate"], "Missing argument"),
        (["evaluate", "nowhere.jsonl"], "nowhere.jsonl"),
        (["evaluate", "{clean}"], "clean"),
    ],
)
def test_errors_are_one_clear_line_and_code_2(
    home: ServerProcess, tmp_path: Path, arguments: list[str], said: str
) -> None:
    files = {
        "binary": bytes(range(256)),
        "long": b"a" * 100_001,
        "clean": CLEAN.encode(),
    }
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    done = home.run(*(a.format(**{name: tmp_path / name for name in files}) for a in arguments))
    assert done.returncode == 2
    assert done.stdout == ""
    assert said in done.stderr
    assert done.stderr.startswith("postcheck: ")
    assert "Traceback" not in done.stderr
    assert len([line for line in done.stderr.splitlines() if not line.startswith("See: ")]) == 1


LINES: list[tuple[bytes, int | bool]] = [
    (json.dumps({"text": BREAKING}).encode(), True),
    (json.dumps({"text": CLEAN}).encode(), False),
    (b"", 400),
    (b"not json", 400),
    (json.dumps({"text": "\ud83d Mrs Okonkwo", "offsets": "utf16"}).encode(), True),
    (b'{"text": 5}', 422),
    (b'{"text": "a", "text": "b"}', 400),
    (b"\xff\xfe\x00", 400),
    (b'{"text": "' + b"a" * 100_001 + b'"}', 422),
    (b'{"text": "' + b"a" * (4 * 1024 * 1024) + b'"}', 413),
    (b'{"nothing": ""}', 422),
    (b'{"text": ""}\r', False),
    (json.dumps({"text": CLEAN, "spans": [], "concerns": [], "warn": False, "network": "x"}).encode(), False),
    (b"[" * 5000, 400),
    (json.dumps({"text": BREAKING}).encode(), True),
]


@pytest.mark.parametrize("ending", [b"\n", b""])
def test_jsonl_answers_each_line_in_its_place(home: ServerProcess, tmp_path: Path, ending: bytes) -> None:
    file = tmp_path / "drafts.jsonl"
    file.write_bytes(b"\xef\xbb\xbf" + b"\n".join(line for line, _ in LINES) + ending)
    done = home.run("check", "--jsonl", str(file))
    assert (done.returncode, done.stderr) == (0, "")
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(answers) == len(LINES)
    for number, (answer, (_, expected)) in enumerate(zip(answers, LINES, strict=True), 1):
        if isinstance(expected, bool):
            assert answer["warn"] is expected, number
        else:
            assert answer["error"]["status"] == expected, number
            assert answer["line"] == number


def test_jsonl_answers_before_the_input_ends(home: ServerProcess) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "server.cli", "check", "--jsonl"],
        env=home.env, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    ) as process:  # fmt: skip
        assert process.stdin
        assert process.stdout
        for text, warn in [(BREAKING, True), (CLEAN, False)]:
            process.stdin.write(json.dumps({"text": text}).encode() + b"\n")
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["warn"] is warn
        process.stdin.close()
        assert process.wait(10) == 0


def test_jsonl_stops_quietly_when_nobody_reads(home: ServerProcess) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "server.cli", "check", "--jsonl"],
        env=home.env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as process:  # fmt: skip
        assert process.stdin
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        process.stdin.write(b'{"text": ""}\n' * 200)
        process.stdin.close()
        assert process.wait(30) == 2
        assert process.stderr.read() == b""


def test_an_interrupted_jsonl_stops_at_once(home: ServerProcess) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "server.cli", "check", "--jsonl"],
        env=home.env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as process:  # fmt: skip
        assert process.stdin
        assert process.stdout
        assert process.stderr
        process.stdin.write(b'{"text": ""}\n')
        process.stdin.flush()
        process.stdout.readline()
        process.send_signal(signal.SIGINT)
        assert process.wait(5) == 130
        assert b"Traceback" not in process.stderr.read()


def test_jsonl_scores_a_thousand_short_posts_in_15_seconds(home: ServerProcess) -> None:
    begun = time.monotonic()
    lines = "".join(json.dumps({"text": f"{BREAKING} {n}"}) + "\n" for n in range(1000))
    done = home.run("check", "--jsonl", input=lines)
    assert len(done.stdout.splitlines()) == 1000
    assert time.monotonic() - begun < 15


def test_token_prints_the_token_and_its_place(home: ServerProcess) -> None:
    first = home.run("token").stdout
    assert home.run("token").stdout == first
    path = Path(home.run("token", "--path").stdout.strip())
    assert path == home.home / "data" / "postcheck" / "token"
    assert path.read_text().strip() == first.strip()
    assert home.run("token", "--new").stdout not in ("", first)


def test_version_and_help(home: ServerProcess) -> None:
    assert home.run("--version").stdout == f"postcheck {version('postcheck')}\n"
    assert home.run().returncode == 0
    for command in ("serve", "check", "train", "evaluate", "token", "doctor"):
        assert command in home.run("--help").stdout


def test_evaluate_prints_the_figures(home: ServerProcess, tmp_path: Path) -> None:
    posts = [
        {"text": "Mrs Okonkwo", "spans": [[0, 11, "STAFF"]], "concerns": [], "warn": True, "network": "x"},
        {"text": CLEAN, "spans": [], "concerns": [], "warn": False, "network": "x"},
    ]
    file = tmp_path / "posts.jsonl"
    file.write_text("".join(json.dumps(post) + "\n" for post in posts), encoding="utf-8")
    figures = json.loads(home.run("evaluate", str(file), "--json").stdout)
    assert figures["warn"]["recall"] == 1.0
    assert figures["false_alarm_rate"] == 0.0
    assert figures["spans"]["STAFF"]["f1"] == 1.0
    table = home.run("evaluate", str(file)).stdout
    assert "STAFF" in table
    assert "False alarms" in table


def findings(home: ServerProcess, *arguments: str) -> dict[str, dict[str, str]]:
    done = home.run("doctor", "--json", *arguments)
    rows = {row["about"]: row for row in json.loads(done.stdout)["findings"]}
    assert done.returncode == int(any(row["state"] == "wrong" for row in rows.values()))
    return rows


def test_doctor_finds_a_running_server_and_proves_it(server: ServerProcess) -> None:
    found = findings(server, "--port", str(server.port))
    assert {row["state"] for about, row in found.items() if about != "Profile"} == {"ok"}
    assert "proved to be yours" in found["Server"]["detail"]


def test_doctor_says_what_is_broken_and_how_to_mend_it(home: ServerProcess, server: ServerProcess) -> None:
    token = Path(home.run("token", "--path").stdout.strip())
    home.run("token")
    broken = home.home / "broken.toml"
    broken.write_text("[school]\nname = 'Thornhill'\n")
    found = findings(home, "--port", str(server.port), "--profile", str(broken), "--policy", str(broken))
    assert "line 2" in found["Profile"]["detail"]
    assert found["Policy"]["state"] == "wrong"
    assert "another user's postcheck" in found["Server"]["detail"]
    token.chmod(0o644)
    try:
        found = findings(home, "--port", str(server.port))
        assert found["Token"]["state"] == "wrong"
        assert found["Token"]["fix"] == "Run: postcheck token --new"
    finally:
        token.chmod(0o600)
    assert findings(home, "--port", "1")["Server"]["fix"] == "Start it: postcheck serve"
    wrong = [row for row in findings(home, "--profile", str(broken)).values() if row["state"] == "wrong"]
    assert all(row["fix"] for row in wrong)
