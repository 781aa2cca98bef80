"""ExecuteStatement: recorded answers, October 2026; gaps in them: DynamoDB Local 3.3.1."""

from typing import Any

import pytest

from tests.apis.dynamodb.operations.samples import number, put, sized, string
from tests.apis.dynamodb.operations.statements import (
    ITEM,
    KEY_TYPE,
    NWF,
    caller_with,
    execute,
    indexed_caller,
    items,
    refusal,
    statement,
)
from tests.engine.in_memory import VE, Caller

_INVALID = VE + "One or more parameter values were invalid: "
NOT_PROJECTED = _INVALID + "Global secondary index by_g_keys does not project [v, m]"
UNFILTERED = _INVALID + "Secondary index {} does not project one or more filter attributes: [v]"
NO_INDEX = VE + "The table does not have the specified index"
SEVERAL_ATTRIBUTES = VE + (
    "PartiQL statements cannot be executed on tables with multi-attribute HASH keys or "
    "multi-attribute RANGE keys."
)


# --- Serialization and validation ----------------------------------------------------------------


def test_members() -> None:
    caller = caller_with()
    assert caller.refusal("ExecuteStatement", Statement=5).startswith("SerializationException")
    assert "'statement' failed to satisfy constraint: Member must not be null" in caller.refusal(
        "ExecuteStatement"
    )
    for name, value in (
        ("Limit", 0),
        ("Parameters", []),
        ("Statement", "x" * 8193),
        ("NextToken", ""),
    ):
        assert caller.refusal(
            "ExecuteStatement", **{"Statement": "SELECT * FROM music", name: value}
        ).startswith(VE + "1 validation error detected: Value '")


def test_faults_of_the_statement_come_before_the_table() -> None:
    caller = caller_with()
    assert refusal(caller, "SELECT * FROM absent WHERE") == VE + NWF + "Unexpected term"
    assert refusal(caller, "SELECT * FROM absent WHERE a < ?", {"BOOL": True}) == (
        VE + "Incorrect operand type for operator or function; operator or function: <, "
        "operand type: BOOL"
    )
    assert refusal(caller, "SELECT size(s) FROM absent WHERE pk = 'a'") == (
        VE + "Unexpected path component at 1:8:4"
    )
    for text in (
        "SELECT * FROM absent",
        "SELECT * FROM absent ORDER BY sk",
        "SELECT * FROM absent WHERE pk = 'a' ORDER BY m.x",
        "FROM absent WHERE pk = 'x' SET c = 1",
        "FROM absent SET c = 1",
        "DELETE FROM absent",
    ):
        assert refusal(caller, text) == "ResourceNotFoundException: Requested resource not found"


def test_exists_belongs_in_transactions() -> None:
    assert refusal(caller_with(), "EXISTS(SELECT * FROM music WHERE pk = 'a' AND n = 1)") == (
        VE + "EXISTS can only be used in ExecuteTransaction write requests."
    )


# --- SELECT --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "where",
    [
        "n = 5",
        "n <> 4",
        "n != 4",
        "n > 4 AND n <= 5",
        "n BETWEEN 5 AND 6",
        "NOT n BETWEEN 1 AND 2",
        "n NOT BETWEEN 1 AND 2",
        "n IN [4, 5]",
        "n IN (4, 5)",
        "n NOT IN <<4>>",
        "n = -(-5)",
        "n = +5",
        "s = 'str'",
        "begins_with(s, 's')",
        "contains(s, 't')",
        "contains(ss, 'a')",
        "size(ss) = 3",
        "attribute_exists(s)",
        'ATTRIBUTE_EXISTS("s") = true',
        "attribute_not_exists(s) = false",
        "attribute_exists(zz) <> true",
        "false = attribute_exists(zz)",
        "(n = 5) = true",
        "attribute_type(ss, 'SS')",
        "zz IS MISSING",
        "s IS NOT MISSING",
        "none IS NULL",
        "s IS NOT NULL",
        "s IS STRING",
        "n IS NUMERIC",
        "flag IS BOOL",
        "m IS STRUCT",
        "m IS TUPLE",
        "tags IS LIST",
        "NOT s IS BLOB",
        "m.x = 1",
        '"m"."x" = 1',
        "m['x'] = 1",
        "tags[0] = 'a'",
        "ss = <<'c', 'b', 'a'>>",
        "m = {'y': 'q', 'x': 1}",
        "tags = ['a', 'b', 'c']",
        "flag = TRUE",
        "none = null",
        "NOT zz = 1",
        "(s = 'x' OR NOT (n = 4)) AND n = 5",
        "n = 5 -- note",
        "/* note */ n = 5;",
        "5 IN [n, 2]",
        "@n = 5",
    ],
)
@pytest.mark.parametrize("key", ["", "pk = 'a' AND "])
def test_conditions_that_hold(key: str, where: str) -> None:
    caller = caller_with(ITEM)
    assert items(caller, f"SELECT pk FROM music WHERE {key}{where}") == [{"pk": string("a")}]


@pytest.mark.parametrize(
    "where",
    [
        "n = 4",
        "n > 5",
        "zz = 1",
        "n = 's'",
        "s IS NUMERIC",
        "zz IS NULL",
        "none IS MISSING",
        "attribute_exists(zz)",
        "NOT attribute_exists(s)",
        "contains(s, 5)",
        "tags = ['b', 'a', 'c']",
        "size(n) = 1",
        "tags[3] = 'a'",
        "n IN [s, 4]",
        "NOT NOT n = 4",
    ],
)
def test_conditions_that_do_not_hold(where: str) -> None:
    caller = caller_with(ITEM)
    assert items(caller, f"SELECT * FROM music WHERE {where}") == []
    assert items(caller, f"SELECT * FROM music WHERE pk = 'a' AND ({where})") == []


def test_columns_go_by_their_last_name() -> None:
    caller = caller_with(ITEM)
    found = items(caller, "SELECT m.x, tags[1], zz, n FROM music WHERE pk = ?", string("a"))
    assert found == [{"x": number(1), "tags[1]": string("b"), "n": number(5)}]
    assert items(caller, "SELECT zz FROM music") == [{}]


def test_keyed_reads_do_not_scan(monkeypatch: pytest.MonkeyPatch) -> None:
    caller = indexed_caller()
    monkeypatch.setattr(caller.storage, "scan", None)
    read = statement("SELECT v FROM albums WHERE pk = 'a' AND sk = ?", string("2"))
    assert caller.call("ExecuteStatement", **read) == {"Items": [{"v": number(2)}]}
    assert items(caller, "SELECT * FROM albums WHERE pk = 'a' AND sk = 'zz'") == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("WHERE pk = 'a'", "024"),
        ("WHERE pk = 'a' AND sk > '0'", "24"),
        ("WHERE pk = 'a' ORDER BY sk DESC", "420"),
        ("WHERE pk = 'a' ORDER BY pk, sk ASC", "024"),
        ("WHERE pk IN ['b', 'a']", "024135"),
        ("WHERE pk = 'b' OR pk = 'a' AND sk = '2'", "2135"),
        # Captured by floci, September 2026: without a place of its own the sort key descends.
        ("WHERE pk = 'a' ORDER BY pk ASC", "420"),
        ("WHERE pk IN ['a', 'b'] ORDER BY pk DESC", "531420"),
        ("WHERE pk IN ['a', 'b'] AND sk > '0' ORDER BY pk DESC, sk DESC", "53142"),
        ("WHERE pk = 'a' AND sk IN ['4', '0'] ORDER BY sk DESC", "40"),
        ("WHERE pk = 'a' AND sk = '2' ORDER BY sk", "2"),
        ("WHERE pk = 'a' AND v > 1", "24"),
        ("WHERE v > 3", "45"),
    ],
)
@pytest.mark.parametrize("limit", [None, 1, 2, 4])
def test_pages(text: str, found: str, limit: int | None) -> None:
    caller = indexed_caller()
    pages: list[Any] = []
    members: dict[str, object] = {} if limit is None else {"Limit": limit}
    while True:
        page = execute(caller, f"SELECT sk FROM albums {text}", **members)
        pages += page["Items"]
        if "NextToken" not in page:
            break
        members["NextToken"] = page["NextToken"]
    order = "".join(item["sk"]["S"] for item in pages)
    assert order == found if "v > 3" not in text else sorted(order) == sorted(found)


@pytest.mark.parametrize(("last", "first_of_pages"), [(10, [0]), (25, [0, 10, 20])])
def test_a_page_looks_up_ten_values_of_a_list(last: int, first_of_pages: list[int]) -> None:
    """Developer Guide, "PartiQL operators"."""
    caller = caller_with(*({"pk": string(f"{at:02}")} for at in range(last)))
    values = ", ".join(f"'{at:02}'" for at in range(last))
    members: dict[str, object] = {}
    for first in first_of_pages:
        page = execute(caller, f"SELECT * FROM music WHERE pk IN [{values}]", **members)
        found = [item["pk"]["S"] for item in page["Items"]]
        assert found == [f"{at:02}" for at in range(first, min(first + 10, last))]
        members["NextToken"] = page.get("NextToken")
    assert members["NextToken"] is None
    either = " OR ".join(f"pk = '{at:02}'" for at in range(last))
    assert len(items(caller, f"SELECT * FROM music WHERE {either}")) == last


def test_a_page_ends_at_one_megabyte() -> None:
    caller = caller_with(*(sized(390_000, pk=string(str(at))) for at in range(4)))
    text = "SELECT pk FROM music WHERE pk IN ['0', '1', '2', '3'] AND NOT pk = '9'"
    page = execute(caller, text, ReturnConsumedCapacity="TOTAL")
    assert len(page["Items"]) == 3
    assert page["ConsumedCapacity"]["CapacityUnits"] == 3 * 48
    assert page["LastEvaluatedKey"] == {"pk": string("2")}  # API Reference, ExecuteStatement
    rest = items(caller, text, NextToken=page["NextToken"])
    assert rest == [{"pk": string("3")}]


def test_a_page_ends_at_one_megabyte_over_all_ranges() -> None:
    caller = indexed_caller()
    for pk in "cd":
        for sk in "01":
            put(caller, sized(390_000, pk=string(pk), sk=string(sk)), name="albums")
    members = {"ReturnConsumedCapacity": "TOTAL"}
    text = "SELECT pk, sk FROM albums WHERE pk IN ['c', 'd'] ORDER BY pk{}"
    for order, pages in (("", ["c1", "c0", "d1"]), (" DESC", ["d1", "d0", "c1"])):
        page = execute(caller, text.format(order), **members)
        assert [each["pk"]["S"] + each["sk"]["S"] for each in page["Items"]] == pages
        assert page["ConsumedCapacity"]["CapacityUnits"] == 143.5  # 780,000 and 390,000 bytes
        assert len(items(caller, text.format(order), NextToken=page["NextToken"])) == 1


def test_tokens_belong_to_their_statement() -> None:
    caller = indexed_caller()
    token = execute(caller, "SELECT * FROM albums", Limit=1)["NextToken"]
    assert refusal(caller, "SELECT pk FROM albums", NextToken=token) == (
        VE + "NextToken does not match request"
    )
    for broken in ("abc", "!", "bnVsbA==", "WyIiLC0xXQ=="):
        assert refusal(caller, "SELECT * FROM albums", NextToken=broken) == VE + "Invalid NextToken"


def test_further_parameters_are_ignored() -> None:
    caller = caller_with(ITEM)
    assert items(caller, "SELECT n FROM music WHERE pk = ?", string("a"), string("b")) == [
        {"n": number(5)}
    ]


def test_capacity_of_reads() -> None:
    caller = caller_with(sized(5000, pk=string("a")))

    def units(text: str, **members: object) -> Any:
        page = execute(caller, text, ReturnConsumedCapacity="INDEXES", **members)
        return page["ConsumedCapacity"]["CapacityUnits"]

    keyed = "SELECT pk FROM music WHERE pk = 'a'"
    assert (units(keyed), units(keyed, ConsistentRead=True)) == (1, 2)
    assert units("SELECT * FROM music WHERE pk = 'zz'") == 0.5
    assert units("SELECT * FROM music WHERE fill = 'none'") == 1


# --- SELECT from an index ------------------------------------------------------------------------


def sort_keys(caller: Caller, text: str, **members: object) -> str:
    return "".join(item["sk"]["S"] for item in items(caller, text, **members))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("\"by_g\" WHERE g = 'g'", "210"),
        ("\"by_g\" WHERE g = 'g' AND gs > '7'", "10"),
        ("\"by_g\" WHERE g = 'g' ORDER BY gs DESC", "012"),
        ("\"by_g\" WHERE g IN ['g', 'h'] AND gs BETWEEN '4' AND '7'", "2543"),
        ("\"by_g_keys\" WHERE g = 'g' AND pk = 'a' AND sk = '0'", "0"),
        ("\"by_ls\" WHERE pk = 'a' AND ls >= 'l2'", "24"),
        ("\"by_ls\" WHERE pk = 'a' AND begins_with(ls, 'l4')", "4"),
        ('"by_g_keys" WHERE v = 1', ""),
        ("\"by_g_keys\" WHERE (g = 'g' AND v = 1) OR (g = 'h')", "345"),
    ],
)
def test_rows_of_an_index(text: str, found: str) -> None:
    caller = indexed_caller()
    order = sort_keys(caller, f'SELECT pk, sk FROM "albums".{text}')
    assert order == found if '"by_g_keys"' not in text else sorted(order) == sorted(found)


@pytest.mark.parametrize("index", ["by_g", "by_g_keys", "by_ls"])
def test_a_scan_of_an_index_in_pages(index: str) -> None:
    caller, seen, members = indexed_caller(), "", {"Limit": 2}
    text = f'SELECT * FROM "albums"."{index}"'
    while True:
        page = execute(caller, text, **members)
        seen += "".join(item["sk"]["S"] for item in page["Items"])
        if "NextToken" not in page:
            assert "LastEvaluatedKey" not in page
            break
        assert {"pk", "sk", "ls" if index == "by_ls" else "g"} <= page["LastEvaluatedKey"].keys()
        members["NextToken"] = page["NextToken"]
    assert sorted(seen) == list("012345")


def test_capacity_of_an_index() -> None:
    caller = indexed_caller()
    members: dict[str, object] = {"ReturnConsumedCapacity": "INDEXES", "ConsistentRead": True}
    page = execute(caller, 'SELECT v FROM "albums"."by_ls" WHERE pk = \'a\'', **members)
    assert page["Items"] == [{"v": number(at)} for at in (0, 2, 4)]
    assert page["ConsumedCapacity"] == {
        "TableName": "albums",
        "CapacityUnits": 4,
        "Table": {"CapacityUnits": 3},
        "LocalSecondaryIndexes": {"by_ls": {"CapacityUnits": 1}},
    }
    page = execute(caller, 'SELECT sk FROM "albums"."by_ls" WHERE pk = \'a\'', **members)
    assert page["ConsumedCapacity"]["Table"] == {"CapacityUnits": 0}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('SELECT * FROM "albums"."none" WHERE g = \'g\'', NO_INDEX),
        ('SELECT * FROM "albums"."albums"', NO_INDEX),
        (
            'SELECT v, m.n, v FROM "albums"."by_g_keys"',
            VE + "Duplicate identifiers in select clause: v",
        ),
        ('SELECT v, m.n FROM "albums"."by_g_keys"', NOT_PROJECTED),
        (
            'SELECT pk FROM "albums"."by_g_keys" WHERE g = \'g\' AND NOT v = 1',
            UNFILTERED.format("by_g_keys"),
        ),
        (
            'SELECT pk FROM "albums"."by_ls" WHERE pk = \'a\' AND v IS MISSING',
            UNFILTERED.format("by_ls"),
        ),
        ('SELECT * FROM "albums"."several" WHERE g = 5', SEVERAL_ATTRIBUTES),
        ('SELECT COUNT(*) FROM "albums"."several"', SEVERAL_ATTRIBUTES),
        ('SELECT COUNT(*) FROM "albums"."by_g"', VE + "Unexpected path component at 1:8:5"),
        ('SELECT * FROM "albums"."by_g" WHERE g = 5', VE + KEY_TYPE + "g"),
    ],
)
def test_indexes_that_cannot_answer(text: str, message: str) -> None:
    assert refusal(indexed_caller(), text) == message


def test_a_global_index_is_not_consistent() -> None:
    assert refusal(indexed_caller(), 'SELECT * FROM "albums"."by_g"', ConsistentRead=True) == (
        VE + "Strongly consistent read is not supported on Global Secondary Indexes"
    )
