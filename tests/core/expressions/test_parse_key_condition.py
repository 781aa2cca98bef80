"""Tests of key conditions.

Sources: dynalite test/query.js, Alternator test_key_condition_expression.py, recorded answers of
October 2026 (also the source of the prefix before `KeyConditionExpressions must`).
"""

import pytest

from jedlik.core.expressions.parse_key_condition import (
    Clause,
    KeyCondition,
    clauses_of,
    key_condition,
)
from jedlik.core.keys.key_schema import KeyAttribute
from jedlik.core.types.attribute_value import AttributeValue, Item

from .refusals import condition, refusal

P, Q = KeyAttribute("p", "S"), KeyAttribute("q", "S")
C = KeyAttribute("c", "N")
RANGE = [KeyAttribute(name, "S") for name in "abcd"]
VALUES: Item = {
    ":p": {"S": "x"},
    ":q": {"S": "y"},
    ":n": {"N": "1"},
    ":m": {"N": "2"},
    ":t": {"BOOL": True},
    ":e": {"S": ""},
    ":b": {"B": ""},
}
PREFIX = "Invalid KeyConditionExpression: "
CONDITION = PREFIX + "Invalid condition in KeyConditionExpression: "
N1, N2, X, Y = VALUES[":n"], VALUES[":m"], VALUES[":p"], VALUES[":q"]


def clauses(text: str) -> dict[str, Clause]:
    names = {"#p": "p"} if "#p" in text else None
    return clauses_of(condition(text, VALUES, names, "KeyConditionExpression"))


def selected(text: str, *range_attributes: KeyAttribute) -> KeyCondition:
    return key_condition(clauses(text), hash_attributes=[P], range_attributes=range_attributes)


@pytest.mark.parametrize(
    ("text", "operator", "values"),
    [
        ("p=:p AND c=:n", "=", (N1,)),
        ("c<:n AND p=:p", "<", (N1,)),
        (":p=#p AND :n<c", ">", (N1,)),
        ("p=:p AND :n<=c", ">=", (N1,)),
        ("p=:p AND :n>c", "<", (N1,)),
        ("p=:p AND :n>=c", "<=", (N1,)),
        ("(p=:p) AnD (c BeTwEeN :n aNd :m)", "BETWEEN", (N1, N2)),
        ("((c>=:n) AND (p=:p))", ">=", (N1,)),
    ],
)
def test_conditions_on_both_keys(
    text: str, operator: str, values: tuple[AttributeValue, ...]
) -> None:
    assert selected(text, C) == KeyCondition((X,), (), operator, values)


def test_condition_on_the_hash_key_alone() -> None:
    assert selected(" p  =   :p ", C) == KeyCondition((X,), (), None, ())
    assert selected("p=:p") == KeyCondition((X,))


def test_begins_with() -> None:
    assert selected("p=:p AND begins_with(q, :q)", Q) == KeyCondition((X,), (), "begins_with", (Y,))
    assert selected("p=:p AND begins_with(q, :e)", Q).range_values == (VALUES[":e"],)


@pytest.mark.parametrize(
    ("text", "operator"),
    [
        ("c=:n OR p=:p", "OR"),
        ("NOT c=:n AND p=:p", "NOT"),
        ("p=:p AND c IN (:n)", "IN"),
        ("p=:p AND c<>:n", "<>"),
        ("p=:p AND attribute_exists(c)", "attribute_exists"),
        ("attribute_not_exists(c)", "attribute_not_exists"),
        ("contains(c.d, b)", "contains"),
        ("a > b and size(b) > c or a > c", "OR"),
    ],
)
def test_operators_of_other_conditions(text: str, operator: str) -> None:
    message = f"{PREFIX}Invalid operator used in KeyConditionExpression: {operator}"
    assert refusal(lambda: clauses(text)) == message


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (":p between size(b) and size(a) and b > :q", CONDITION +
         "BETWEEN operator must have the key attribute as its first operand"),
        ("begins_with(:p, b) and a > :q", CONDITION +
         "begins_with operator must have the key attribute as its first operand"),
        ("size(b) > a AND a.b > b AND b > c", PREFIX +
         "KeyConditionExpressions cannot contain nested operations"),
        ("a > size(b.d)", PREFIX + "KeyConditionExpressions cannot contain nested operations"),
        ("a between size(b) and size(c)", PREFIX +
         "KeyConditionExpressions cannot contain nested operations"),
        *[(text, CONDITION + "Multiple attribute names used in one condition")
           for text in ("b > a.b", "b between c[1] and d", "begins_with(a, b)",
                                         "p = c", "a between b and size(c)")],
        *[(text, PREFIX + "KeyConditionExpressions cannot have conditions on nested attributes")
          for text in ("b.d > :p AND c.d > e.f", "a.d > c", "p=:p AND b[0] < :n")],
        (":p > :q AND a < :q", CONDITION +
         "No key attribute specified"),
        *[(text, PREFIX + "KeyConditionExpressions must only contain one condition per key")
          for text in ("p=:p AND p=:p", "b > :n AND b < :n and c = :n and d = :n",
                       "(a > :n and b > :n) and (b > :n and c > :n)")],
        ("begins_with(c, :n) AND p = :missing", PREFIX + "Incorrect operand type for operator or "
         "function; operator or function: begins_with, operand type: N"),
        (":t >= c", PREFIX + "Incorrect operand type for operator or function; "
         "operator or function: >=, operand type: BOOL"),
        ("", PREFIX + "The expression can not be empty;"),
    ],
)  # fmt: skip
def test_form(text: str, message: str) -> None:
    assert refusal(lambda: clauses(text)) == message


@pytest.mark.parametrize(
    ("text", "keys", "message"),
    [
        ("c=:n", [C], "Query condition missed key schema element: p"),
        ("x=:n", [C], "Query condition missed key schema element: p"),
        ("p=:p AND x=:n", [C], "Query condition missed key schema element: c"),
        ("p=:p AND c<:n AND x=:n", [C], "The number of query conditions (3) exceeds the number of "
         "key attributes defined in the schema (2)"),
        ("p=:p AND x=:n", [], "Query key condition not supported"),
        ("p<:p", [C], "Query key condition not supported"),
        *[(text, [C], "One or more parameter values were invalid: "
           "Condition parameter type does not match schema type")
          for text in ("p=:n", "p=:t", "p=:p AND c=:p", "p=:p AND begins_with(c, :p)", "p<:n",
                       "p=:p AND c BETWEEN :p AND :q")],
        ("p=:e", [C], "One or more parameter values are not valid. The AttributeValue for a key "
         "attribute cannot contain an empty string value. Key: p"),
        ("p=:p AND k=:b", [KeyAttribute("k", "B")], "One or more parameter values are not valid. "
         "The AttributeValue for a key attribute cannot contain an empty binary value. Key: k"),
    ],
)  # fmt: skip
def test_schema(text: str, keys: list[KeyAttribute], message: str) -> None:
    read = clauses(text)
    assert (
        refusal(lambda: key_condition(read, hash_attributes=[P], range_attributes=keys)) == message
    )


@pytest.mark.parametrize(
    ("text", "prefix", "operator", "values"),
    [
        ("p=:p", (), None, ()),
        ("p=:p AND a=:p", (), "=", (X,)),
        ("b=:q AND p=:p AND a=:p", (X,), "=", (Y,)),
        ("c BETWEEN :p AND :q AND a=:p AND b=:q AND p=:p", (X, Y), "BETWEEN", (X, Y)),
        ("p=:p AND a=:p AND b=:q AND c=:p AND begins_with(d,:q)", (X, Y, X), "begins_with", (Y,)),
    ],
)
def test_keys_of_several_attributes(
    text: str, prefix: tuple[AttributeValue, ...], operator: str | None,
    values: tuple[AttributeValue, ...],
) -> None:  # fmt: skip
    assert selected(text, *RANGE) == KeyCondition((X,), prefix, operator, values)


@pytest.mark.parametrize(
    ("text", "lacking", "present"),
    [
        ("p=:p AND a=:p AND c=:p", "b", "c"),
        ("p=:p AND b=:p", "a", "b"),
        ("p=:p AND a>:p AND b=:p", "a", "b"),
        ("p=:p AND c=:p", "a, b", "c"),
        ("p=:p AND a<:p AND c=:p", "a, b", "c"),
    ],
)
def test_gaps_in_keys_of_several_attributes(text: str, lacking: str, present: str) -> None:
    assert refusal(lambda: selected(text, *RANGE)) == (
        f"RANGE key attributes {lacking} must have equality conditions specified in the query "
        f"because a condition is present on key attribute {present}"
    )


def test_all_hash_attributes_need_a_value() -> None:
    both = clauses("p=:p AND q=:q")
    assert key_condition(both, hash_attributes=[P, Q], range_attributes=[]).hash_values == (X, Y)
    message = refusal(
        lambda: key_condition(clauses("p=:p"), hash_attributes=[P, Q], range_attributes=[C])
    )
    assert message == ("HASH key attributes q must have equality conditions specified in the query")


@pytest.mark.parametrize(
    ("text", "hashes", "ranges", "missing"),
    [
        ("c=:p", [P, Q], [C], "p, q"),
        ("q=:p", [P, Q], [C], "p"),
        ("p=:p AND q>:p", [P, Q], [C], "q"),
        ("a=:p", [P], RANGE, "p"),
        ("p>:p AND a=:p", [P], RANGE, "p"),
    ],
)
def test_keys_with_several_attributes_of_one_role_list_what_hash_attributes_lack(
    text: str, hashes: list[KeyAttribute], ranges: list[KeyAttribute], missing: str
) -> None:
    """Source: dynoxide-rs 3.2.0, tests/multi_attribute_keys.rs (captured, October 2026)."""
    refused = refusal(
        lambda: key_condition(clauses(text), hash_attributes=hashes, range_attributes=ranges)
    )
    assert refused == (
        f"HASH key attributes {missing} must have equality conditions specified in the query"
    )
