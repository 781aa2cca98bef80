"""BatchExecuteStatement: recorded answers, October 2026; gaps in them: DynamoDB Local 3.3.1."""

from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Any

import pytest

from jedlik.core.keys.key import Key
from jedlik.features.options import Options
from jedlik.storage.interface import Abort, Batch, Decide, E, R
from jedlik.storage.memory import MemoryStorage
from tests.apis.dynamodb.operations.samples import DUPLICATES, number, sized, stored, string
from tests.apis.dynamodb.operations.statements import (
    DUPLICATE,
    FAILED,
    KEY_TYPE,
    MANDATORY,
    NWF,
    caller_with,
    indexed_caller,
    statement,
)
from tests.engine.in_memory import VE, Caller, definitions, keys

KEYLESS = (
    "Select statements within BatchExecuteStatement must specify the primary key "
    "in the where clause."
)
A = {"pk": string("a"), "n": number(1)}
B = {"pk": string("b"), "n": number(2)}


def batch(caller: Caller, *statements: object, **members: object) -> list[Any]:
    responses: list[Any] = answer(caller, *statements, **members)["Responses"]
    return responses


def answer(caller: Caller, *statements: object, **members: object) -> dict[str, Any]:
    made = [statement(each) if isinstance(each, str) else each for each in statements]
    return caller.call("BatchExecuteStatement", Statements=made, **members)


def error(code: str, message: str) -> dict[str, object]:
    return {"Error": {"Code": code, "Message": message}}


def test_serialization_and_validation() -> None:
    caller = caller_with()
    assert caller.refusal("BatchExecuteStatement", Statements=5).startswith("Serialization")
    for statements in ([], [statement("SELECT * FROM music")] * 26):
        refused = caller.refusal("BatchExecuteStatement", Statements=statements)
        assert refused.startswith(VE + "1 validation error detected: Value '[")


def test_reads() -> None:
    caller = caller_with(A, B)
    assert batch(
        caller,
        "SELECT * FROM music WHERE pk = 'b'",
        statement("SELECT n FROM music WHERE ? = pk", string("a")),
        "SELECT * FROM music WHERE pk = 'c'",
    ) == [
        {"TableName": "music", "Item": B},
        {"TableName": "music", "Item": {"n": number(1)}},
        {"TableName": "music"},
    ]


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * FROM albums",
        "SELECT * FROM albums WHERE pk = 'a'",
        "SELECT * FROM albums WHERE pk = 'a' AND v = 1",
        "SELECT * FROM albums WHERE pk = 'a' AND sk = '0' AND v = 0",
        "SELECT * FROM albums WHERE pk = 'a' AND sk = '0' AND attribute_exists(v)",
        "SELECT * FROM albums WHERE pk IN ['b'] AND pk = 'a' AND sk = '0'",
        "SELECT * FROM \"albums\".\"by_ls\" WHERE pk = 'a' AND sk = '0'",
    ],
)
def test_reads_need_the_primary_key_and_nothing_more(text: str) -> None:
    assert batch(indexed_caller(), text) == [error("ValidationError", KEYLESS)]


def test_a_key_in_a_list_of_one() -> None:
    """Source: floci, DynamoDbPartiQLEdgeCaseIntegrationTest (captured, September 2026)."""
    text = "SELECT v FROM albums WHERE pk IN [{}] AND sk = '0'"
    several = ", ".join(f"'{at}'" for at in range(51))
    assert batch(indexed_caller(), text.format("'a'"), text.format(several)) == [
        {"TableName": "albums", "Item": {"v": number(0)}},
        error("ValidationError", "Too many decomposed read operations for a given query."),
    ]


def test_an_operation_that_refuses_a_statement_names_the_table() -> None:
    """The statement is charged nothing. Source: dynoxide's captures, October 2026."""
    long = f"'{'k' * 2049}'"
    invalid = "One or more parameter values were invalid: "
    hash_size = invalid + "Size of hashkey has exceeded the maximum size limit of2048 bytes"
    range_size = (
        invalid + "Aggregated size of all range keys has exceeded the size limit of 1024 bytes"
    )
    of_key = invalid + "Cannot update attribute pk. This attribute is part of the key"
    no_key_type = "Key value must be of type S, N, or B. Key name: pk, Key type: BOOL"
    for text, message, is_named in (
        (f"SELECT * FROM albums WHERE pk = {long} AND sk = '1'", hash_size, True),
        (f"SELECT * FROM albums WHERE pk = 'a' AND sk = {long}", range_size, True),
        (f"DELETE FROM albums WHERE pk = {long} AND sk = '1'", hash_size, True),
        (f"INSERT INTO albums VALUE {{'pk': 'a', 'sk': {long}}}", range_size, True),
        ("UPDATE albums SET pk = 'b' WHERE pk = 'a' AND sk = '0'", of_key, True),
        ("SELECT * FROM albums WHERE pk = 5 AND sk = '0'", KEY_TYPE + "pk", False),
        ("SELECT * FROM albums WHERE pk = true AND sk = '0'", no_key_type, False),
        ("DELETE FROM albums WHERE pk = true AND sk = '0'", no_key_type, False),
        ("INSERT INTO albums VALUE {'pk': true, 'sk': '0'}", KEY_TYPE + "pk", False),
    ):
        named = {"TableName": "albums"} if is_named else {}
        assert answer(indexed_caller(), text, ReturnConsumedCapacity="TOTAL") == {
            "Responses": [{**error("ValidationError", message), **named}]
        }


def test_the_shape_of_an_index_comes_before_the_primary_key() -> None:
    """Recorded answers, October 2026; where COUNT(*) comes in a batch is not recorded."""
    of_several = "SELECT * FROM \"albums\".\"several\" WHERE g = 'g' AND ls = 'l0'"
    assert batch(indexed_caller(), of_several, "SELECT COUNT(*) FROM albums WHERE pk = 'a'") == [
        error(
            "ValidationError",
            "PartiQL statements cannot be executed on tables with multi-attribute HASH keys or "
            "multi-attribute RANGE keys.",
        ),
        error("ValidationError", "Unexpected path component at 1:8:5"),
    ]


def test_a_bad_statement_does_not_stop_the_others() -> None:
    caller = caller_with(A, B)
    shows = {"ReturnValuesOnConditionCheckFailure": "ALL_OLD"}
    failed = statement("UPDATE music SET n = 9 WHERE pk = 'b' AND n = 3", **shows)
    assert batch(
        caller,
        "INSERT INTO music VALUE {'pk': 'a'}",
        "UPDATE music SET n = 1 WHERE pk = 'zz'",
        "DELETE FROM music WHERE n = 1",
        "SELECT * FROM",
        "UPDATE absent SET n = 1 WHERE pk = 'a'",
        "DELETE FROM music WHERE pk = 'c' RETURNING ALL NEW *",
        statement("DELETE FROM music WHERE pk = ?", number("abc")),
        failed,
        "EXISTS(SELECT * FROM music WHERE pk = 'a' AND n = 1)",
        "INSERT INTO music VALUE {'pk': 'new'}",
    ) == [
        {"TableName": "music", **error("DuplicateItem", DUPLICATE)},
        {"TableName": "music", **error("ConditionalCheckFailed", FAILED)},
        error("ValidationError", MANDATORY),
        error("ValidationError", NWF + "Unexpected term"),
        error("ResourceNotFound", "Requested resource not found"),
        error(
            "ValidationError",
            "Invalid returning clause: RETURNING ALL NEW *. "
            "Only RETURNING ALL OLD * is allowed in DELETE statements.",
        ),
        error("ValidationError", "The parameter cannot be converted to a numeric value: abc"),
        {
            "TableName": "music",
            "Error": {"Code": "ConditionalCheckFailed", "Message": FAILED, "Item": B},
        },
        error("ValidationError", "EXISTS can only be used in ExecuteTransaction write requests."),
        {"TableName": "music"},
    ]
    assert stored(caller, pk=string("new")) is not None
    assert stored(caller, pk=string("b")) == B


def test_returning() -> None:
    caller = caller_with(A, B)
    assert batch(
        caller,
        "UPDATE music SET n = n + 1 WHERE pk = 'a' RETURNING MODIFIED NEW *",
        "UPDATE music SET z = 1 WHERE pk = 'b' RETURNING MODIFIED OLD *",
        "DELETE FROM music WHERE pk = 'c' RETURNING ALL OLD *",
    ) == [
        {"TableName": "music", "Item": {"n": number(2)}},
        {"TableName": "music"},
        {"TableName": "music"},
    ]


def test_reads_and_writes_do_not_mix() -> None:
    caller = caller_with(A)
    mixed = [statement(f"{verb} FROM music WHERE pk = 'a'") for verb in ("SELECT *", "DELETE")]
    assert caller.refusal("BatchExecuteStatement", Statements=mixed) == (
        VE + "Read and write requests together in the same batch is not supported."
    )
    assert caller.refusal("BatchExecuteStatement", Statements=[mixed[0]] * 2) == VE + DUPLICATES
    assert stored(caller, pk=string("a")) == A


def test_a_batch_is_one_read_or_one_transaction(monkeypatch: pytest.MonkeyPatch) -> None:
    caller = caller_with(A, B)
    batch(caller, "SELECT * FROM music WHERE pk = 'a'")  # the table is known from here on
    calls: list[str] = []
    for verb in ("read", "transact"):
        asked = getattr(caller.storage, verb)

        def counted(*args: Any, verb: str = verb, asked: Any = asked, **members: Any) -> Any:
            calls.append(verb)
            return asked(*args, **members)

        monkeypatch.setattr(caller.storage, verb, counted)
    batch(caller, *(f"SELECT * FROM music WHERE pk = '{pk}'" for pk in "abc"))
    batch(
        caller,
        "UPDATE music SET n = 5 WHERE pk = 'a'",
        "INSERT INTO music VALUE {'pk': 'b'}",
        "DELETE FROM music WHERE pk = 'c'",
    )
    assert calls == ["read", "transact"]


def test_a_full_collection_stops_only_what_grows_it() -> None:
    caller = indexed_caller(options=Options(item_collection_bytes=200))
    grows = statement("UPDATE albums SET t = ? WHERE pk = 'a' AND sk = '0'", string("x" * 150))
    responses = answer(
        caller,
        grows,
        "UPDATE albums SET v = 77 WHERE pk = 'b' AND sk = '1'",
        ReturnConsumedCapacity="TOTAL",
    )
    assert responses["Responses"] == [
        {
            "TableName": "albums",
            **error("ItemCollectionSizeLimitExceeded", "Collection size exceeded."),
        },
        {"TableName": "albums"},
    ]
    assert responses["ConsumedCapacity"] == [{"TableName": "albums", "CapacityUnits": 2}]
    keys = ("pk = 'a' AND sk = '0'", "pk = 'b' AND sk = '1'")
    rows = batch(caller, *(f"SELECT t, v FROM albums WHERE {key}" for key in keys))
    assert [each["Item"] for each in rows] == [{"v": number(0)}, {"v": number(77)}]


def test_capacity() -> None:
    caller = caller_with(A, B)
    read, other = (f"SELECT * FROM music WHERE pk = '{pk}'" for pk in "ab")
    consistent = statement(read, ConsistentRead=True)
    mixed = answer(caller, consistent, other, ReturnConsumedCapacity="TOTAL")
    assert mixed["ConsumedCapacity"] == [{"TableName": "music", "CapacityUnits": 1.5}]
    writes = answer(
        indexed_caller(),
        "UPDATE albums SET v = 10 WHERE pk = 'a' AND sk = '0'",
        "UPDATE albums SET v = 10 WHERE pk = 'b' AND sk = '1'",
        ReturnConsumedCapacity="INDEXES",
    )
    assert writes["ConsumedCapacity"] == [
        {
            "TableName": "albums",
            "CapacityUnits": 4,
            "Table": {"CapacityUnits": 2},
            "GlobalSecondaryIndexes": {"by_g": {"CapacityUnits": 2}},
        }
    ]


def test_capacity_of_refused_statements() -> None:
    """Captured from the service in August 2026: dynoxide, partiql_index_consumed_capacity.rs."""
    stored_item = sized(3_000, pk=string("c"))
    caller = caller_with(A, B, stored_item)
    caller.create("other")
    refused = [f"INSERT INTO music VALUE {{'pk': '{pk}'}}" for pk in "abc"]
    added = "INSERT INTO music VALUE {'pk': 'd'}"
    answered = answer(caller, *refused, added, ReturnConsumedCapacity="INDEXES")
    assert answered["ConsumedCapacity"] == [
        {"TableName": "music", "CapacityUnits": 6, "Table": {"CapacityUnits": 1}}
    ]
    # A failed statement is charged for the larger of its item and the stored one.
    large = statement("INSERT INTO music VALUE {'pk': 'a', 't': ?}", string("x" * 3_000))
    answered = answer(caller, large, added.replace("'d'", "'e'"), ReturnConsumedCapacity="TOTAL")
    assert answered["ConsumedCapacity"] == [{"TableName": "music", "CapacityUnits": 4}]
    # A table without a statement that succeeds is not reported.
    assert "ConsumedCapacity" not in answer(caller, refused[0], ReturnConsumedCapacity="TOTAL")
    elsewhere = "INSERT INTO other VALUE {'pk': 'a'}"
    answered = answer(caller, refused[0], elsewhere, ReturnConsumedCapacity="TOTAL")
    assert answered["ConsumedCapacity"] == [{"TableName": "other", "CapacityUnits": 1}]


class ChangingStorage(MemoryStorage):
    """Lets something happen between the planning of the next commit and the commit."""

    def __init__(self) -> None:
        super().__init__()
        self.meanwhile: Callable[[], Awaitable[object]] | None = None

    async def transact(self, reads: Sequence[Key], decide: Decide[R, E]) -> Batch[R] | Abort[E]:
        """See Storage.transact."""
        if self.meanwhile is not None:
            first, self.meanwhile = self.meanwhile, None
            await first()
        return await super().transact(reads, decide)


def test_a_table_that_is_deleted_meanwhile_refuses_its_own_statement_only() -> None:
    storage = ChangingStorage()
    caller = Caller(storage=storage)
    for name in ("music", "books"):
        caller.create(name)
    storage.meanwhile = partial(caller.calls, "DeleteTable", TableName="books")
    put = "INSERT INTO {} VALUE {{'pk': 'a', 'n': 1}}"
    assert batch(caller, put.format("books"), put.format("music")) == [
        {
            "Error": {"Code": "ResourceNotFound", "Message": "Requested resource not found"},
            "TableName": "books",
        },
        {"TableName": "music"},
    ]
    assert stored(caller, pk=string("a")) == A


def test_a_table_that_changes_meanwhile_refuses_only_what_no_longer_fits() -> None:
    """An index begins whose key attribute is a String, and one of the statements writes a
    Number.
    """
    storage = ChangingStorage()
    caller = Caller(storage=storage)
    caller.create()
    index = {
        "IndexName": "by-n",
        "KeySchema": keys("n HASH"),
        "Projection": {"ProjectionType": "ALL"},
    }
    storage.meanwhile = partial(
        caller.calls,
        "UpdateTable",
        TableName="music",
        AttributeDefinitions=definitions("n"),
        GlobalSecondaryIndexUpdates=[{"Create": index}],
    )
    first, second, third = batch(
        caller,
        "INSERT INTO music VALUE {'pk': 'a', 'n': 'text'}",
        "INSERT INTO music VALUE {'pk': 'b', 'n': 2}",
        "INSERT INTO music VALUE {'pk': 'c'}",
    )
    assert first == third == {"TableName": "music"}
    assert second["Error"]["Code"] == "ValidationError"
    assert stored(caller, pk=string("a")) == {"pk": string("a"), "n": string("text")}
    assert stored(caller, pk=string("b")) is None
