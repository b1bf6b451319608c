"""The HTTP API under /v1."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, request

from server.guard import Guard, bearer
from server.openapi import document
from server.pairing import PairingCodes
from server.problems import FieldError, Problem
from server.schemas import CheckRequest, PairRequest, validate
from server.strict_json import JsonError, dumps, loads_object

if TYPE_CHECKING:
    from model.policy import Policy
    from model.profile import Profile
    from server.engine import Engine


def blueprint(engine: Engine, guard: Guard, codes: PairingCodes) -> Blueprint:
    """The routes of the API over this engine."""
    api = Blueprint("api", __name__, url_prefix="/v1")

    @api.get("/health")
    def health() -> Response:
        answer: dict[str, Any] = {"status": engine.status}
        if engine.reason:
            answer["reason"] = engine.reason
        return _json(answer, 200 if engine.status == "ready" else 503)

    @api.post("/check")
    def check() -> Response:
        asked = validate(CheckRequest, _body())
        return _json(engine.checker.check(asked.draft()).as_dict(offsets=asked.offsets))

    @api.get("/policy")
    def policy() -> Response:
        checker = engine.checker
        return _json(policy_answer(checker.policy, checker.profile))

    @api.post("/pair")
    def pair() -> Response:
        guard.check_extension(request)
        validate(PairRequest, _body())
        if not codes.redeem(bearer(request) or ""):
            raise Problem("code-refused")
        return _json({"token": guard.token()})

    @api.get("/openapi.json")
    def openapi() -> Response:
        return _json(document())

    return api


def policy_answer(policy: Policy, profile: Profile) -> dict[str, Any]:
    """The policy in force, with what the school's profile adds to it."""
    return {
        "id": policy.id,
        "name": policy.name,
        "version": policy.version,
        "link": profile.policy_link or policy.link or None,
        "clauses": [
            {
                "id": clause.id,
                "title": clause.title,
                "text": clause.plain,
                "reference": f"{clause.section}: “{clause.text}”",
            }
            for clause in policy.clause
        ],
        "ask": profile.ask.model_dump() if profile.ask else None,
        "school": next(iter(profile.school.names), None),
    }


def _body() -> dict[str, Any]:
    if (
        request.mimetype != "application/json"
        or request.mimetype_params.get("charset", "utf-8").lower() != "utf-8"
    ):
        raise Problem("media-type")
    try:
        return loads_object(request.get_data(cache=False))
    except JsonError as fault:
        errors = [FieldError(fault.field, str(fault))] if fault.field is not None else []
        raise Problem("bad-json", str(fault), errors) from None


def _json(value: dict[str, Any], status: int = 200) -> Response:
    return Response(dumps(value), status, mimetype="application/json")
