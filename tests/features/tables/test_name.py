"""Table names of data operations: the path that every request takes."""

import pytest

from jedlik.core.errors import Reject
from jedlik.engine.context import Context
from jedlik.engine.table_record import record_from_bytes, table_to_bytes
from jedlik.features.tables.name import own_table_name, table_of
from jedlik.storage.interface import Batch, Put
from tests.engine.in_memory import ACCOUNT, REGION, Caller, arn_of, result_of


def test_a_table_is_read_once() -> None:
    caller = Caller()
    caller.create()
    table = result_of(table_of(caller.context, "music"))
    assert result_of(table_of(caller.context, "music")) is table
    assert result_of(table_of(caller.context, arn_of())) is table


def test_a_table_is_read_again_after_a_change() -> None:
    caller = Caller()
    caller.create()
    before = result_of(table_of(caller.context, "music"))
    caller.call("UpdateTable", TableName="music", DeletionProtectionEnabled=True)
    after = result_of(table_of(caller.context, "music"))
    assert (before.id, after.id) == (1, 1)
    assert after.record["DeletionProtectionEnabled"] is True


def test_a_table_that_was_read_while_it_was_created() -> None:
    caller = Caller(delay_ms=10)
    caller.create()
    with pytest.raises(Reject, match="Requested resource not found"):
        result_of(table_of(caller.context, "music"))
    caller.clock.time_ms += 10
    assert result_of(table_of(caller.context, "music")).transition is not None


@pytest.mark.parametrize("is_authorized", [False, True])
def test_a_table_that_another_node_has_completed(is_authorized: bool) -> None:
    """A node sees the change of a cached table up to 2 seconds later than its clients."""
    caller = Caller(delay_ms=10)
    caller.create()
    with pytest.raises(Reject, match="Requested resource not found"):
        result_of(table_of(caller.context, "music"))
    cached = caller.node.catalog.cached(REGION, ACCOUNT, "music")
    assert cached is not None
    record = record_from_bytes(cached.stored)
    del record["Transition"]
    completed = Batch((Put(cached.catalog_key, table_to_bytes(record)),), None)
    result_of(caller.node.storage.transact([], lambda _: completed))
    assert caller.node.catalog.cached(REGION, ACCOUNT, "music") is cached
    caller.context.resolved = {"music": cached} if is_authorized else None
    assert result_of(table_of(caller.context, "music")).transition is None


def test_a_table_of_another_region_is_another_table() -> None:
    caller = Caller()
    caller.create()
    result_of(table_of(caller.context, "music"))
    elsewhere = Context(caller.node, "eu-west-1", caller.context.principal)
    with pytest.raises(Reject, match="Requested resource not found"):
        result_of(table_of(elsewhere, "music"))


def test_names_and_arns() -> None:
    context = Caller().context
    assert own_table_name(context, "music") == "music"
    assert own_table_name(context, arn_of("music")) == "music"
    for wrong in ("a:b", "arn:aws:dynamodb:us-east-1:123456789012:table/", arn_of() + "/stream/x"):
        with pytest.raises(Reject, match="regular expression pattern"):
            own_table_name(context, wrong)
