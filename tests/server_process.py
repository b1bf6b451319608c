"""A real server process with a home of its own, for any test that needs one."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

READY_SECONDS = 30


class ServerProcess:
    """``postcheck serve`` as a person runs it. ``url`` ends with no slash; ``output`` is what it said."""

    def __init__(
        self,
        profile_toml: str | None = None,
        port: int | None = None,
        extension_ids: tuple[str, ...] = (),
        env: dict[str, str] | None = None,
    ) -> None:
        self.home = Path(tempfile.mkdtemp(prefix="postcheck-test-"))
        self.tmp = self.home / "tmp"
        self.tmp.mkdir()
        self.env = private_environment(self.home, self.tmp) | (env or {})
        self.options = [word for one in extension_ids for word in ("--extension-id", one)]
        if profile_toml is not None:
            profile = self.home / "profile.toml"
            profile.write_text(profile_toml, encoding="utf-8")
            self.options += ["--profile", str(profile)]
        self.port = port or 0
        self.output = ""
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    @property
    def token(self) -> str:
        return self.run("token").stdout.strip()

    def run(self, *arguments: str, **options: object) -> subprocess.CompletedProcess[str]:
        """Run another ``postcheck`` command in the same home."""
        return subprocess.run(
            [sys.executable, "-m", "server.cli", *arguments],
            env=self.env, capture_output=True, text=True, check=False, timeout=120, **options,  # type: ignore[call-overload]
        )  # fmt: skip

    def start(self, *, wait: bool = True) -> ServerProcess:
        command = [sys.executable, "-m", "server.cli", "serve", "--port", str(self.port), *self.options]
        self._process = subprocess.Popen(
            command, env=self.env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        said = threading.Event()
        threading.Thread(target=self._read, args=(self._process, said), daemon=True).start()
        if not said.wait(READY_SECONDS):
            raise AssertionError(f"the server did not say where it is:\n{self.output}")
        if self._process.poll() is not None and not self.port:
            raise AssertionError(f"the server ended:\n{self.output}")
        if wait:
            self.wait_ready()
        return self

    def wait_ready(self) -> None:
        deadline = time.monotonic() + READY_SECONDS
        while time.monotonic() < deadline:
            status = self.health()["status"]
            if status == "ready":
                return
            if status == "failed":
                break
            time.sleep(0.05)
        raise AssertionError(f"the server is not ready: {self.health()}\n{self.output}")

    def health(self) -> dict[str, str]:
        try:
            with urllib.request.urlopen(f"{self.url}/v1/health", timeout=5) as response:
                return json.load(response)
        except urllib.error.HTTPError as fault:
            return json.load(fault)

    def stop(self, how: int = signal.SIGTERM) -> int:
        """Stop it and give its exit code; one that does not stop is killed, and an error."""
        assert self._process is not None
        if self._process.poll() is None:
            self._process.send_signal(how)
        try:
            return self._process.wait(20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
            raise

    def restart(self) -> ServerProcess:
        """Stop, and start again on the same port with the same home."""
        self.stop()
        return self.start()

    def close(self) -> None:
        """Stop, and remove the home."""
        try:
            if self._process is not None:
                self.stop()
        finally:
            shutil.rmtree(self.home)

    def _read(self, process: subprocess.Popen[bytes], said: threading.Event) -> None:
        assert process.stdout is not None
        for line in process.stdout:
            self.output += line.decode("utf-8", "replace")
            found = re.search(r"started on 127\.0\.0\.1:(\d+)", self.output)
            if found:
                self.port = int(found.group(1))
                said.set()
        said.set()


def private_environment(home: Path, tmp: Path) -> dict[str, str]:
    """An environment in which nothing outside ``home`` is read or written by postcheck."""
    return {
        "PATH": os.environ.get("PATH", ""),
        "HOME": str(home),
        "USERPROFILE": str(home),
        "XDG_CONFIG_HOME": str(home / "config"),
        "XDG_DATA_HOME": str(home / "data"),
        "XDG_CACHE_HOME": str(home / "cache"),
        "XDG_STATE_HOME": str(home / "state"),
        "TMPDIR": str(tmp),
        "PYTHONPATH": str(Path(__file__).resolve().parents[1]),
        "PYTHONDONTWRITEBYTECODE": "1",
        "LANG": "C.UTF-8",
    }


def start(
    profile_toml: str | None = None,
    port: int | None = None,
    extension_ids: tuple[str, ...] = (),
    env: dict[str, str] | None = None,
    *,
    wait: bool = True,
) -> ServerProcess:
    """Start a server and wait until it is ready; ``close()`` it in the end."""
    server = ServerProcess(profile_toml, port, extension_ids, env)
    try:
        return server.start(wait=wait)
    except BaseException:
        server.close()
        raise
