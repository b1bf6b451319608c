"""The Flask application: guard first, then the API and the local pages."""

from __future__ import annotations

import logging
from collections.abc import Callable
from types import TracebackType
from typing import Final

from flask import Flask, Response, g, render_template, request
from werkzeug.exceptions import HTTPException

from server import api, pages, problems
from server.engine import Engine
from server.faults import place_of
from server.guard import Guard, is_api
from server.pairing import PairingCodes
from server.problems import Problem
from server.proof import PROOF_HEADER, proof_asked
from server.token import TokenFile

MAX_BODY: Final = 1024 * 1024

log = logging.getLogger("postcheck")

_HEADERS: Final = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    # Not no-referrer: with that, browsers send "Origin: null" with our own forms.
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


class _App(Flask):
    def log_exception(
        self, exc_info: tuple[type, BaseException, TracebackType] | tuple[None, None, None]
    ) -> None:
        log.error("%s", place_of(exc_info[1]))


def create_app(
    engine: Engine,
    tokens: TokenFile,
    port: Callable[[], int],
    extension_ids: frozenset[str] = frozenset(),
    codes: PairingCodes | None = None,
) -> Flask:
    """The application over an engine. ``port`` gives the port it is served on: the only one it answers to."""
    codes = codes or PairingCodes()
    guard = Guard(port, extension_ids, tokens)
    app = _App(__name__)
    app.config.update(
        MAX_CONTENT_LENGTH=MAX_BODY,
        MAX_FORM_MEMORY_SIZE=MAX_BODY,
        PROPAGATE_EXCEPTIONS=False,
        PROVIDE_AUTOMATIC_OPTIONS=False,
    )
    app.debug = False  # whatever the environment says: the debugger shows values
    app.url_map.merge_slashes = False
    app.url_map.strict_slashes = True

    @app.before_request
    def admit() -> None:
        guard.admit(request)
        if is_api(request):
            g.proof = proof_asked(request, guard)

    @app.after_request
    def harden(response: Response) -> Response:
        for name, value in _HEADERS.items():
            response.headers[name] = value
        if g.get("proof"):  # with errors too: the caller believes nothing that comes without it
            response.headers[PROOF_HEADER] = g.proof
        return response

    @app.errorhandler(Problem)
    def refuse(problem: Problem) -> Response:
        return _answer(problem)

    @app.errorhandler(HTTPException)
    def refuse_http(fault: HTTPException) -> Response:
        response = _answer(problems.for_status(fault.code or 500))
        allowed = getattr(fault, "valid_methods", None)
        if allowed:
            response.headers["Allow"] = ", ".join(sorted(allowed))
        return response

    app.register_blueprint(api.blueprint(engine, guard, codes))
    app.register_blueprint(pages.blueprint(engine, codes))
    return app


def _answer(problem: Problem) -> Response:
    refused = problem.kind in {"host-refused", "origin-refused"}
    if not is_api(request) and not refused and "text/html" in request.headers.get("Accept", ""):
        body = render_template("problem.html", problem=problem.as_dict())
        return Response(body, problem.status, problem.headers, mimetype="text/html")
    return Response(problem.body(), problem.status, problem.headers, content_type=problems.CONTENT_TYPE)
