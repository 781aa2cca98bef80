"""What StartBulkPutItems writes, tokens, and tables that cannot take part."""

import pytest

from jedlik.features.bulk_operations import begin as begin_module
from jedlik.features.imports.entries import TOKEN_MS
from tests.engine.in_memory import definitions, keys
from tests.features.bulk_operations.samples import begin, finish, record, request, with_table
from tests.features.imports.samples import begin as begin_import
from tests.features.imports.samples import do_piece as import_piece


def test_a_token_returns_its_operation_for_eight_hours() -> None:
    caller = with_table(a=record(1))
    arn = begin(caller)
    assert begin(caller) == arn
    mismatch = caller.refusal("StartBulkPutItems", **request(MaxWriteRequestUnits=2048))
    assert mismatch.startswith("IdempotentParameterMismatchException: ")
    finish(caller)
    caller.clock.time_ms += TOKEN_MS - 1
    assert begin(caller) == arn
    caller.clock.time_ms += 1
    assert begin(caller) != arn


def test_tables_that_cannot_take_part() -> None:
    caller = with_table()
    assert caller.refusal("StartBulkPutItems", **request(TableName="none")) == (
        "ResourceNotFoundException: Requested resource not found: Table: none not found"
    )
    index = {
        "IndexName": "by_n",
        "KeySchema": keys("n HASH"),
        "Projection": {"ProjectionType": "ALL"},
    }
    caller.call(
        "UpdateTable",
        TableName="music",
        AttributeDefinitions=definitions("n"),
        GlobalSecondaryIndexUpdates=[{"Create": index}],
    )
    in_use = "ResourceInUseException: Attempt to change a resource which is still in use: "
    assert caller.refusal("StartBulkPutItems", **request()) == (
        in_use + "An index is being created: music"
    )
    begin_import(caller, "imported")
    import_piece(caller)
    assert caller.refusal("StartBulkPutItems", **request(TableName="imported")) == (
        in_use + "Table is in the state CREATING: imported"
    )


def test_the_number_of_operations_under_way_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(begin_module, "BULK_OPERATIONS_PER_ACCOUNT", 1)
    caller = with_table(a=record(1))
    begin(caller)
    second = request(ClientToken="other")
    assert caller.refusal("StartBulkPutItems", **second).startswith("LimitExceededException: ")
    finish(caller)
    begin(caller, ClientToken="other")
