"""Waitress with our limits: nothing spills to disk, slow bodies are cut off, errors are problem documents."""

from __future__ import annotations

import logging
import select
import socket
import time
from collections.abc import Callable
from typing import Any, Final

from flask import Flask
from waitress import wasyncore
from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.server import TcpWSGIServer
from waitress.task import ErrorTask, ThreadedTaskDispatcher

from server import problems

THREADS: Final = 4
CONNECTIONS: Final = 64
IDLE_SECONDS: Final = 60
REQUEST_SECONDS: Final = 15
CROWDED_SECONDS: Final = 2
STOP_SECONDS: Final = 10
MAX_REQUEST: Final = 4 * 1024 * 1024
"""Above the application's own limit, so that it answers what is a little too large while it still can."""
IN_MEMORY: Final = 64 * 1024 * 1024
"""Above any request and any answer: waitress would put what is larger into a temporary file."""


class _ProblemTask(ErrorTask):  # type: ignore[misc]
    """Answers what never reached the application, without quoting any of it as waitress would."""

    def execute(self) -> None:
        problem = problems.for_status(self.request.error.code)
        body = problem.body()
        self.status = f"{problem.status} {self.request.error.reason}"
        self.response_headers.extend(
            [
                ("Content-Type", problems.CONTENT_TYPE),
                ("Content-Length", str(len(body))),
                ("Cache-Control", "no-store"),
                ("X-Content-Type-Options", "nosniff"),
            ]
        )
        self.set_close_on_finish()
        self.content_length = len(body)
        self.write(body)


class _Channel(HTTPChannel):  # type: ignore[misc]
    error_task_class = _ProblemTask
    begun = 0.0

    def received(self, data: bytes) -> bool:
        if self.request is None:
            self.begun = time.monotonic()
        return bool(super().received(data))

    @property
    def busy(self) -> bool:
        """Whether a request is being received, worked on or answered."""
        return bool(self.requests or self.request is not None or self.total_outbufs_len)


class Server(TcpWSGIServer):  # type: ignore[misc]
    """Serves an application on a socket that is bound and listening already, in the calling thread."""

    channel_class = _Channel

    def __init__(self, app: Flask, listener: socket.socket) -> None:
        # Waitress logs exceptions with their messages, which may quote a draft; the application logs its own.
        logging.getLogger("waitress").setLevel(logging.CRITICAL + 1)
        adjustments = Adjustments(
            sockets=[listener],
            threads=THREADS,
            connection_limit=CONNECTIONS,
            cleanup_interval=1,
            max_request_header_size=16 * 1024,
            max_request_body_size=MAX_REQUEST,
            inbuf_overflow=IN_MEMORY,
            outbuf_overflow=IN_MEMORY,
            outbuf_high_watermark=IN_MEMORY,
            asyncore_use_poll=hasattr(select, "poll"),
            log_socket_errors=False,
            ident="",
        )
        dispatcher = ThreadedTaskDispatcher()
        dispatcher.set_thread_count(THREADS)
        super().__init__(
            app,
            map={},
            _sock=listener,
            dispatcher=dispatcher,
            adj=adjustments,
            sockinfo=(listener.family, listener.type, listener.proto, listener.getsockname()),
            bind_socket=False,
        )

    def maintenance(self, now: float) -> None:
        """Close what is idle or has been sending one request for too long; sooner where places run out."""
        crowded = self.in_connection_overflow
        idle_limit = CROWDED_SECONDS if crowded else IDLE_SECONDS
        request_limit = CROWDED_SECONDS if crowded else REQUEST_SECONDS
        for channel in self.active_channels.values():
            if channel.requests:
                continue
            idle = channel.request is None and now - channel.last_activity > idle_limit
            slow = channel.request is not None and time.monotonic() - channel.begun > request_limit
            if idle or slow:
                channel.will_close = True

    def serve(self, stopping: Callable[[], bool]) -> None:
        """Serve until ``stopping()``, then finish what is in flight (at most STOP_SECONDS)."""
        while not stopping():
            self._turn()
        # Closed without the base class's close(): that takes away the trigger, which tasks still pull.
        wasyncore.dispatcher.close(self)
        deadline = time.monotonic() + STOP_SECONDS
        while any(c.busy for c in self.active_channels.values()) and time.monotonic() < deadline:
            self._turn(0.1)
        self.task_dispatcher.shutdown(timeout=1)
        wasyncore.close_all(self._map)

    def wake(self) -> None:
        """Make ``serve`` look at ``stopping()`` now; callable from a signal handler."""
        self.pull_trigger()

    def _turn(self, timeout: float = 1) -> None:
        options: dict[str, Any] = {"map": self._map, "use_poll": self.adj.asyncore_use_poll, "count": 1}
        wasyncore.loop(timeout=timeout, **options)


def listen(port: int) -> socket.socket:
    """A socket listening on 127.0.0.1, and nowhere else; port 0 takes a free one. Raises OSError."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        if hasattr(socket, "SO_EXCLUSIVEADDRUSE"):  # Windows: else another program could take the port over
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", port))
        listener.listen(CONNECTIONS)
    except BaseException:
        listener.close()
        raise
    return listener
