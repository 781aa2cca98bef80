"""Tests of the rules about operands that need no item.

Sources: dynalite test/scan.js and test/updateItem.js (asserted there against the service),
Alternator test_condition_expression.py and test_update_expression.py, recorded answers of October
2026. The service's errors of ADD and DELETE contain `typeSet` since about 2021, as users have
reported in public; floci's DynamoDbAddDeleteOperandIntegrationTest (captured, September 2026).
"""

import pytest

from jedlik.core.expressions.check_operands import check_action, check_operands
from jedlik.core.expressions.nodes import (
    And,
    Between,
    Comparison,
    Function,
    Literal,
    Path,
    Remove,
)
from jedlik.core.types.attribute_value import AttributeValue, Item

from .refusals import Names, condition, refusal, update

COUNT = "Incorrect number of operands for operator or function; operator or function: "
TYPE = "Incorrect operand type for operator or function; operator or function: "
DISTINCT = (
    "The first operand must be distinct from the remaining operands for this operator or "
    "function; operator: "
)
NEEDS_PATH = "Operator or function requires a document path; operator or function: "
ONE: AttributeValue = {"N": "1"}
ALL_VALUES: dict[str, AttributeValue] = {
    "S": {"S": "a"},
    "N": ONE,
    "B": {"B": "YQ=="},
    "BOOL": {"BOOL": True},
    "NULL": {"NULL": True},
    "L": {"L": []},
    "M": {"M": {}},
    "SS": {"SS": ["1"]},
    "NS": {"NS": ["1"]},
    "BS": {"BS": ["YQ=="]},
}


def refused(text: str, values: Item | None = None, names: Names | None = None) -> str:
    return refusal(lambda: condition(text, values, names), "Invalid ConditionExpression: ")


def update_refused(text: str, values: Item | None = None) -> str:
    return refusal(lambda: update(text, values), "Invalid UpdateExpression: ")


@pytest.mark.parametrize(
    ("text", "name", "count"),
    [
        ("attribute_exists(things, a) and a=a", "attribute_exists", 2),
        ("attribute_not_exists(things, b)", "attribute_not_exists", 2),
        ("attribute_type(things)", "attribute_type", 1),
        ("begins_with(things)", "begins_with", 1),
        ("begins_with(things, size(a), b)", "begins_with", 3),
        ("contains(things)", "contains", 1),
        ("size(things, a) > b", "size", 2),
        ("b > size(things, a)", "size", 2),
        ("a IN (b, size(things, a))", "size", 2),
    ],
)
def test_operand_counts(text: str, name: str, count: int) -> None:
    assert refused(text) == f"{COUNT}{name}, number of operands: {count}"


@pytest.mark.parametrize(
    ("text", "operator", "allowed"),
    [
        ("attribute_type(a, :v)", "attribute_type", "S"),
        ("begins_with(a, :v)", "begins_with", "S B"),
        ("begins_with(:v, a)", "begins_with", "S B"),
        ("size(:v) > a", "size", "S B SS NS BS L M"),
        ("a < :v", "<", "S N B"),
        ("a <= :v", "<=", "S N B"),
        (":v > a", ">", "S N B"),
        (":v >= a", ">=", "S N B"),
        ("a BETWEEN :v AND b", "BETWEEN", "S N B"),
        (":v BETWEEN a AND b", "BETWEEN", "S N B"),
        ("a = :v", "=", " ".join(ALL_VALUES)),
        ("a <> :v", "<>", " ".join(ALL_VALUES)),
        ("a IN (:v)", "IN", " ".join(ALL_VALUES)),
        ("contains(a, :v)", "contains", " ".join(ALL_VALUES)),
    ],
)
def test_operand_types(text: str, operator: str, allowed: str) -> None:
    for tag, value in ALL_VALUES.items():
        if tag not in allowed.split():
            assert refused(text, {":v": value}) == f"{TYPE}{operator}, operand type: {tag}"
        elif operator != "attribute_type":
            condition(text, {":v": value})


def test_size_is_a_number() -> None:
    assert refused("attribute_type(a, size(a)) and a=a") == f"{TYPE}attribute_type, operand type: N"
    assert refused("begins_with(a, size(a))") == f"{TYPE}begins_with, operand type: N"
    assert refused("size(size(a)) > b") == f"{TYPE}size, operand type: N"
    condition("size(a) BETWEEN b AND c")


def test_attribute_type_takes_the_name_of_a_type_as_a_value() -> None:
    for name in ALL_VALUES:
        condition("attribute_type(a, :t)", {":t": {"S": name}})
    condition("attribute_type(:t, :t)", {":t": {"S": "S"}})
    any_type = "{NS,SS,L,BS,N,M,B,BOOL,NULL,S}"
    assert refused("attribute_type(a, b)") == f"{TYPE}attribute_type, operand type: {any_type}"
    assert refused("attribute_type(a, :t)", {":t": {"S": "DOG"}}) == (
        "Invalid attribute type name found; type: DOG, valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}"
    )


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("attribute_exists(:a) and a=a", "attribute_exists"),
        ("attribute_not_exists(size(:a))", "attribute_not_exists"),
    ],
)
def test_functions_of_paths(text: str, name: str) -> None:
    assert refused(text, {":a": {"S": "1"}}) == NEEDS_PATH + name
    inner = refused("attribute_not_exists(size(:a))", {":a": ONE})
    assert inner == f"{TYPE}size, operand type: N"


@pytest.mark.parametrize(
    ("text", "operator", "path"),
    [
        ("a = a AND #a = b AND :views > a", "=", "[a]"),
        ("#a <> a", "<>", "[a]"),
        ("a > #a", ">", "[a]"),
        ("((a=a) OR (a=a))", "=", "[a]"),
        ("contains(ab.bc[1].a, ab.bc[1].#a)", "contains", "[ab, bc, [1], a]"),
        ("attribute_type(ab.bc[1].#a, ab.bc[1].a)", "attribute_type", "[ab, bc, [1], a]"),
        ("begins_with(ab.bc[1].a, ab.bc[1].#a)", "begins_with", "[ab, bc, [1], a]"),
        ("b IN (a, b)", "IN", "[b]"),
        ("b BETWEEN a AND b", "BETWEEN", "[b]"),
    ],
)
def test_operands_are_distinct(text: str, operator: str, path: str) -> None:
    wanted = f"{DISTINCT}{operator}, first operand: {path}"
    assert refused(text, names={"#a": "a"}) == wanted


def test_one_value_may_be_both_operands() -> None:
    one = Literal(ONE)
    assert condition(":v = :v AND :v >= :v", {":v": ONE}) == And(
        (Comparison("=", one, one), Comparison(">=", one, one))
    )


@pytest.mark.parametrize(
    ("lower", "upper", "fault", "lower_text", "upper_text"),
    [
        (ONE, {"S": "a"}, "same data type for lower and upper bounds", "{N:1}", "{S:a}"),
        ({"S": "b"}, {"S": "a"}, "upper bound to be greater than or equal to lower bound",
         "{S:b}", "{S:a}"),
        ({"N": "10"}, {"N": "9"}, "upper bound to be greater than or equal to lower bound",
         "{N:10}", "{N:9}"),
        ({"B": "/w=="}, {"B": "AAAA"}, "upper bound to be greater than or equal to lower bound",
         "{B:java.nio.HeapByteBuffer[pos=0 lim=1 cap=1]}",
         "{B:java.nio.HeapByteBuffer[pos=0 lim=3 cap=3]}"),
    ],
)  # fmt: skip
def test_bounds_of_between(
    lower: AttributeValue, upper: AttributeValue, fault: str, lower_text: str, upper_text: str
) -> None:
    assert refused("a BETWEEN :lo AND :hi", {":lo": lower, ":hi": upper}) == (
        f"The BETWEEN operator requires {fault}; "
        f"lower bound operand: AttributeValue: {lower_text}, "
        f"upper bound operand: AttributeValue: {upper_text}"
    )
    condition("a BETWEEN :lo AND b", {":lo": lower})
    condition("a BETWEEN :lo AND :lo", {":lo": lower})


def test_in_takes_100_operands() -> None:
    values: Item = {f":v{index}": {"N": str(index)} for index in range(101)}
    condition(f"a IN ({','.join(list(values)[:100])})", values)
    assert refused(f"a IN ({','.join(values)})", values) == (
        "The IN operator is provided with too many operands; number of operands: 101"
    )
    assert refused(f"a IN ({','.join(values)}, a)", values) == f"{DISTINCT}IN, first operand: [a]"


@pytest.mark.parametrize(
    ("node", "message"),
    [
        (
            Function("attribute_type", (Path("a"), Literal({"S": "X"}))),
            "Invalid attribute type name found; type: X, "
            "valid types: {N,BS,L,B,NULL,M,S,SS,NS,BOOL}",
        ),
        (
            Function("attribute_type", (Path("a"), Path("b"))),
            f"{TYPE}attribute_type, operand type: {{S,HDS,N,FS,BS,NULL,DOUBLE,NS,DECIMAL,SS,"
            "DECIMALSET,BOOL,HD,DICT,INTSET,M,L,B,FLOAT,INT,DOUBLESET}",
        ),
        (
            Between(Path("a"), Literal(ONE), Literal({"B": "MQ=="})),
            "The BETWEEN operator requires same data type for lower and upper bounds; "
            "lower bound operand: AttributeValue: {N:1}, "
            "upper bound operand: AttributeValue: {B:[MQ==]}",
        ),
    ],
)
def test_texts_of_statements(node: Function | Between, message: str) -> None:
    """Source: dynoxide's captures, October 2026."""
    assert refusal(lambda: check_operands("", node)) == message


@pytest.mark.parametrize(
    ("text", "name", "count"),
    [
        ("set a = if_not_exists(c)", "if_not_exists", 1),
        ("set a = list_append(c)", "list_append", 1),
        ("SET a = list_append(:v, b, :v)", "list_append", 3),
        ("SET a = if_not_exists(c) + :v", "if_not_exists", 1),
    ],
)
def test_operand_counts_of_updates(text: str, name: str, count: int) -> None:
    assert update_refused(text, {":v": ONE}) == f"{COUNT}{name}, number of operands: {count}"


@pytest.mark.parametrize("first", [":v", "if_not_exists(a, b)"])
def test_if_not_exists_requires_a_path(first: str) -> None:
    text = f"set a = if_not_exists({first}, c)"
    assert update_refused(text, {":v": ONE}) == NEEDS_PATH + "if_not_exists"


def test_if_not_exists_has_distinct_operands_and_list_append_may_double_a_list() -> None:
    wanted = f"{DISTINCT}if_not_exists, first operand: [b]"
    assert update_refused("SET a = if_not_exists(b, b)") == wanted
    update("SET a = list_append(b, b)")


@pytest.mark.parametrize(
    ("text", "operator", "allowed"),
    [
        ("SET a = list_append(:v, b)", "list_append", "L"),
        ("SET a = list_append(b, :v)", "list_append", "L"),
        ("SET a = :v + b", "+", "N"),
        ("SET a = b + :v", "+", "N"),
        ("SET a = :v - b", "-", "N"),
        ("SET a = if_not_exists(c, b) - :v", "-", "N"),
        ("SET a = if_not_exists(b, :v)", "if_not_exists", " ".join(ALL_VALUES)),
    ],
)
def test_operand_types_of_set(text: str, operator: str, allowed: str) -> None:
    for tag, value in ALL_VALUES.items():
        if tag in allowed.split():
            update(text, {":v": value})
        else:
            wanted = f"{TYPE}{operator}, operand type: {tag}"
            assert update_refused(text, {":v": value}) == wanted


def test_of_two_wrong_operands_the_first_is_reported() -> None:
    values: Item = {":s": {"S": "a"}, ":b": {"B": "YQ=="}}
    for text, name in (("list_append(:s, :b)", "list_append"), (":s + :b", "+")):
        assert update_refused(f"SET a = {text}", values) == f"{TYPE}{name}, operand type: S"


LONG_TYPES = {
    "S": "STRING",
    "B": "Binary",  # dynoxide-rs 3.2.0, tests/set_arithmetic_operands.rs (captured)
    "BOOL": "BOOL",
    "NULL": "NULL",
    "L": "LIST",
    "M": "MAP",
    "N": "NUMBER",
}


@pytest.mark.parametrize(("operator", "allowed"), [("ADD", "N SS NS BS"), ("DELETE", "SS NS BS")])
def test_operand_types_of_add_and_delete(operator: str, allowed: str) -> None:
    # The service reads the last action first: the errors in SET are not reported.
    text = f"set b = list_append(:s, a), c = if_not_exists(a) {operator} a.b :v"
    for tag, value in ALL_VALUES.items():
        if tag in allowed.split():
            update(f"{operator} a.b :v", {":v": value})
            continue
        assert update_refused(text, {":v": value, ":s": {"S": "x"}}) == (
            f"Incorrect operand type for operator or function; operator: {operator}, "
            f"operand type: {LONG_TYPES[tag]}, typeSet: ALLOWED_FOR_ADD_OPERAND"
        )


def test_remove_has_no_operands_to_check() -> None:
    check_action("UpdateExpression", Remove(Path("a")))
