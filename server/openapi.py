"""The OpenAPI 3.1 document, made from the schemas."""

from __future__ import annotations

from functools import cache
from importlib.metadata import version
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from server import schemas
from server.problems import CONTENT_TYPE
from server.proof import NONCE, NONCE_HEADER, PROOF_HEADER

_TEMPLATE = "#/components/schemas/{model}"
_NONCE = {"$ref": "#/components/parameters/nonce"}
_PROOF = {PROOF_HEADER: {"$ref": "#/components/headers/proof"}}

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
            "parameters": {
                "nonce": {
                    "name": NONCE_HEADER,
                    "in": "header",
                    "required": False,
                    "description": "Asks for a proof that this is the checker paired with; never sent twice",
                    "schema": {"type": "string", "pattern": NONCE},
                }
            },
            "headers": {
                "proof": {
                    "description": "hex(HMAC-SHA256(token, 'postcheck-proof:' + port + ':' + nonce)), if a "
                    "nonce was sent and the caller is admitted; port: the one listened on, in decimal",
                    "schema": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
                }
            },
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
        "parameters": [_NONCE],
        "requestBody": _takes(schemas.CheckRequest),
        "responses": {
            "200": _gives("The report", schemas.ReportAnswer),
            **_problems(400, 401, 403, 413, 415, 422, 500, 503),
        },
    }


def _health() -> dict[str, Any]:
    not_ready = _gives("Starting, or failed", schemas.HealthAnswer)
    # The token file may be found unsafe here too, when a proof is asked for.
    not_ready["content"][CONTENT_TYPE] = {"schema": _reference(schemas.ProblemAnswer)}
    return {
        "operationId": "health",
        "summary": "Whether the checker can check, and proof that it is the one paired with",
        "security": [],
        "parameters": [_NONCE],
        "responses": {
            "200": _gives("Ready", schemas.HealthAnswer),
            "503": not_ready,
            **_problems(400, 403),
        },
    }


def _pair() -> dict[str, Any]:
    return {
        "operationId": "pair",
        "summary": "Exchange a one-time pairing code for the token (from an allowed extension only)",
        "security": [{"code": []}],
        "parameters": [_NONCE],
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
        "parameters": [_NONCE],
        "responses": {
            "200": _gives("The policy", schemas.PolicyAnswer),
            **_problems(400, 401, 403, 503),
        },
    }


def _openapi() -> dict[str, Any]:
    return {
        "operationId": "openapi",
        "summary": "This document",
        "parameters": [_NONCE],
        "responses": {
            "200": {
                "description": "OpenAPI 3.1",
                "headers": _PROOF,
                "content": {"application/json": {"schema": {"type": "object"}}},
            },
            **_problems(400, 401, 403, 503),
        },
    }


def _reference(model: type[BaseModel]) -> dict[str, str]:
    return {"$ref": _TEMPLATE.format(model=model.__name__)}


def _takes(model: type[BaseModel]) -> dict[str, Any]:
    return {"required": True, "content": {"application/json": {"schema": _reference(model)}}}


def _gives(description: str, model: type[BaseModel]) -> dict[str, Any]:
    return {
        "description": description,
        "headers": _PROOF,
        "content": {"application/json": {"schema": _reference(model)}},
    }


def _problems(*statuses: int) -> dict[str, Any]:
    return {
        str(status): {
            "description": "Why not",
            "headers": _PROOF,
            "content": {CONTENT_TYPE: {"schema": _reference(schemas.ProblemAnswer)}},
        }
        for status in statuses
    }
