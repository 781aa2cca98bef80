"""Tests of values written in a statement. Source of the refusals: recorded answers, October 2026.

Those that DynamoDB does not have were observed on DynamoDB Local 3.3.1. Those about depth and about
duplicate numbers: floci, DynamoDbPartiQLEdgeCaseIntegrationTest (captured, September 2026).
"""

import pytest

from jedlik.core.errors import Reject
from jedlik.core.partiql.literals import literal_value
from jedlik.core.partiql.parse_statement import reader_of
from jedlik.core.types.attribute_value import AttributeValue

OVERFLOW = (
    "Number overflow. Attempting to store a number with magnitude larger than supported range"
)
UNDERFLOW = (
    "Number underflow. Attempting to store a number with magnitude smaller than supported range"
)
DIGITS = "Attempting to store more than 38 significant digits in a Number"
BAG = "Unsupported data type in Bag. DynamoDB only supports either numbers or strings in bags"
DUPLICATES = "One or more parameter values were invalid: Input collection [{}] contains duplicates."
NULL_MEMBER = (
    "One or more parameter values were invalid: Numeric sets may not contain null under {}"
)
TUPLE_KEY = "Tuple keys must be of type String. Actual type: {} under {} at 1:{}"
DEEP = "Nesting Levels have exceeded supported limits under root"


def value(text: str) -> AttributeValue:
    return literal_value(text, reader_of(text).expression())


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("'a'", {"S": "a"}),
        ("''", {"S": ""}),
        ("1.50", {"N": "1.5"}),
        ("-1e2", {"N": "-100"}),
        ("TRUE", {"BOOL": True}),
        ("false", {"BOOL": False}),
        ("NULL", {"NULL": True}),
        ("[]", {"L": []}),
        ("[1, 'a', [NULL]]", {"L": [{"N": "1"}, {"S": "a"}, {"L": [{"NULL": True}]}]}),
        ("(1, 2)", {"L": [{"N": "1"}, {"N": "2"}]}),
        ("{}", {"M": {}}),
        ("{'a': {'b': 01}}", {"M": {"a": {"M": {"b": {"N": "1"}}}}}),
        ("<<'b', 'a'>>", {"SS": ["a", "b"]}),
        ("<<10, 9.0>>", {"NS": ["9", "10"]}),
        ("[<<2, 1>>]", {"L": [{"NS": ["1", "2"]}]}),
    ],
)
def test_a_constant_becomes_its_canonical_value(text: str, canonical: AttributeValue) -> None:
    assert value(text) == canonical


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("1e126", OVERFLOW + " under root"),
        ("1e-131", UNDERFLOW + " under root"),
        ("123456789012345678901234567890123456789", DIGITS + " under root"),
        ("{'m': {'x': 1e126}}", OVERFLOW + " under root.m.x"),
        ("[1, [2, 1e126]]", OVERFLOW + " under root[1][1]"),
        ("<<1, 1e-131>>", UNDERFLOW + " under root"),
        ("{'m': [<<1e126>>]}", OVERFLOW + " under root.m[0]"),
        ("<<>>", "Empty bags are not supported"),
        ("<<1, 'a'>>", BAG),
        ("<<true>>", BAG + " at 1:3:4"),
        # Of the members after the first: dynoxide's captures, October 2026.
        ("<<1, [2]>>", BAG),
        ("<<1, true, 'a'>>", BAG),
        ("<<-1, 'a'>>", BAG),
        ("<<'a', 1, true>>", BAG + " at 1:8:1"),
        ("<<'a', 'a', 1>>", BAG + " at 1:13:1"),
        ("<<'a', <<'b'>>>>", BAG + " at 1:8:2"),
        ("<<null>>", BAG + " at 1:3:4"),
        ("<<?, 'a'>>", BAG + " at 1:3:1"),
        ("<<`1`, 1>>", BAG + " at 1:3:3"),
        ("[<<1, null>>]", NULL_MEMBER.format("root[0]")),
        ("<<'x', 'x'>>", DUPLICATES.format("x, x")),
        ("<<2, 2.0>>", DUPLICATES.format("2, 2.0")[:-1] + "! under root"),
        ("{'a': 1, 'a': 2}", "Duplicate keys in tuple. Key: a under root at 1:10:3"),
        ("{'m': {'a': 1, 'a': 2}}", "Duplicate keys in tuple. Key: a under root.m at 1:16:3"),
        ("{'': 1}", "Path component cannot be an empty string"),
        ("{a: 1}", TUPLE_KEY.format("VariableReference", "root", "2:1")),
        ("{?: 1}", TUPLE_KEY.format("Parameter", "root", "2:1")),
        ("{5: 1}", TUPLE_KEY.format("INT", "root", "2:1")),
        ("{true: 1}", TUPLE_KEY.format("BOOLEAN", "root", "2:4")),
        ("{'a': {5: 1}}", TUPLE_KEY.format("INT", "root.a", "8:1")),
        ("[" * 33 + "]" * 33, DEEP + "[0]" * 32),
        ("{'a':" * 32 + "1" + "}" * 32, DEEP + ".a" * 32),
        ("{'a':" + "[" * 31 + "1" + "]" * 31 + "}", DEEP + ".a" + "[0]" * 31),
    ],
)
def test_invalid_constants(text: str, message: str) -> None:
    with pytest.raises(Reject) as rejected:
        value(text)
    assert rejected.value.error.code == "ValidationException"
    assert rejected.value.error.message == message


@pytest.mark.parametrize(
    ("text", "name", "path", "place"),
    [
        ("b", "b", "root", "1:1:1"),
        ("b.c", "PATH", "root", "1:1:1"),
        ("[1, b]", "VariableReference", "root[1]", "1:5:1"),
        ("{'b': ?}", "Parameter", "root.b", "1:7:1"),
        ("{'b': [?]}", "Parameter", "root.b[0]", "1:8:1"),
        ("MISSING", "MISSING", "root", "1:1:7"),
        ("1 + 1", "+", "root", "1:3:1"),
        ("NOT a", "not", "root", "1:1:3"),
        ("a BETWEEN 1 AND 2", "between", "root", "1:3:7"),
        ("SET_ADD(ss, <<'a'>>)", "set_add", "root", "1:1:7"),
        ("{'x': SET_ADD(ss, <<'a'>>)}", "Call", "root.x", "1:7:7"),
        ("<<'a', ?, true>>", "Parameter", "root", "1:8:1"),
        ("<<1, ?>>", "Parameter", "root", "1:6:1"),
        ("a IS NULL", "IS", "root", "1:3:2"),
    ],
)
def test_terms_that_are_no_constants(text: str, name: str, path: str, place: str) -> None:
    with pytest.raises(Reject) as rejected:
        value(text)
    assert rejected.value.error.message == (
        f"Unsupported data type: {name} under key {path} at {place}"
    )


@pytest.mark.parametrize(
    ("text", "kind", "path", "place"),
    [
        ("[`x`]", "SYMBOL", "root[0]", "1:2:3"),
        ("`{{YWJj}}`", "BLOB", "root", "1:1:10"),
        ("<<'a', `1`>>", "INT", "root", "1:8:3"),
        ("<<1, `1.5`>>", "DECIMAL", "root", "1:6:5"),
    ],
)
def test_ion_is_refused_by_type(text: str, kind: str, path: str, place: str) -> None:
    """Source: dynoxide's captures, October 2026."""
    with pytest.raises(Reject) as rejected:
        value(text)
    assert rejected.value.error.message == (
        f"Ion Literals are not supported: {kind} under key {path} at {place}"
    )
