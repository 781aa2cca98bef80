"""Models of query APIs: how faults are worded, and the shape of answers."""

from typing import Annotated, Any, Required, TypedDict

import pytest

from jedlik.core.errors import Reject
from jedlik.core.types.constraints import max_length, min_length, pattern
from jedlik.wire.shapes.query_request import QueryRequest

NAME = r"[\w+=,.@-]*"


class Named(TypedDict, total=False):
    """A request."""

    RoleSessionName: Required[Annotated[str, pattern(NAME), min_length(2), max_length(64)]]
    Keys: list[Annotated[str, min_length(1)]]


class Answer(TypedDict, total=False):
    """An answer."""

    Role: str


def refusal(request: dict[str, Any], *, echoes_values: bool = True) -> str | None:
    shape = QueryRequest(Named, echoes_values=echoes_values)
    with pytest.raises(Reject) as refused:
        shape.check(request)
    assert refused.value.error.code == "ValidationException"
    return refused.value.error.message


def test_sts_repeats_the_value() -> None:
    """Recorded: LocalStack, tests/aws/services/sts, July 2025 and February 2026."""
    assert refusal({"RoleSessionName": "a b"}) == (
        "1 validation error detected: Value 'a b' at 'roleSessionName' failed to satisfy "
        r"constraint: Member must satisfy regular expression pattern: [\w+=,.@-]*"
    )
    assert refusal({"RoleSessionName": "a" * 65}) == (
        f"1 validation error detected: Value '{'a' * 65}' at 'roleSessionName' failed to satisfy "
        "constraint: Member must have length less than or equal to 64"
    )


def test_iam_leaves_it_out() -> None:
    """Recorded for versionId: LocalStack, tests/aws/services/iam, February 2026."""
    assert refusal({"RoleSessionName": "a b"}, echoes_values=False) == (
        "1 validation error detected: Value at 'roleSessionName' failed to satisfy "
        r"constraint: Member must satisfy regular expression pattern: [\w+=,.@-]*"
    )


def test_all_faults_are_reported_together() -> None:
    assert refusal({"Keys": ["a", ""]}) == (
        "2 validation errors detected: "
        "Value null at 'roleSessionName' failed to satisfy constraint: Member must not be null; "
        "Value '' at 'keys.2.member' failed to satisfy constraint: "
        "Member must have length greater than or equal to 1"
    )


@pytest.mark.parametrize("name", ["é", "a\n", "\u0661"])
def test_the_expressions_are_those_of_java(name: str) -> None:
    assert refusal({"RoleSessionName": name * 2}) is not None


def test_an_answer_has_its_shape() -> None:
    assert QueryRequest(Named).answer is None
    shape = QueryRequest(Named, Answer)
    assert shape.answer is shape.answer
    assert shape.answer is not None
    assert [member.name for member in shape.answer.members] == ["Role"]


def test_a_request_may_need_no_signature() -> None:
    assert QueryRequest(Named).is_signed
    assert not QueryRequest(Named, is_signed=False).is_signed
