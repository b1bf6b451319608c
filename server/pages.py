"""The local pages: try a draft, and pair the extension. Rendered here; they run no script."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from flask import Blueprint, Response, render_template, request
from itsdangerous import BadSignature, URLSafeTimedSerializer

from server.marking import pieces
from server.pairing import LIFETIME_SECONDS, PairingCodes
from server.problems import FieldError, Problem
from server.schemas import CheckRequest, validate
from server.wording import levels, things

if TYPE_CHECKING:
    from server.engine import Engine

FORM_LIFETIME_SECONDS = 12 * 3600

_FIELDS = frozenset({"form_token", "text", "network", "audience", "kind"})


def blueprint(engine: Engine, codes: PairingCodes) -> Blueprint:
    """The routes of the pages over this engine."""
    pages = Blueprint("pages", __name__)
    # The key lives as long as the process: a form from before a restart asks to be loaded again.
    forms = URLSafeTimedSerializer(secrets.token_bytes(32), salt="form")

    def page(template: str, **values: object) -> Response:
        form_token = forms.dumps(secrets.token_hex(8))
        body = render_template(
            template, form_token=form_token, status=engine.status, levels=levels(), things=things, **values
        )
        # A form may hold half a character; the page shows the sign for one.
        return Response(body.encode("utf-8", "replace"), mimetype="text/html")

    def form() -> dict[str, str]:
        if request.mimetype != "application/x-www-form-urlencoded":
            raise Problem("form-media-type")
        try:
            forms.loads(request.form.get("form_token", ""), max_age=FORM_LIFETIME_SECONDS)
        except BadSignature:
            raise Problem("form-expired") from None
        unknown = [name for name in request.form if name not in _FIELDS]
        if unknown:
            raise Problem("invalid", errors=[FieldError(unknown[0][:60], "is not a field of this form")])
        return {name: value for name, value in request.form.items() if name != "form_token"}

    @pages.get("/")
    def try_it() -> Response:
        return page("try.html", asked=None)

    @pages.post("/")
    def try_it_checked() -> Response:
        sent = form()
        # Forms write line breaks as CR LF, whatever was typed.
        sent["text"] = sent.get("text", "").replace("\r\n", "\n")
        asked = validate(CheckRequest, sent)
        report = engine.checker.check(asked.draft())
        return page(
            "try.html",
            asked=asked,
            report=report,
            pieces=pieces(asked.text, report.findings),
            clauses=engine.checker.policy.clauses,
        )

    @pages.get("/pair")
    def pair() -> Response:
        return page("pair.html", code=None)

    @pages.post("/pair")
    def pair_with_code() -> Response:
        form()
        return page("pair.html", code=codes.new(), minutes=LIFETIME_SECONDS // 60)

    return pages
