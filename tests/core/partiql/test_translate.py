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

NWF = "Statement wasn't well formed, can't be processed: "
OVERFLOW = (
    "Number overflow. Attempting to store a number with magnitude larger than supported range"
)
UNDERFLOW = (
    "Number underflow. Attempting to store a number with magnitude smaller than supported range"
)
DIGITS = "Attempting to store more than 38 significant digits in a Number"
LEFTOVER = NWF + "Unexpected token after expression"
ALIAS = "Aliasing is not supported"
TERM = NWF + "Unexpected term"
KEYWORD = NWF + "Unexpected keyword"
OPERATOR = NWF + "Unexpected operator"
SIMPLE_PATH = NWF + "Expected identifier for simple path"
RIGHT_SIDE = NWF + "Missing right-hand side expression of infix operator"
NO_MANIPULATION = NWF + "Expected data manipulation"
TYPES = "[MISSING, NULL, BOOLEAN, BLOB, STRING, NUMERIC, STRUCT, TUPLE, LIST]"
IN_OPERANDS = (
    "IN operator must have a left hand argument of type Variable Reference and right hand "
    "argument of type Seq with at least one member"
)
BAG = "Unsupported data type in Bag. DynamoDB only supports either numbers or strings in bags"
COUNT = (
    "Incorrect number of operands for operator or function; operator or function: {}, "
    "number of operands: {}"
)
OVERLAP = (
    "Two document paths overlap with each other; must remove or rewrite one of these paths; "
    "path one: {}, path two: {}"
)
TUPLE_KEY = "Tuple keys must be of type String. Actual type: {} under root at 1:24:1"
NEEDS_PATH = "Operator or function requires a document path; operator or function: attribute_exists"


def refusal(statement: str) -> str | None:
    with pytest.raises(Reject) as rejected:
        statement_of(statement)
    assert rejected.value.error.code == "ValidationException"
    return rejected.value.error.message


@pytest.mark.parametrize(
    ("statement", "message"),
    [
        ('SELECT * FROM "T" WHERE pk = 1 foo', LEFTOVER),
        ('SELECT * FROM "T" WHERE pk = 1 e5', LEFTOVER),
        ("INSERT INTO \"T\" VALUE {'pk': 1} foo", LEFTOVER),
        ('UPDATE "T" SET a = 9 WHERE pk = 1 foo', LEFTOVER),
        ('DELETE FROM "T" WHERE pk = 1 foo', LEFTOVER),
        ('SELECT * FROM "T" WHERE pk = 1)', LEFTOVER),
        ('DELETE FROM "T" WHERE pk = 1 ORDER BY pk', LEFTOVER),
        ('SELECT * FROM "T" ORDER BY pk WHERE pk = 1', LEFTOVER),
        ("INSERT INTO \"T\" t VALUE {'pk': 'x'}", LEFTOVER),
        ('FROM "T" SET c = 1 WHERE pk = 1', LEFTOVER),
        ('UPDATE "T" REMOVE a, b WHERE pk = 1', LEFTOVER),
        ('SELECT * FROM "T" WHERE', TERM),
        ('SELECT * FROM "T" WHERE;', TERM),
        ('UPDATE "T" SET a = 1 WHERE', TERM),
        ('DELETE FROM "T" WHERE', TERM),
        ('SELECT * FROM "T" WHERE NOT', TERM),
        ('SELECT * FROM "T" WHERE (', TERM),
        ("SELECT * FROM", TERM),
        # Not recorded: AS is no keyword in the open source parser of PartiQL.
        ("INSERT INTO \"T\" AS t VALUE {'pk': 'x'}", TERM),
        ("SELECT * FROM \"T\" WHERE pk = 'p1' AND", RIGHT_SIDE),
        ("SELECT * FROM \"T\" WHERE pk = 'p1' OR", RIGHT_SIDE),
        ('SELECT * FROM "T" WHERE ORDER BY pk', KEYWORD),
        ('SELECT * FROM "T" WHERE count = 1', KEYWORD),
        ('SELECT * FROM "T" WHERE IS NULL', OPERATOR),
        ('SELECT * FROM "T" WHERE pk = LIKE', OPERATOR),
        ('SELECT * FROM "T" WHERE pk == 1', OPERATOR),
        ("DELETE FROM", SIMPLE_PATH),
        ("DELETE FROM;", SIMPLE_PATH),
        ("DELETE FROM WHERE pk = 'a'", SIMPLE_PATH),
        ('SLECT * FROM "T"', NO_MANIPULATION),
        ('FROM "T" WHERE pk = 1', NO_MANIPULATION),
        ('UPDATE "T" ADD n 1', NO_MANIPULATION),
        ('DELETE "T"', NWF + "Expected FROM after DELETE"),
        ("SELECT *", NWF + "Expected FROM after SELECT list"),
        ('UPDATE "T" SET n 1', NWF + "Expected '='"),
        ('SELECT * FROM "T" WHERE x IS FOO', NWF + "Expected type name"),
        ('SELECT * FROM "T" WHERE m.inner = 1', NWF + "Invalid path dot component"),
        ('UPDATE "T" SET m.inner = 1', NWF + "Invalid path dot component"),
        ('SELECT * FROM "T" WHERE (pk = 1', NWF + "Expected RIGHT_PAREN"),
        ('SELECT * FROM "T" WHERE ()', NWF + "Expression group cannot be empty"),
        ('SELECT * FROM "T" WHERE pk BETWEEN 1', NWF + "Expected AND"),
        ('SELECT * FROM "T" WHERE pk BETWEEN 1 AND', NWF + "Expected expression after AND"),
        ('SELECT * FROM "T" AS 5', NWF + "Expected identifier for alias"),
        ("CREATE VIEW v", NWF + "Unexpected token following CREATE"),
        (
            'SELECT * FROM "T";;',
            NWF + "Unexpected token after semicolon. (Only one query is allowed.)",
        ),
        (
            'SELECT *, a FROM "T"',
            NWF + "Other expressions may not be present in the select list "
            "when '*' is used without dot notation.",
        ),
        (
            'UPDATE "T" SET a = 1 WHERE pk = 1 RETURNING *',
            NWF + "Expected ( MODIFIED | ALL ) ( NEW | OLD ) in RETURNING clause.",
        ),
        ("(" * 100, NWF),
        ('SELECT * FROM "T" WHERE a = ' + "- " * 100 + "a", NWF),
        ('SELECT * FROM "T" WHERE n IN (SELECT pk FROM "T")', KEYWORD),
        ('SELECT * FROM "T" WHERE CASE WHEN a', NWF + "Expected END"),
        ('SELECT * FROM "T" WHERE CAST(a)', NWF + "Expected AS"),
    ],
)
def test_grammar(statement: str, message: str) -> None:
    assert refusal(statement) == message


def test_a_column_that_is_no_path_is_reported_after_the_table_is_found() -> None:
    body = statement_of('SELECT pk, attribute_exists(ss) FROM "T"').body
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
        ("a = 1", "Unsupported operation: Expression"),
        (
            "UPDATE T SET a = 1 RETURNING ALL NEW a",
            "Expected '*' after ( MODIFIED | ALL ) ( NEW | OLD ) in RETURNING clause",
        ),
        (
            "UPDATE T SET a = 1 RETURNING ALL NEW *, ALL OLD *",
            "Invalid syntax with multiple returning elements in RETURNING clause",
        ),
        ('CREATE TABLE "T"', "Unsupported operation: CreateTable"),
        ("exists(a)", "Unsupported operation: FunctionCall"),
        ("set a = 1", "Unsupported operation: AssignmentOp"),
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
        (
            'SELECT * FROM "T" ORDER BY pk',
            "Must have WHERE clause in the statement when using ORDER BY clause.",
        ),
        (
            'SELECT * FROM "T" WHERE pk = 1 ORDER BY a.b',
            "Argument to ORDER BY must be of type VariableReference. Type: PATH",
        ),
    ],
)
def test_clauses(statement: str, message: str) -> None:
    assert refusal(statement) == message


@pytest.mark.parametrize(
    ("condition", "message"),
    [
        ("attribute_exists('ss')", NEEDS_PATH),
        ("attribute_exists(?)", NEEDS_PATH),
        ("attribute_exists()", COUNT.format("attribute_exists", 0)),
        ("attribute_exists(a, b)", COUNT.format("attribute_exists", 2)),
        ("size(a, b) = 1", COUNT.format("size", 2)),
        ("EXISTS(ss)", "Unrecognized function: exists at 1:25:6"),
        ("set_add(ss, <<'x'>>) = ss", "Unrecognized function: set_add at 1:25:7"),
        (
            "list_append(l, l) = l",
            "The function is not allowed in a condition expression; function: list_append",
        ),
        ("a", "WHERE clause must contain an expression that resolves to a boolean"),
        ("a = 1 AND b", "The arguments to AND/OR must be Expressions"),
        ("? OR a = 1", "The arguments to AND/OR must be Expressions"),
        ("a = 1 AND NULL", "The arguments to AND/OR must be Expressions"),
        ("a = 1 OR MISSING", "MISSING must be compared using IS operator"),
        ("count(*) = 1", "Unsupported token in expression: count at 1:25:5"),
        ("sum(DISTINCT a) > 1", "Unsupported token in expression: sum at 1:25:3"),
        ("upper(a) = 'A'", "Unrecognized function: upper at 1:25:5"),
        ("NOT a", "The argument to NOT must be a Type or Expression"),
        ("a = NOT b", "The argument to NOT must be a Type or Expression"),
        ("a = MISSING", "MISSING must be compared using IS operator"),
        ("a + 1", "Unsupported operator in Condition Expression. Operator: +"),
        ("a + 1 = 2", "Unsupported operator in Condition Expression. Operator: +"),
        ("a LIKE 'x'", "Unsupported operator in Condition Expression. Operator: like"),
        ("a IN ?", IN_OPERANDS),
        ("a IN []", IN_OPERANDS),
        (
            "a IS VARCHAR",
            "Unsupported data type for IS operator: CHARACTER_VARYING. Supported data types are "
            f"{TYPES} at 1:27:2",
        ),
        (
            "size(a) IS NULL",
            "The left hand side argument to IS must be a Variable Reference, Literal, or Path",
        ),
        ("CASE WHEN a THEN b END", "Unsupported token in expression: CASE at 1:25:4"),
        ("CAST(a AS INT) = 5", "Unsupported token in expression: cast at 1:29:1"),
        (
            "attribute_exists(a) = 'x'",
            "Unsupported token in expression: attribute_exists at 1:25:16",
        ),
        ("a[-1] = 1", "List index is not within the allowable range; index: [-1] at 1:28:1"),
        ("a[?] = 1", "Unexpected path component at 1:27:1"),
        ('"".a = 1', "Path component cannot be an empty string"),
        ('a."" = 1', "Path component cannot be an empty string"),
        ("a = `x`", "Ion Literals are not supported under key root at 1:29:3"),
        ("a = {'b': ?}", "Unsupported data type: Parameter under key root.b at 1:35:1"),
        ("a = [1, b]", "Unsupported data type: VariableReference under key root[1] at 1:33:1"),
        ("a = 1e126", OVERFLOW + " under root"),
        ("a = 1e-131", UNDERFLOW + " under root"),
        ("a = 123456789012345678901234567890123456789", DIGITS + " under root"),
    ],
)
def test_conditions(condition: str, message: str) -> None:
    assert refusal(f'SELECT * FROM "T" WHERE {condition}') == message


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("{'pk': 1, 'm': {'x': 1e126}}", OVERFLOW + " under root.x"),
        ("{'pk': 1, 'l': [1, 1e126]}", OVERFLOW + " under root[1]"),
        ("{'ss': set_add(ss, <<'a'>>)}", "Unsupported data type: set_add under key root at 1:30:7"),
        ("{'a': b}", "Unsupported data type: b under key root at 1:29:1"),
        ("{'a': b.c}", "Unsupported data type: PATH under key root at 1:29:1"),
        ("{'a': 1 + 1}", "Unsupported data type: + under key root at 1:31:1"),
        ("{'a': <<1, 'a'>>}", BAG),
        ("{'a': <<true>>}", BAG + " at 1:31:4"),
        ("{'a': <<>>}", "Empty bags are not supported"),
        (
            "{'a': <<'x', 'x'>>}",
            "One or more parameter values were invalid: Input collection [x, x] contains "
            "duplicates.",
        ),
        (
            "{'a': <<1, 1.0>>}",
            "One or more parameter values were invalid: Input collection [1, 1] contains "
            "duplicates.",
        ),
        ("{'a': 1, 'a': 2}", "Duplicate keys in tuple. Key: a under root at 1:32:3"),
        ("{'m': {'a': 1, 'a': 2}}", "Duplicate keys in tuple. Key: a under root at 1:38:3"),
        (
            "{a: 1}",
            TUPLE_KEY.format("VariableReference"),
        ),
        ("{5: 1}", TUPLE_KEY.format("INT")),
        ("{'': 1}", "Path component cannot be an empty string"),
        (
            "?",
            "Unsupported format in item expression. Please use struct format {...} to express "
            "item values for insert statement. at 1:23:1",
        ),
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
