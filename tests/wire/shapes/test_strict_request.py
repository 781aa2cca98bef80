"""A strict request: recorded answers, October 2026, for absent members and null."""

from typing import Annotated, Required, TypedDict

import pytest

from jedlik.core.errors import Reject
from jedlik.core.types.constraints import at_least
from jedlik.core.types.echo import ECHO_CHARACTERS
from jedlik.wire.shapes.declaration import members_of
from jedlik.wire.shapes.strict_request import StrictRequest


class Search(TypedDict, total=False):
    """A request with a required member of each kind that the parser names."""

    Name: Required[str]
    Vector: Required[list[str]]
    TopK: Required[Annotated[int, at_least(1)]]
    Other: str


SEARCH: StrictRequest[Search] = StrictRequest(("TopK", "Name", "Vector"), *members_of(Search, {}))
SOUND = {"Name": "x", "Vector": [], "TopK": 1}


def refusal(body: object) -> tuple[str, str | None]:
    with pytest.raises(Reject) as reject:
        SEARCH.check(body)
    return reject.value.error.code, reject.value.error.message


def test_a_sound_request_is_returned() -> None:
    assert SEARCH.check({**SOUND}) == SOUND


def test_absent_members_are_missed_in_the_order_of_the_parser() -> None:
    assert refusal({"Vector": []}) == (
        "ValidationException",
        "missing field `TopK` at line 1 column 13",
    )
    assert refusal({"TopK": 1, "Vector": []}) == (
        "ValidationException",
        "missing field `Name` at line 1 column 22",
    )


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({"Name": None}, "invalid type: null, expected a string at line 1 column 12"),
        ({"Name": 5}, "invalid type: integer `5`, expected a string at line 1 column 9"),
        ({"Name": True}, "invalid type: boolean `true`, expected a string at line 1 column 12"),
        ({"Name": []}, "invalid type: sequence, expected a string at line 1 column 8"),
        ({"Vector": {}}, "invalid type: map, expected a sequence at line 1 column 10"),
        ({"Vector": "v"}, 'invalid type: string "v", expected a sequence at line 1 column 13'),
        ({"TopK": 1.5}, "invalid type: floating point `1.5`, expected i32 at line 1 column 11"),
        (
            {"TopK": 1 << 31},
            "invalid value: integer `2147483648`, expected i32 at line 1 column 18",
        ),
    ],
)
def test_another_type_comes_first(body: dict[str, object], message: str) -> None:
    assert refusal(body) == ("SerializationException", message)


def test_other_faults_come_last() -> None:
    assert refusal({**SOUND, "Other": 1})[0] == "SerializationException"
    assert refusal({**SOUND, "TopK": 0}) == (
        "ValidationException",
        "1 validation error detected: Value at 'TopK' failed to satisfy constraint: "
        "Member must have value greater than or equal to 1",
    )
    assert refusal([])[0] == "SerializationException"


def test_a_long_text_is_cut() -> None:
    _, message = refusal({"Vector": "v" * 200_000})
    assert len(str(message)) < ECHO_CHARACTERS + 100
    assert str(message).endswith("..., expected a sequence at line 1 column 200012")


def test_the_order_lists_the_required_members() -> None:
    with pytest.raises(TypeError):
        StrictRequest(("Name",), *members_of(Search, {}))
