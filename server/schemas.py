"""What may be sent and what is answered: the shapes behind the HTTP API and its OpenAPI document."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, PlainValidator, ValidationError, WithJsonSchema
from pydantic_core import PydanticCustomError

from model.report import Audience, Draft, Kind, Level, OffsetUnit
from server.problems import FieldError, Problem

MAX_TEXT: Final = 100_000
MAX_NETWORK: Final = 64
_SHOWN_NAME: Final = 60


def _string(most: int) -> PlainValidator:
    # Not pydantic's own str: that refuses lone surrogates, which browsers do send.
    def check(value: object) -> str:
        if not isinstance(value, str):
            raise PydanticCustomError("string_type", "must be a string")
        if len(value) > most:
            raise PydanticCustomError("string_too_long", f"must be at most {most:,} characters long")
        return value

    return PlainValidator(check)


DraftText = Annotated[str, _string(MAX_TEXT), WithJsonSchema({"type": "string", "maxLength": MAX_TEXT})]
NetworkName = Annotated[
    str, _string(MAX_NETWORK), WithJsonSchema({"type": "string", "maxLength": MAX_NETWORK})
]


class _Request(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, hide_input_in_errors=True)


RequestT = TypeVar("RequestT", bound=_Request)


class CheckRequest(_Request):
    """A draft to check. ``offsets`` is the unit of every position in the answer."""

    text: DraftText = Field(description="The draft; an empty one is clean.", examples=["Half term!"])
    network: NetworkName = Field("", description="Where it is to be published, such as x or facebook.")
    audience: Audience = "unknown"
    kind: Kind = "post"
    offsets: OffsetUnit = "codepoint"

    def draft(self) -> Draft:
        """The draft as the checker takes it."""
        return Draft(self.text, network=self.network or None, audience=self.audience, kind=self.kind)


class PairRequest(_Request):
    """Empty: the code stands in the Authorization header."""


class _Answer(BaseModel):
    model_config = ConfigDict(extra="forbid")


class FindingAnswer(_Answer):
    """One thing to think about before publishing."""

    id: str = Field(description="Names the finding within its report; holds nothing of the text.")
    label: str = Field(description="A span label or a concern of the labelling guide.")
    start: int = Field(ge=0)
    end: int = Field(ge=0, description="Exclusive.")
    level: Level
    clause: str = Field(description="The id of a policy clause, see /v1/policy.")
    title: str
    why: str
    replacement: str | None = Field(description="What could stand there instead.")
    confidence: float = Field(ge=0, le=1)
    phrases: list[tuple[int, int]] = Field(
        [], description="The phrases that weighed most; absent where there are none."
    )


class ReportAnswer(_Answer):
    """What the policy would ask the writer to think about."""

    warn: bool
    level: Level
    findings: list[FindingAnswer]
    rewrite: str | None
    model: str = Field(description="The version of the models that answered.")


class HealthAnswer(_Answer):
    """Whether the checker can check."""

    status: Literal["starting", "ready", "failed"]
    reason: str = Field("", description="Why it failed, and what to do; absent otherwise.")


class ClauseAnswer(_Answer):
    """One clause of the policy."""

    id: str
    title: str
    text: str = Field(description="The clause in plain words.")
    reference: str = Field(description="Where it stands in the policy, and its own words.")


class AskAnswer(_Answer):
    """The person whom staff can ask before they post."""

    name: str
    role: str
    email: str


class PolicyAnswer(_Answer):
    """The policy in force."""

    id: str
    name: str
    version: str
    link: str | None
    clauses: list[ClauseAnswer]
    ask: AskAnswer | None
    school: str | None


class PairAnswer(_Answer):
    """The token to keep."""

    token: str


class FieldProblem(_Answer):
    """One field of the request that cannot be used."""

    field: str
    message: str


class ProblemAnswer(_Answer):
    """A problem document (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[FieldProblem] = []


_WORDS: Final = {
    "missing": "is missing",
    "extra_forbidden": "is not a field of this request",
    "invalid_key": "is not a field of this request",
}


def validate(schema: type[RequestT], value: dict[str, Any]) -> RequestT:
    """The request as its schema has it. Raises Problem (422) naming each field and quoting no value."""
    try:
        return schema.model_validate(value)
    except ValidationError as fault:
        errors = [
            FieldError(_name(error["loc"]), _WORDS.get(error["type"], _sentence(error["msg"])))
            for error in fault.errors(include_url=False, include_input=False, include_context=False)
        ]
        raise Problem("invalid", _detail(errors), errors) from None


def _name(location: tuple[int | str, ...]) -> str:
    name = ".".join(str(part) for part in location)
    printable = "".join(c if c.isprintable() else "�" for c in name)
    return printable if len(printable) <= _SHOWN_NAME else printable[:_SHOWN_NAME] + "…"


def _sentence(message: str) -> str:
    return message.replace("Input should be", "must be")


def _detail(errors: list[FieldError]) -> str:
    return " ".join(f"{error.field} {error.message}." for error in errors[:5])
