"""Tests of resolving conditions and projections, and of the rules of their operands.

Sources: dynalite test/scan.js and test/getItem.js (asserted there against the service), Alternator
test_condition_expression.py and test_projection_expression.py, recorded answers of October 2026.
"""

import pytest

from jedlik.core.errors import Reject
from jedlik.core.expressions import parse_condition, parse_projection, parse_update, resolve
from jedlik.core.expressions.nodes import And, Comparison, Function, Literal, Path
from jedlik.core.expressions.resolve import Substitutions
from jedlik.core.types.attribute_value import AttributeValue, Item

from .refusals import Names, condition, projection, refusal

PREFIX = "Invalid ConditionExpression: "
COUNT = "Incorrect number of operands for operator or function; operator or function: "
TYPE = "Incorrect operand type for operator or function; operator or function: "
ONE: AttributeValue = {"N": "1"}


def refused(text: str, values: Item | None = None, names: Names | None = None) -> str:
    return refusal(lambda: condition(text, values, names), PREFIX)


def test_a_condition_is_bound() -> None:
    names = {"#a": "odd name", "#b": "#a", "#c": "plain"}
    assert condition("#a = :v AND size(#c.#b[2].x) < y", {":v": ONE}, names) == And(
        (
            Comparison("=", Path("odd name"), Literal(ONE)),
            Comparison("<", Function("size", (Path("plain", ("#a", 2, "x")),)), Path("y")),
        )
    )


def test_a_condition_without_references_is_bound_once() -> None:
    parsed = parse_condition.parse("attribute_exists(a) AND b IN (c)", "FilterExpression")
    bound = Substitutions(None, None).condition(parsed)
    assert Substitutions({"#x": "x"}, None).condition(parsed) is bound


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("attribute_exists(#Pictures.RearView, :a) and a=a", "#Pictures"),
        ("begins_with(Pictures.#RearView)", "#RearView"),
        ("(#P between :lo and :hi) and (#PC in (:cat1, :cat2))", "#P"),
        ("#4g > a", "#4g"),
        ("#_ > a", "#_"),
        ("(a)between(b.c[45].#d)and(:a)", "#d"),
        ("a" + ".b" * 40 + ".#c = b", "#c"),
    ],
)
def test_undefined_names(text: str, name: str) -> None:
    message = "An expression attribute name used in the document path is not defined; "
    assert refused(text) == f"{message}attribute name: {name}"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("begins_with(:hello, #a, #b)", ":hello"),
        (":a < :b", ":a"),
        (":_ > a", ":_"),
        ("a = :one AND a IN (:one, :two)", ":two"),
    ],
)
def test_undefined_values(text: str, name: str) -> None:
    message = "An expression attribute value used in expression is not defined; "
    assert refused(text, {":one": ONE}) == f"{message}attribute value: {name}"


def test_conditions_are_checked_one_by_one_in_written_order() -> None:
    values = {":n": ONE}
    assert refused("begins_with(a, :n) AND b = :missing", values) == f"{TYPE}begins_with, " + (
        "operand type: N"
    )
    assert ":missing" in refused("b = :missing AND begins_with(a, :n)", values)
    assert ":missing" in refused("size(:n) < :missing", values)


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
    message = "Operator or function requires a document path; operator or function: "
    assert refused(text, {":a": {"S": "1"}}) == message + name
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
    assert refused(text, names={"#a": "a"}) == (
        "The first operand must be distinct from the remaining operands for this operator or "
        f"function; operator: {operator}, first operand: {path}"
    )


def test_one_value_may_be_both_operands() -> None:
    condition(":v = :v AND :v >= :v", {":v": ONE})


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


def test_a_path_has_32_elements_at_most() -> None:
    projection("a" + ".b" * 31)
    deep = "The document path has too many nesting levels; nesting levels: 33"
    prefix = "Invalid ProjectionExpression: "
    assert refusal(lambda: projection("a" + ".b" * 32), prefix) == deep
    assert refused("a" + "[0]" * 32 + " = b") == deep


def test_a_projection_is_bound() -> None:
    assert projection("a.#b, l[1], #c", {"#b": "x.y", "#c": "c"}) == (
        Path("a", ("x.y",)),
        Path("l", (1,)),
        Path("c"),
    )
    parsed = parse_projection.parse("a, b.c")
    bound = Substitutions(None, None).projection(parsed)
    assert Substitutions(None, None).projection(parsed) is bound
    message = "An expression attribute name used in the document path is not defined; "
    assert refusal(lambda: projection("a,b,a,#a")) == (
        f"Invalid ProjectionExpression: {message}attribute name: #a"
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("abort", "Attribute name is a reserved keyword; reserved keyword: abort"),
        ("#a,ABSoLUTE", "Attribute name is a reserved keyword; reserved keyword: ABSoLUTE"),
        ("l[4294967295]", "List index is not within the allowable range; index: [4294967295]"),
    ],
)
def test_the_text_of_a_projection(text: str, message: str) -> None:
    assert refusal(lambda: parse_projection.parse(text), "Invalid ProjectionExpression: ") == (
        message
    )


@pytest.mark.parametrize(
    "text",
    [
        "whatever(stuff)",
        ":a",
        "abort,",
        "a,,b",
        "a..b",
        "a[b]",
        "(a.b).c",
        "(a)",
        "(a),(b)",
        "(a,b)",
        "a-b",
        "a,",
        ",a",
    ],
)
def test_syntax_errors_of_projections(text: str) -> None:
    message = refusal(lambda: parse_projection.parse(text))
    assert message.startswith("Invalid ProjectionExpression: Syntax error; token: ")


@pytest.mark.parametrize(
    ("names", "message"),
    [
        ({}, "must not be empty"),
        ({"a": "a"}, 'contains invalid key: Syntax error; key: "a"'),
        ({":a": "a"}, 'contains invalid key: Syntax error; key: ":a"'),
        ({"#": "a"}, 'contains invalid key: Syntax error; key: "#"'),
        ({"#hi-there": "a"}, 'contains invalid key: Syntax error; key: "#hi-there"'),
        ({"": "a"}, 'contains invalid key: The expression attribute map contains an empty key; '
         'key: ""'),
        ({"#" + "a" * 255: "a"}, "contains invalid key: The expression attribute map contains a "
         "key that is too long; size of key: 256"),
        ({"#a": ""}, "contains invalid value: Empty attribute name for key #a"),
        ({"#a": "ü" * 32768}, "contains invalid value: Attribute name is too large, "
         "must be less than 65536 bytes for key #a"),
    ],
)  # fmt: skip
def test_names_of_a_request(names: Names, message: str) -> None:
    assert refusal(lambda: Substitutions(names, None)) == f"ExpressionAttributeNames {message}"


def test_the_longest_names() -> None:
    Substitutions({"#" + "a" * 254: "a" * 65535}, {":" + "a" * 254: ONE})


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({}, "must not be empty"),
        ({"a": ONE}, 'contains invalid key: Syntax error; key: "a"'),
        ({"#a": ONE}, 'contains invalid key: Syntax error; key: "#a"'),
    ],
)
def test_values_of_a_request(values: Item, message: str) -> None:
    assert refusal(lambda: Substitutions(None, values)) == f"ExpressionAttributeValues {message}"


def test_all_names_and_values_are_used() -> None:
    names = {"#a": "a", "#b": "b", "#c": "c"}
    values: Item = {":a": ONE, ":b": ONE, ":c": ONE}
    request = Substitutions(names, values)
    unused = "unused in expressions: keys: "
    assert refusal(request.check_all_used) == (
        f"Value provided in ExpressionAttributeNames {unused}{{#c, #a, #b}}"
    )
    request.condition(parse_condition.parse("#a = :a", "ConditionExpression"))
    request.projection(parse_projection.parse("#c"))
    assert refusal(request.check_all_used) == (
        f"Value provided in ExpressionAttributeNames {unused}{{#b}}"
    )
    request.update(parse_update.parse("SET #b = :b"))
    assert refusal(request.check_all_used) == (
        f"Value provided in ExpressionAttributeValues {unused}{{:c}}"
    )
    request.condition(parse_condition.parse("d = :c", "FilterExpression"))
    request.check_all_used()
    Substitutions(None, None).check_all_used()


def test_unused_names_are_listed_in_the_order_of_a_hash_set() -> None:
    # "#a" hashes to 1182 and "#b" to 1183, the last of 16 buckets; "#c" to 1184, the first.
    names = {f"#{letter}": "x" for letter in "ab"} | {"#c": "x"}
    message = refusal(Substitutions(dict(sorted(names.items())), None).check_all_used)
    assert message.endswith("keys: {#c, #a, #b}")
    many = {f"#name{index}": "x" for index in range(40)}
    listing = refusal(Substitutions(many, None).check_all_used)
    assert all(name in listing for name in many)


def test_long_keys_are_not_cached() -> None:
    before = resolve._sign_of.cache_info().currsize
    for sign in ("#", ":"):
        key = sign + "k" * 300
        with pytest.raises(Reject):
            Substitutions({key: "a"}, None) if sign == "#" else Substitutions(
                None, {key: {"S": ""}}
            )
    assert resolve._sign_of.cache_info().currsize == before
