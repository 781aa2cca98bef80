"""Tests of conditions and paths in a statement.

Sources: recorded answers, October 2026. Texts about clauses and operators that DynamoDB does not
have were observed on DynamoDB Local 3.3.1.
"""

import pytest

from jedlik.core.errors import Reject
from jedlik.core.expressions.evaluate import evaluate
from jedlik.core.expressions.nodes import (
    And,
    Between,
    Comparison,
    Condition,
    Function,
    In,
    Not,
    Or,
    Path,
    ValueReference,
)
from jedlik.core.partiql.bind import bound_condition
from jedlik.core.partiql.nodes import Select
from jedlik.core.partiql.parse_statement import reader_of
from jedlik.core.partiql.translate import statement_of
from jedlik.core.partiql.translate_condition import Translation
from jedlik.core.types.attribute_value import Item

SUPPORTED = (
    "Supported data types are [MISSING, NULL, BOOLEAN, BLOB, STRING, NUMERIC, STRUCT, TUPLE, LIST]"
)
# dynoxide's captures, October 2026.
REFUSED_TYPES = {
    "SMALLINT": "SmallintType",
    "INT": "IntegerType",
    "INTEGER": "IntegerType",
    "INT4": "Integer4Type",
    "INT8": "Integer8Type",
    "BIGINT": "Integer8Type",
    "FLOAT": "FloatType",
    "REAL": "RealType",
    "DOUBLE PRECISION": "DoublePrecisionType",
    "DECIMAL": "DecimalType",
    "TIMESTAMP": "TimestampType",
    "DATE": "DateType",
    "TIME": "TimeType",
    "CHAR": "CharacterType",
    "CHARACTER": "CharacterType",
    "CHARACTER VARYING": "CharacterVaryingType",
    "VARCHAR": "CharacterVaryingType",
    "VARCHAR(10)": "CharacterVaryingType",
    "CHARACTER VARYING(10)": "CharacterVaryingType",
    "SYMBOL": "SymbolType",
    "CLOB": "ClobType",
    "SEXP": "SexpType",
    "BAG": "BagType",
    "ANY": "AnyType",
}
IN_OPERANDS = (
    "IN operator must have a left hand argument of type Variable Reference and right hand "
    "argument of type Seq with at least one member"
)
COUNT = (
    "Incorrect number of operands for operator or function; operator or function: {}, "
    "number of operands: {}"
)
NEEDS_PATH = "Operator or function requires a document path; operator or function: attribute_exists"
BOOLEAN = "WHERE clause must contain an expression that resolves to a boolean"
CONNECTED = "The arguments to AND/OR must be Expressions"
NOT_OPERAND = "The argument to NOT must be a Type or Expression"
SIZE = "Incorrect operand type for operator or function; operator or function: {}, operand type: N"
MISSING = "MISSING must be compared using IS operator"
TOKEN = "Unsupported token in expression: "
OPERATOR = "Unsupported operator in Condition Expression. Operator: "
IS_TYPE = "Unsupported data type for IS operator: "
IS_OPERAND = "The left hand side argument to IS must be a Variable Reference, Literal, or Path"
INDEX = "List index is not within the allowable range; index: "
PATH_COMPONENT = "Path component cannot be an empty string"

A, B = Path("a"), Path("b")
L0, L1, P1 = ValueReference(":l0"), ValueReference(":l1"), ValueReference(":p1")
EXISTS = Function("attribute_exists", (A,))


def translated(text: str) -> tuple[Condition, Translation]:
    translation = Translation(text)
    parsed = translation.where(reader_of(text).expression())
    assert parsed is not None
    assert parsed.values == translation.references
    assert not parsed.names
    return parsed.root, translation


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("a = b", Comparison("=", A, B)),
        ("a = 1", Comparison("=", A, L0)),
        ("? <> a", Comparison("<>", P1, A)),
        ("a != 'x'", Comparison("<>", A, L0)),
        ("a.b[0].\"c\"['d'] >= 1", Comparison(">=", Path("a", ("b", 0, "c", "d")), L0)),
        ("size(a) < 1", Comparison("<", Function("size", (A,)), L0)),
        ("a BETWEEN 1 AND b", Between(A, L0, B)),
        ("a IN (1, ?)", In(A, (L0, P1))),
        ("1 IN [a, b]", In(L0, (A, B))),
        ("a IN <<'x'>>", In(A, (L0,))),
        (
            "a = 1 AND b = 2 AND attribute_exists(a)",
            And((Comparison("=", A, L0), Comparison("=", B, L1), EXISTS)),
        ),
        (
            "a = 1 OR (b = 2 OR ATTRIBUTE_EXISTS(a))",
            Or((Comparison("=", A, L0), Or((Comparison("=", B, L1), EXISTS)))),
        ),
        ("NOT a = 1", Not(Comparison("=", A, L0))),
        ("NOT attribute_exists(a)", Not(EXISTS)),
        ("NOT a IS NULL", Not(Function("attribute_type", (A, L0)))),
        ("a NOT BETWEEN 1 AND b", Not(Between(A, L0, B))),
        ("attribute_not_exists(a.b)", Function("attribute_not_exists", (Path("a", ("b",)),))),
        ("begins_with(a, 'x')", Function("begins_with", (A, L0))),
        ("contains(a, ?)", Function("contains", (A, P1))),
        ("attribute_type(a, 'S')", Function("attribute_type", (A, L0))),
        ("a IS MISSING", Function("attribute_not_exists", (A,))),
        ("a IS NOT MISSING", Not(Function("attribute_not_exists", (A,)))),
        ("? IS STRING", Function("attribute_type", (P1, L0))),
        # A statement may compare a condition with TRUE or FALSE.
        ("attribute_exists(a) = TRUE", EXISTS),
        ("TRUE = attribute_exists(a)", EXISTS),
        ("attribute_exists(a) = FALSE", Not(EXISTS)),
        ("attribute_exists(a) <> TRUE", Not(EXISTS)),
        ("FALSE != attribute_exists(a)", EXISTS),
        ("(a = b) = TRUE", Comparison("=", A, B)),
        ("a = TRUE", Comparison("=", A, L0)),
    ],
)
def test_conditions(text: str, condition: Condition) -> None:
    assert translated(text)[0] == condition


ITEM: Item = {
    "n": {"N": "1"},
    "flag": {"S": "right"},
    "yes": {"BOOL": True},
    "off": {"BOOL": False},
}


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("attribute_exists(nope) = false", True),
        ("attribute_exists(n) <> 1", True),
        ("(n BETWEEN 0 AND 5) = true", True),
        ("(n = 5 OR flag = 'x') = false", True),
        ("attribute_exists(nope) IN [true, false]", True),
        ("attribute_exists(n) = attribute_exists(flag)", True),
        ("attribute_exists(n) = yes", True),
        ("yes = attribute_exists(n)", True),
        ("attribute_exists(n) = 1", False),
        ("NOT attribute_exists(n) = true", False),
        ("(attribute_exists(n) = true) = false", False),
        ("attribute_exists(n) = flag", False),
        ("attribute_exists(n) <> attribute_exists(flag)", False),
        # dynoxide's captures, October 2026.
        ("yes IN [attribute_exists(n)]", True),
        ("off IN [attribute_exists(n)]", False),
        ("off IN [attribute_exists(n), attribute_exists(nope)]", True),
        ("attribute_exists(nope) IN [off, attribute_exists(n)]", True),
        ("n IN [5, attribute_exists(n)]", False),
        ("size(flag) = attribute_exists(n)", False),
        ("size(flag) <> attribute_exists(n)", True),
        ("NOT attribute_exists(n) IN [yes]", False),
        ("n IN [2, nope IS MISSING, 1]", True),
    ],
)
def test_results_of_conditions_are_compared(text: str, holds: bool) -> None:
    """Source: floci, DynamoDbPartiQLEdgeCaseIntegrationTest (captured, September 2026)."""
    statement = statement_of(f"SELECT * FROM T WHERE {text}")
    assert isinstance(statement.body, Select)
    condition = bound_condition(statement.body.where, statement.literals)
    assert condition is not None
    assert evaluate(condition, ITEM) == holds


@pytest.mark.parametrize(
    ("text", "operator"),
    [
        ("attribute_exists(n) > false", ">"),
        ("n <= attribute_exists(n)", "<="),
        ("attribute_exists(n) BETWEEN true AND true", "BETWEEN"),
        ("attribute_exists(n) NOT BETWEEN 1 AND 3", "BETWEEN"),
        ("n BETWEEN attribute_exists(n) AND 3", "BETWEEN"),
    ],
)
def test_results_of_conditions_have_no_order(text: str, operator: str) -> None:
    """Source: dynoxide's captures, October 2026."""
    statement = statement_of(f"SELECT * FROM T WHERE {text}")
    assert isinstance(statement.body, Select)
    with pytest.raises(Reject) as rejected:
        bound_condition(statement.body.where, statement.literals)
    assert rejected.value.error.message == (
        "Incorrect operand type for operator or function; "
        f"operator or function: {operator}, operand type: BOOL"
    )


@pytest.mark.parametrize(
    ("name", "tag"),
    [
        ("NULL", "NULL"),
        ("BOOLEAN", "BOOL"),
        ("BLOB", "B"),
        ("STRING", "S"),
        ("NUMERIC", "N"),
        ("STRUCT", "M"),
        ("TUPLE", "M"),
        ("LIST", "L"),
    ],
)
def test_the_types_of_is(name: str, tag: str) -> None:
    root, translation = translated(f"a IS {name}")
    assert root == Function("attribute_type", (A, L0))
    assert translation.literals == {":l0": {"S": tag}}


def test_values_are_collected_in_written_order() -> None:
    _, translation = translated("a = ? AND b IN (1, ?, [2]) AND begins_with(c, 'x')")
    assert translation.parameters == 2
    assert translation.literals == {
        ":l0": {"N": "1"},
        ":l1": {"L": [{"N": "2"}]},
        ":l2": {"S": "x"},
    }
    assert translation.references == {":p1", ":p2", ":l0", ":l1", ":l2"}


def test_without_where_there_is_no_condition() -> None:
    assert Translation("").where(None) is None


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("attribute_exists('ss')", NEEDS_PATH),
        ("attribute_exists(?)", NEEDS_PATH),
        ("attribute_exists()", COUNT.format("attribute_exists", 0)),
        ("attribute_exists(a, b)", COUNT.format("attribute_exists", 2)),
        ("size(a, b) = 1", COUNT.format("size", 2)),
        ("1 IS MISSING", NEEDS_PATH.replace("_exists", "_not_exists")),
        ("EXISTS(ss)", "Unrecognized function: exists at 1:1:6"),
        ("set_add(ss, <<'x'>>) = ss", "Unrecognized function: set_add at 1:1:7"),
        ("upper(a) = 'A'", "Unrecognized function: upper at 1:1:5"),
        (
            "list_append(l, l) = l",
            "The function is not allowed in a condition expression; function: list_append",
        ),
        (
            "if_not_exists(l, l)",
            "The function is not allowed in a condition expression; function: if_not_exists",
        ),
        ("a", BOOLEAN),
        ("?", BOOLEAN),
        ("1", BOOLEAN),
        ("TRUE", BOOLEAN),
        ("size(a)", BOOLEAN),
        ("a = 1 AND size(s)", SIZE.format("AND")),
        ("size(s) OR a = 1", SIZE.format("OR")),
        ("NOT size(s)", SIZE.format("NOT")),
        ("a = 1 AND NOT size(s)", SIZE.format("NOT")),
        ("size(s) AND bogus(s)", "Unrecognized function: bogus at 1:13:5"),
        ("size(s) AND a = MISSING", MISSING),
        ("-a", BOOLEAN),
        ("a = 1 AND b", CONNECTED),
        ("? OR a = 1", CONNECTED),
        ("a = 1 AND NULL", CONNECTED),
        ("a = 1 OR MISSING", MISSING),
        ("a = MISSING", MISSING),
        ("NOT a", NOT_OPERAND),
        ("NOT a + 1", NOT_OPERAND),
        ("a = NOT b", NOT_OPERAND),
        ("NOT upper(a)", "Unrecognized function: upper at 1:5:5"),
        # dynoxide-rs 3.2.0, tests/partiql_literal_refusals.rs (recorded, October 2026).
        ("EXISTS(SELECT * FROM T)", TOKEN + "SELECT at 1:8:6"),
        ("exists((select * from T))", TOKEN + "SELECT at 1:9:6"),
        ("NOT EXISTS(SELECT * FROM T)", TOKEN + "SELECT at 1:12:6"),
        ("EXISTS(SELECT * FROM T) AND bogus(s)", TOKEN + "SELECT at 1:8:6"),
        ("bogus(s) AND EXISTS(SELECT * FROM T)", "Unrecognized function: bogus at 1:1:5"),
        ("attribute_exists('s') AND EXISTS(SELECT * FROM T)", TOKEN + "SELECT at 1:34:6"),
        ("attribute_exists('s') AND s = <<>>", "Empty bags are not supported"),
        ("size() = 1 AND bogus(s)", "Unrecognized function: bogus at 1:16:5"),
        ("count(*) = 1", TOKEN + "count at 1:1:5"),
        ("sum(DISTINCT a) > 1", TOKEN + "sum at 1:1:3"),
        ("CASE WHEN a THEN b END", TOKEN + "CASE at 1:1:4"),
        ("CAST(a AS INT) = 5", TOKEN + "cast at 1:5:1"),
        ("(" * 7 + "a = 1" + ") = b" * 7, TOKEN + "= at 1:10:1"),
        ("a + 1", OPERATOR + "+"),
        ("a + 1 = 2", OPERATOR + "+"),
        ("a = -b", OPERATOR + "-"),
        ("a LIKE 'x'", OPERATOR + "like"),
        ("a || b = 'x'", OPERATOR + "||"),
        ("a IN ?", IN_OPERANDS),
        ("a IN []", IN_OPERANDS),
        ("a IN b", IN_OPERANDS),
        *[
            (f"a = 1 AND bc IS {not_}{name}", f"{IS_TYPE}{refused}. {SUPPORTED} at 1:11:2")
            for name, refused in REFUSED_TYPES.items()
            for not_ in ("", "NOT ")
        ],
        ("size(a) IS NULL", IS_OPERAND),
        ("MISSING IS NULL", IS_OPERAND),
        ("a[-1] = 1", INDEX + "[-1] at 1:4:1"),
        ("a[2147483648] = 1", INDEX + "[2147483648] at 1:3:10"),
        ("a[" + "9" * 30 + "] = 1", INDEX + "[" + "9" * 30 + "] at 1:3:30"),
        ("a[?] = 1", "Unexpected path component at 1:3:1"),
        ("a[1.5] = 1", "Unexpected path component at 1:3:3"),
        ("a.* = 1", "Unexpected path component at 1:3:1"),
        ('"".a = 1', PATH_COMPONENT),
        ('a."" = 1', PATH_COMPONENT),
        ("a[''] = 1", PATH_COMPONENT),
        ("a = `x`", "Ion Literals are not supported: SYMBOL under key root at 1:5:3"),
    ],
)
def test_what_the_service_refuses(text: str, message: str) -> None:
    with pytest.raises(Reject) as rejected:
        translated(text)
    assert rejected.value.error.code == "ValidationException"
    assert rejected.value.error.message == message


@pytest.mark.parametrize(
    ("copy", "most"),
    [
        (" AND x = 1", 149),
        (" OR x = 1", 149),
        (" AND NOT x = 1", 99),
        (" AND begins_with(s, 'a')", 149),
        (" AND size(s) > 0", 99),
        (" AND x IN [1, 2]", 149),
        (" AND x NOT IN [1, 2]", 99),
        (" AND x BETWEEN 1 AND -2", 149),
        (" AND x NOT BETWEEN 1 AND 3", 99),
        (" AND x IS MISSING", 149),
        (" AND x IS NOT NULL", 99),
        (" AND s = <<'x'>>", 149),
    ],
)
def test_where_has_at_most_300_operators(copy: str, most: int) -> None:
    statement = "SELECT * FROM T WHERE pk = 'a'"
    assert statement_of(statement + copy * most).body
    with pytest.raises(Reject) as rejected:
        statement_of(statement + copy * (most + 1))
    assert rejected.value.error.message == (
        "The expression contains too many operators; operator count: 301"
    )


def test_a_long_run_of_nots_has_too_many_operators() -> None:
    with pytest.raises(Reject, match="too many operators; operator count: 301"):
        statement_of("SELECT * FROM T WHERE " + "NOT " * 1020 + "pk = 'a'")
