"""Tests of parameters.

Source: recorded answers, October 2026, among them dynoxide's captures.
"""

import pytest

from jedlik.core.errors import Reject
from jedlik.core.expressions.nodes import Add, Comparison, Delete, Literal, Path
from jedlik.core.partiql.bind import (
    bound_condition,
    bound_update,
    bound_values,
    normalise_parameters,
)
from jedlik.core.partiql.nodes import Change, Select
from jedlik.core.partiql.translate import statement_of
from jedlik.core.types.attribute_value import AttributeValue

PARAMETERS = "Number of parameters in request and statement don't match."
NOT_A_NUMBER = "The parameter cannot be converted to a numeric value"
OPERAND = (
    "Incorrect operand type for operator or function; operator or function: {}, operand type: {}"
)
SECOND = "The second argument to {} must be a value with type SET at 1:{}:1"
UNDERFLOW = (
    "Number underflow. Attempting to store a number with magnitude smaller than supported range"
)


def bind(statement: str, parameters: list[AttributeValue]) -> None:
    normalise_parameters(parameters)
    translated = statement_of(statement)
    values = bound_values(translated, parameters)
    if isinstance(translated.body, Select):
        bound_condition(translated.body.where, values)
    elif isinstance(translated.body, Change):
        bound_update(translated.body, values)


@pytest.mark.parametrize(
    ("statement", "parameters", "message"),
    [
        ("SELECT * FROM T WHERE a = ?", [], PARAMETERS),
        ("SELECT * FROM T WHERE a = ? AND b = ?", [{"S": "a"}], PARAMETERS),
        ("UPDATE T SET WHERE", [{"N": ""}], NOT_A_NUMBER),
        ("SELECT * FROM T WHERE a = ?", [{"N": "abc"}], NOT_A_NUMBER + ": abc"),
        ("SELECT * FROM T WHERE a = ?", [{"N": ""}], NOT_A_NUMBER),
        ("SELECT * FROM T WHERE a = ?", [{"N": "1e2147483647"}], UNDERFLOW),
        (
            "SELECT * FROM T WHERE a = ?",
            [{"N": "1e-2147483648"}],
            NOT_A_NUMBER + ": 1e-2147483648",
        ),
        ("SELECT * FROM T WHERE a < ?", [{"BOOL": True}], OPERAND.format("<", "BOOL")),
        (
            "SELECT * FROM T WHERE a BETWEEN ? AND ?",
            [{"L": []}, {"L": []}],
            OPERAND.format("BETWEEN", "L"),
        ),
        ("UPDATE T SET a = set_add(a, ?)", [{"S": "a"}], SECOND.format("SET_ADD", 26)),
        ("UPDATE T SET a = n + 1 - ?", [{"S": "a"}], OPERAND.format("-", "S")),
    ],
)
def test_parameters(statement: str, parameters: list[AttributeValue], message: str) -> None:
    with pytest.raises(Reject) as rejected:
        bind(statement, parameters)
    assert rejected.value.error.message == message


def test_every_reference_has_a_value() -> None:
    statement = statement_of("SELECT * FROM T WHERE a = ? AND b = 'x' AND c = ?")
    parameters: list[AttributeValue] = [{"N": "1.0"}, {"SS": ["b", "a"]}]
    normalise_parameters(parameters)
    assert bound_values(statement, parameters) == {
        ":p1": {"N": "1"},
        ":p2": {"SS": ["a", "b"]},
        ":l0": {"S": "x"},
    }
    without = statement_of("SELECT * FROM T WHERE b = 'x'")
    assert bound_values(without, []) == {":l0": {"S": "x"}}
    assert without.literals == {":l0": {"S": "x"}}


def test_further_parameters_are_ignored() -> None:
    """Source: dynoxide's captures, October 2026."""
    body = statement_of("SELECT * FROM T WHERE a = ?")
    values = bound_values(body, [{"S": "a"}, {"S": "b"}])
    assert values[":p1"] == {"S": "a"}
    bind("SELECT * FROM T", [{"S": "a"}])


def test_a_condition_is_resolved() -> None:
    body = statement_of("SELECT * FROM T WHERE a = ?").body
    assert isinstance(body, Select)
    assert bound_condition(body.where, {":p1": {"N": "1"}}) == Comparison(
        "=", Path("a"), Literal({"N": "1"})
    )
    assert bound_condition(None, {}) is None


@pytest.mark.parametrize("given", [{"SS": ["a"]}, {"NS": ["1"]}, {"BS": ["YQ=="]}])
def test_a_parameter_of_set_add_and_set_delete_is_a_set(given: AttributeValue) -> None:
    body = statement_of("UPDATE T SET a = set_add(a, ?), b = set_delete(b, ?)").body
    assert isinstance(body, Change)
    assert bound_update(body, {":p1": given, ":p2": given}) == (
        Add(Path("a"), Literal(given)),
        Delete(Path("b"), Literal(given)),
    )
