"""Tests of everything that needs only the text of a statement.

Sources: recorded answers, October 2026. Texts about clauses and operators that DynamoDB does not
have were observed on DynamoDB Local 3.3.1.
"""

import pytest

from jedlik.core.errors import Reject
from jedlik.core.expressions.nodes import Path
from jedlik.core.partiql.bind import bound_values
from jedlik.core.partiql.nodes import Column, Delete, Insert, OrderKey, Select
from jedlik.core.partiql.translate import statement_of

OVERFLOW = (
    "Number overflow. Attempting to store a number with magnitude larger than supported range"
)
EXISTS_ONLY = "EXISTS can only be used in ExecuteTransaction write requests."
SINGLE_TABLE = "Only select from a single table or index is supported."
ALIAS = "Aliasing is not supported"
OVERLAP = (
    "Two document paths overlap with each other; must remove or rewrite one of these paths; "
    "path one: {}, path two: {}"
)
NO_STRUCT = (
    "Unsupported format in item expression. Please use struct format {...} to express "
    "item values for insert statement. at 1:23:"
)
TUPLE_KEY = "Tuple keys must be of type String. Actual type: {} under root at 1:24:1"


def refusal(statement: str) -> str | None:
    with pytest.raises(Reject) as rejected:
        statement_of(statement)
    assert rejected.value.error.code == "ValidationException"
    return rejected.value.error.message


@pytest.mark.parametrize(
    ("statement", "message"),
    [
        *[(text, "Unsupported operation: Id") for text in ("a", "a;", "(a)", '"a"')],
        *[(text, "Unsupported operation: Path") for text in ("a.b", "a[0]", "a.*", "a[*]")],
        *[(text, "Unsupported operation: Lit") for text in ("1", "'a'", "TRUE", "NULL", "- -1")],
        ("MISSING", "Unsupported operation: Missing"),
        ("[1]", "Unsupported operation: List"),
        ("{'a': 1}", "Unsupported operation: Struct"),
        ("<<>>", "Unsupported operation: Bag"),
        ("CASE WHEN 1 THEN 2 END", "Unsupported operation: SearchedCase"),
        ("CASE 1 WHEN 1 THEN 2 END", "Unsupported operation: SimpleCase"),
        *[(text, EXISTS_ONLY) for text in ("a AND b", "a = 1", "a(1)", "NOT a", "-a")],
        *[(text, EXISTS_ONLY) for text in ("a IS NOT NULL", "exists(1)", "a BETWEEN 1 AND 2")],
        *[(text, SINGLE_TABLE) for text in ("SET a = 1, b = 2", "SET a.b = 1", "REMOVE a")],
    ],
)
def test_an_expression_alone_is_named(statement: str, message: str) -> None:
    """dynoxide-rs 3.2.0, tests/partiql_number_literals.rs (recorded in us-east-1, 2026-10-09)."""
    assert refusal(statement) == message


def test_a_column_that_is_no_path() -> None:
    """From an index it is reported later. Sources: recorded answers, October 2026, among them
    dynoxide's captures.
    """
    for column, length in (("attribute_exists(ss)", 16), ("COUNT(*)", 5), ("size(m.sub)", 4)):
        assert refusal(f'SELECT pk, {column} FROM "T"') == (
            f"Unexpected path component at 1:12:{length}"
        )
    body = statement_of('SELECT pk, attribute_exists(ss) FROM "T"."i"').body
    assert isinstance(body, Select)
    assert body.fault is not None
    assert body.fault.message == "Unexpected path component at 1:12:16"


@pytest.mark.parametrize(
    ("statement", "message"),
    [
        ("SELECT * FROM \"T\" t WHERE pk = 'x'", ALIAS),
        ("SELECT * FROM \"T\" AS t WHERE pk = 'x'", ALIAS),
        ('SELECT pk AS p FROM "T"', ALIAS),
        ("UPDATE \"T\" t SET a = 3 WHERE pk = 'x'", ALIAS),
        ("DELETE FROM \"T\" t WHERE pk = 'x'", ALIAS),
        ('SELECT * FROM "T"."a"."b"', "A path may contain at most 2 components in the FROM clause"),
        ('SELECT * FROM "T".""', "Path component cannot be an empty string"),
        ('SELECT * FROM ""', "Path component cannot be an empty string"),
        ('SELECT * FROM "T"[0]', "Unexpected path component at 1:19:1"),
        ("SELECT * FROM 'T'", "Unexpected from source"),
        ("SELECT * FROM T, U", "Only select from a single table or index is supported."),
        (
            'INSERT INTO "T"."i" VALUE {\'pk\': 1}',
            "FROM clause may only contain a single table name in data manipulation statements",
        ),
        ('UPDATE "T"."i" SET a = 1', "This operation is not supported on an index"),
        ('DELETE FROM "T"."i"', "This operation is not supported on an index"),
        ("x IS INT4", "Unsupported operation: IsType"),
        ("x IS INT8", "Unsupported operation: IsType"),
        ("x IS DOUBLE PRECISION", "Unsupported operation: IsType"),
        ("x IS CHARACTER VARYING", "Unsupported operation: IsType"),
        (
            "UPDATE T SET a = 1 RETURNING ALL NEW a",
            "Expected '*' after ( MODIFIED | ALL ) ( NEW | OLD ) in RETURNING clause",
        ),
        (
            "UPDATE T SET a = 1 RETURNING ALL NEW *, ALL OLD *",
            "Invalid syntax with multiple returning elements in RETURNING clause",
        ),
        ('CREATE TABLE "T"', "Unsupported operation: CreateTable"),
        ("INSERT INTO \"T\" {'pk': 1}", "Unsupported operation: InsertOp"),
        (
            "INSERT INTO \"T\" VALUE {'pk': 1} RETURNING ALL NEW *",
            "RETURNING is not supported in INSERT",
        ),
        ('SELECT DISTINCT pk FROM "T"', "Unsupported token in expression: DISTINCT"),
        ('SELECT VALUE pk FROM "T"', "Select projection doesn't support value or pivot keywords"),
        ('SELECT * FROM "T" LIMIT 1', "Unsupported clause: LIMIT at 1:25:1"),
        ('SELECT * FROM "T" GROUP BY pk, sk', "Unsupported clause: GROUP BY"),
        ('SELECT * FROM "T" HAVING a', "Unsupported clause: HAVING"),
        ('SELECT m.* FROM "T"', "Changing item's hierarchy while reading isn't supported"),
        ('SELECT m.a, x.a FROM "T"', "Duplicate identifiers in select clause: a"),
        (
            'SELECT m, m.x FROM "T"',
            OVERLAP.format("[m, x]", "[m]"),
        ),
    ],
)
def test_clauses(statement: str, message: str) -> None:
    assert refusal(statement) == message


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("{'pk': 1, 'm': {'x': 1e126}}", OVERFLOW + " under root.x"),
        ("{'ss': set_add(ss, <<'a'>>)}", "Unsupported data type: set_add under key root at 1:30:7"),
        ("{'a': 1, 'a': 2}", "Duplicate keys in tuple. Key: a under root at 1:32:3"),
        ("{'m': {'a': 1, 'a': 2}}", "Duplicate keys in tuple. Key: a under root at 1:38:3"),
        ("{a: 1}", TUPLE_KEY.format("VariableReference")),
        ("{5: 1}", TUPLE_KEY.format("INT")),
        ("{'': 1}", "Path component cannot be an empty string"),
        ("?", NO_STRUCT + "1"),
        ("[1]", NO_STRUCT + "1"),
        ("'a'", NO_STRUCT + "3"),
    ],
)
def test_items(value: str, message: str) -> None:
    assert refusal(f'INSERT INTO "T" VALUE {value}') == message


@pytest.mark.parametrize("form", ["MODIFIED OLD", "ALL NEW", "MODIFIED NEW"])
def test_delete_returns_all_old_or_nothing(form: str) -> None:
    assert refusal(f'DELETE FROM "T" WHERE pk = 1 RETURNING {form} *') == (
        f"Invalid returning clause: RETURNING {form} *. "
        "Only RETURNING ALL OLD * is allowed in DELETE statements."
    )


def test_select() -> None:
    statement = statement_of(
        'select a, m."b".c[0], "d" from "T"."i" where pk = ? order by sk desc;'
    )
    assert (statement.table_name, statement.index_name) == ("T", "i")
    body = statement.body
    assert isinstance(body, Select)
    assert body.columns == (
        Column("a", Path("a")),
        Column("c[0]", Path("m", ("b", "c", 0))),
        Column("d", Path("d")),
    )
    assert body.order == (OrderKey("sk", descending=True),)
    assert statement.parameters == 1
    assert statement.equalities == {"pk": ":p1"}


@pytest.mark.parametrize(
    ("term", "fault"),
    [
        ("pk", None),
        ('"m"', None),
        ("m.x DESC", "PATH at 1:43:1"),
        ('   "m".x', "PATH at 1:46:3"),
        ("abc.def[1]", "PATH at 1:43:3"),
        ("sk[0]", "PATH at 1:43:2"),
        ("'sk'", "sk at 1:43:4"),
    ],
)
def test_a_term_of_order_by_that_is_no_attribute(term: str, fault: str | None) -> None:
    """It is reported after the table is found. Source: dynoxide's captures, October 2026."""
    body = statement_of(f"SELECT * FROM \"T\" WHERE pk = 'a' ORDER BY {term}").body
    assert isinstance(body, Select)
    (key,) = body.order
    assert (key.fault and key.fault.message) == (
        fault and f"Argument to ORDER BY must be of type VariableReference. Type: {fault}"
    )


@pytest.mark.parametrize(
    ("where", "equalities"),
    [
        ("pk = ? AND ? = sk", {"pk": ":p1", "sk": ":p2"}),
        ("pk = 'a'", {"pk": ":l0"}),
        ("pk = 'a' AND pk = 'b'", None),
        ("pk = a", None),
        ("pk.a = 'a'", None),
        ("pk <> 'a'", None),
        ("pk = 'a' OR pk = 'b'", None),
        ("pk = 'a' AND attribute_exists(pk)", None),
    ],
)
def test_equalities(where: str, equalities: dict[str, str] | None) -> None:
    assert statement_of(f'SELECT * FROM "T" WHERE {where}').equalities == equalities


def test_insert_refers_to_its_values() -> None:
    statement = statement_of(
        "INSERT INTO T value {'a': ?, 'n': -1.50, 'b': TRUE, 'z': null, 's': <<'y', 'x'>>, "
        "'l': [1, {'k': (2)}, {}]}"
    )
    assert isinstance(statement.body, Insert)
    values = bound_values(statement, [{"S": "first"}])
    assert {name: values[reference] for name, reference in statement.body.attributes} == {
        "a": {"S": "first"},
        "n": {"N": "-1.5"},
        "b": {"BOOL": True},
        "z": {"NULL": True},
        "s": {"SS": ["x", "y"]},
        "l": {"L": [{"N": "1"}, {"M": {"k": {"N": "2"}}}, {"M": {}}]},
    }


def test_parameters_count_in_the_order_of_the_text() -> None:
    statement = statement_of('FROM "T" WHERE pk = ? SET a = ?, b = list_append(b, ?)')
    assert statement.parameters == 3
    assert statement.equalities == {"pk": ":p1"}


@pytest.mark.parametrize("returning", [None, "ALL OLD"])
def test_delete(returning: str | None) -> None:
    clause = f" RETURNING {returning} *" if returning else ""
    body = statement_of("DELETE FROM T WHERE pk = 'a'" + clause).body
    assert isinstance(body, Delete)
    assert body.returning == returning


def test_short_texts_are_translated_once() -> None:
    short, long = "SELECT * FROM T", "SELECT * FROM T" + " " * 2000
    assert statement_of(short) is statement_of(short)
    assert statement_of(long) == statement_of(long)
