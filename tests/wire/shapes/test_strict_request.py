"""A strict request: recorded answers, and dynoxide's captures, October 2026."""

from typing import Annotated, Required, TypedDict

import pytest

from jedlik.apis.dynamodb.model.members import LEAVES
from jedlik.core.errors import Reject
from jedlik.core.types.attribute_value import AttributeValue, Item
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
    error = reject.value.error
    return error.code, str(error.fields["message"]) if error.fields else error.message


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
    ],
)
def test_another_type_comes_first(body: dict[str, object], message: str) -> None:
    assert refusal(body) == ("SerializationException", message)


def test_a_number_of_more_than_32_bits() -> None:
    assert refusal({"TopK": 1 << 31}) == (
        "ValidationException",
        "invalid value: integer `2147483648`, expected i32 at line 1 column 18",
    )
    assert SEARCH.check({**SOUND, "TopK": 2.0}) == {**SOUND, "TopK": 2}
    assert refusal({"TopK": 1e300})[0] == "SerializationException"


class Values(TypedDict, total=False):
    """A request with attribute values."""

    Vector: Required[list[AttributeValue]]
    Given: Item
    Names: dict[str, str]


VALUES: StrictRequest[Values] = StrictRequest(("Vector",), *members_of(Values, LEAVES))
BEGIN = len('{"Vector":[')
VARIANTS = (
    "`B`, `BOOL`, `BS`, `DECIMAL`, `DECIMALSET`, `DOUBLE`, `DOUBLESET`, `INT`, `INTSET`, `L`, `M`, "
    "`N`, `NS`, `NULL`, `S`, `SS`"
)


def refused_value(value: object) -> tuple[str, str | None]:
    with pytest.raises(Reject) as reject:
        VALUES.check({"Vector": [value]})
    error = reject.value.error
    return error.code, str(error.fields["message"]) if error.fields else error.message


@pytest.mark.parametrize(
    ("value", "message", "column"),
    [
        ({"N": 1}, "integer `1`, expected a string", 6),
        ({"N": None}, "null, expected a string", 9),
        ({"N": None, "S": "a"}, "null, expected a string", 9),
        ({"S": {}}, "map, expected a string", 5),
        ({"B": 1}, "integer `1`, expected a Base64-encoded string", 6),
        ({"BOOL": "true"}, 'string "true", expected a boolean', 14),
        ({"L": {}}, "map, expected a sequence", 5),
        ({"M": []}, "sequence, expected a map", 5),
        ({"SS": [1]}, "integer `1`, expected a string", 8),
        ({"SS": ["a", 1]}, "integer `1`, expected a string", 12),
        ({"INT": None}, "null, expected a string", 11),
        ({"INTSET": "a"}, 'string "a", expected a sequence', 13),
        ({"L": [{"S": "a"}, {"M": {"k": {"N": 1}}}]}, "integer `1`, expected a string", 32),
    ],
)
def test_values_of_another_type(value: object, message: str, column: int) -> None:
    assert refused_value(value) == (
        "SerializationException",
        f"invalid type: {message} at line 1 column {BEGIN + column}",
    )


@pytest.mark.parametrize(
    ("value", "tag", "column"),
    [("x", "x", 3), ({"X": "1"}, "X", 4), ({"s": 1}, "s", 4), ({"X": "1", "S": "a"}, "X", 4)],
)
def test_unknown_data_types(value: object, tag: str, column: int) -> None:
    assert refused_value(value) == (
        "ValidationException",
        f"unknown variant `{tag}`, expected one of {VARIANTS} at line 1 column {BEGIN + column}",
    )


@pytest.mark.parametrize(
    "value",
    [None, {}, 1, True, [], {"S": "a", "N": "1"}, {"S": "a", "X": "1"}, {"L": [None]},
     {"M": {"a": None}}],
)  # fmt: skip
def test_values_without_a_data_type_have_no_message(value: object) -> None:
    assert refused_value(value) == ("SerializationException", None)


def test_members_are_read_in_the_order_of_the_body() -> None:
    with pytest.raises(Reject) as reject:
        VALUES.check({"Other": [1], "Names": {"a": None}, "Vector": None})
    column = len('{"Other":[1],"Names":{"a":null')
    assert reject.value.error.fields == {
        "message": f"invalid type: null, expected a string at line 1 column {column}"
    }


def test_null_in_place_of_an_optional_member_and_deep_values_are_left_to_other_checks() -> None:
    deep: dict[str, object] = {"S": "x"}
    for _ in range(100):
        deep = {"L": [deep]}
    for vector in ([{"N": "1"}], [{"BOOL": True}], [deep]):
        assert VALUES.check({"Vector": vector, "Given": None}) == {"Vector": vector}


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
