"""Tests of resolving conditions and projections, and of the rules of their operands.

Sources: dynalite test/scan.js and test/getItem.js (asserted there against the service), Alternator
test_condition_expression.py and test_projection_expression.py, recorded answers of October 2026.
"""

import pytest

from jedlik.core.errors import Reject
from jedlik.core.expressions import parse_condition, parse_projection, parse_update
from jedlik.core.expressions.nodes import And, Comparison, Function, Literal, Path
from jedlik.core.expressions.resolve import Substitutions, java_map_order
from jedlik.core.types.attribute_value import AttributeValue, Item
from tests.memory import retained_bytes

from .refusals import Names, condition, projection, refusal

PREFIX = "Invalid ConditionExpression: "
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


@pytest.mark.parametrize("sign", ["#", ":"])
def test_long_keys_are_not_cached(sign: str) -> None:
    def refuse(number: int) -> None:
        key = f"{sign}{number}" + "k" * 10_000
        with pytest.raises(Reject):
            Substitutions({key: "a"}, None) if sign == "#" else Substitutions(None, {key: ONE})

    assert retained_bytes(refuse, 100) < 100_000


def test_the_longest_names() -> None:
    names, values = {"#" + "a" * 254: "a" * 65535}, {":" + "a" * 254: ONE}
    request = Substitutions(names, values)
    (name,), (value,) = names, values
    bound = request.condition(parse_condition.parse(f"{name} = {value}", "ConditionExpression"))
    assert bound == Comparison("=", Path("a" * 65535), Literal(ONE))


# Source: dynoxide's captures, October 2026.
@pytest.mark.parametrize(
    ("sent", "listed"),
    [
        ("a", "a"),
        ("PK h a unused", "h a unused PK"),
        ("PK a b c d u1", "a b PK c d u1"),
        ("PK a b c d u1 u2", "a b c d PK u1 u2"),
        ("bcsb bdrw bugl pk", "bdrw pk bcsb bugl"),
    ],
)
def test_the_order_of_a_hash_map(sent: str, listed: str) -> None:
    assert " ".join(java_map_order(sent.split())) == listed


def test_many_unused_names_are_listed_like_few() -> None:
    """In the order of the buckets of a Java HashSet."""
    aliases = [f"#{first}{second}" for first in "abcdefghijklm" for second in range(100)]
    substitutions = Substitutions(dict.fromkeys(reversed(aliases), "a"), None)
    with pytest.raises(Reject) as refused:
        substitutions.check_all_used()
    listed = (refused.value.error.message or "").partition("keys: {")[2].rstrip("}").split(", ")
    assert sorted(listed) == sorted(aliases)

    def bucket(alias: str) -> int:
        code = 0
        for character in alias:
            code = (31 * code + ord(character)) % 2**32
        return (code ^ code >> 16) % 2048

    assert [bucket(each) for each in listed] == sorted(bucket(each) for each in aliases)
