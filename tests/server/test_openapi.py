"""The OpenAPI document is valid, says what the server does, and the server keeps to it."""

from __future__ import annotations

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from openapi_spec_validator import validate
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    positive_data_acceptance,
    response_schema_conformance,
    status_code_conformance,
)

from server.app import create_app
from server.engine import Engine
from server.openapi import document
from server.token import TokenFile
from tests.server.wire import EXTENSION, check, get, server_token
from tests.server_process import ServerProcess


def test_the_document_is_valid_and_served(server: ServerProcess) -> None:
    validate(document())
    served = get(server, "/v1/openapi.json", Authorization=f"Bearer {server_token(server)}")
    assert served.json == document()
    assert get(server, "/v1/openapi.json").status == 401


def test_every_route_of_the_api_is_described() -> None:
    app = create_app(Engine(), TokenFile(), lambda: 8787)
    routes = {
        (rule.rule, method.lower())
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/v1")
        for method in (rule.methods or set()) - {"HEAD"}
    }
    described = {(path, method) for path, item in document()["paths"].items() for method in item}
    assert routes == described


def test_policy_is_the_one_in_force(server: ServerProcess) -> None:
    answer = get(server, "/v1/policy", Authorization=f"Bearer {server_token(server)}").json
    assert answer["id"] == "cornerstone"
    assert answer["link"] == "https://thornhill.example/policy"
    assert answer["school"] == "Thornhill High"
    assert answer["ask"] == {"name": "Sam Patel", "role": "deputy head", "email": "s.patel@thornhill.example"}
    report = check(server, {"text": "Mrs Okonkwo at Thornhill High"}).json
    assert {f["clause"] for f in report["findings"]} <= {clause["id"] for clause in answer["clauses"]}


def bad_data_is_refused(
    context: schemathesis.CheckContext, response: schemathesis.Response, case: schemathesis.Case
) -> bool | None:
    """As schemathesis has it, and a body over the limit may also be refused as such."""
    return None if response.status_code == 413 else negative_data_rejection(context, response, case)


SCHEMA = schemathesis.openapi.from_dict(document())
CONFORMANCE = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    bad_data_is_refused,
]


OPERATIONS = {operation.ok().label: operation.ok() for operation in SCHEMA.get_all_operations()}
KINDS = [
    (label, mode)
    for label, operation in OPERATIONS.items()
    for mode in GenerationMode
    if mode is GenerationMode.POSITIVE or {"requestBody", "parameters"} & set(operation.definition.raw)
]


@pytest.mark.parametrize(("label", "mode"), KINDS)
def test_the_server_keeps_to_the_document(server: ServerProcess, label: str, mode: GenerationMode) -> None:
    pairing = label == "POST /v1/pair"
    headers = {
        "Origin": EXTENSION,
        "Authorization": f"Bearer {'a-code' if pairing else server_token(server)}",
    }
    # No generated case holds a code that works, so that none can be accepted.
    checks = CONFORMANCE if pairing else [*CONFORMANCE, positive_data_acceptance]

    @settings(
        max_examples=60,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=OPERATIONS[label].as_strategy(generation_mode=mode))
    def keeps(case: schemathesis.Case) -> None:
        case.call_and_validate(base_url=server.url, headers=headers, checks=checks)

    keeps()
