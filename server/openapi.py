"""The OpenAPI 3.1 document, made from the schemas."""

from __future__ import annotations

from functools import cache
from importlib.metadata import version
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from server import schemas
from server.problems import CONTENT_TYPE

_TEMPLATE = "#/components/schemas/{model}"

_REQUESTS: tuple[type[BaseModel], ...] = (schemas.CheckRequest, schemas.PairRequest)
_ANSWERS: tuple[type[BaseModel], ...] = (
    schemas.ReportAnswer,
    schemas.HealthAnswer,
    schemas.PolicyAnswer,
    schemas.PairAnswer,
    schemas.ProblemAnswer,
)


@cache
def document() -> dict[str, Any]:
    """The document as served; do not change it."""
    _, definitions = models_json_schema(
        [(model, "validation") for model in (*_REQUESTS, *_ANSWERS)], ref_template=_TEMPLATE
    )
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "postcheck",
            "version": version("postcheck"),
            "summary": "Checks a draft post against a school's social media policy, on this device.",
        },
        "servers": [{"url": "/"}],
        "security": [{"token": []}],
        "paths": {
            "/v1/check": {"post": _check()},
            "/v1/health": {"get": _health()},
            "/v1/pair": {"post": _pair()},
            "/v1/policy": {"get": _policy()},
            "/v1/openapi.json": {"get": _openapi()},
        },
        "components": {
            "schemas": definitions["$defs"],
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer", "description": "The checker's token."},
                "code": {"type": "http", "scheme": "bearer", "description": "A one-time pairing code."},
            },
        },
    }


def _check() -> dict[str, Any]:
    return {
        "operationId": "check",
        "summary": "Check a draft",
        "requestBody": _takes(schemas.CheckRequest),
        "responses": {
            "200": _gives("The report", schemas.ReportAnswer),
            **_problems(400, 401, 403, 413, 415, 422, 500, 503),
        },
    }


def _health() -> dict[str, Any]:
    proof = {
        "X-Postcheck-Proof": {
            "description": "hex(HMAC-SHA256(token, 'postcheck-proof:' + nonce)), where a nonce was sent",
            "schema": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
        }
    }
    not_ready = _gives("Starting, or failed", schemas.HealthAnswer, headers=proof)
    # The token file may be found unsafe here too, when a proof is asked for.
    not_ready["content"][CONTENT_TYPE] = {"schema": _reference(schemas.ProblemAnswer)}
    return {
        "operationId": "health",
        "summary": "Whether the checker can check, and proof that it is the one paired with",
        "security": [],
        "parameters": [
            {
                "name": "X-Postcheck-Nonce",
                "in": "header",
                "required": False,
                "schema": {"type": "string", "pattern": "^[0-9A-Fa-f]{32,128}$"},
            }
        ],
        "responses": {
            "200": _gives("Ready", schemas.HealthAnswer, headers=proof),
            "503": not_ready,
            **_problems(400, 403),
        },
    }


def _pair() -> dict[str, Any]:
    return {
        "operationId": "pair",
        "summary": "Exchange a one-time pairing code for the token (from an allowed extension only)",
        "security": [{"code": []}],
        "requestBody": _takes(schemas.PairRequest),
        "responses": {
            "200": _gives("Paired", schemas.PairAnswer),
            **_problems(400, 401, 403, 413, 415, 422, 503),
        },
    }


def _policy() -> dict[str, Any]:
    return {
        "operationId": "policy",
        "summary": "The policy in force",
        "responses": {
            "200": _gives("The policy", schemas.PolicyAnswer),
            **_problems(401, 403, 503),
        },
    }


def _openapi() -> dict[str, Any]:
    return {
        "operationId": "openapi",
        "summary": "This document",
        "responses": {
            "200": {
                "description": "OpenAPI 3.1",
                "content": {"application/json": {"schema": {"type": "object"}}},
            },
            **_problems(401, 403, 503),
        },
    }


def _reference(model: type[BaseModel]) -> dict[str, str]:
    return {"$ref": _TEMPLATE.format(model=model.__name__)}


def _takes(model: type[BaseModel]) -> dict[str, Any]:
    return {"required": True, "content": {"application/json": {"schema": _reference(model)}}}


def _gives(description: str, model: type[BaseModel], headers: dict[str, Any] | None = None) -> dict[str, Any]:
    response: dict[str, Any] = {
        "description": description,
        "content": {"application/json": {"schema": _reference(model)}},
    }
    if headers:
        response["headers"] = headers
    return response


def _problems(*statuses: int) -> dict[str, Any]:
    return {
        str(status): {
            "description": "Why not",
            "content": {CONTENT_TYPE: {"schema": _reference(schemas.ProblemAnswer)}},
        }
        for status in statuses
    }
