"""Reads of an index that another node has built. Source of the errors: `test_reads`."""

import pytest

from jedlik.engine.table_record import TableRecord, record_from_bytes, table_to_bytes
from jedlik.storage.interface import Batch, Put
from tests.apis.dynamodb.operations.samples import string
from tests.engine.in_memory import ACCOUNT, REGION, Caller, result_of
from tests.features.secondary_indexes.samples import index, indexed_table


def store(made: Caller, record: TableRecord, *, is_seen: bool) -> None:
    """Stores the record of a table. is_seen: whether the node learns that it has changed."""
    table = result_of(made.node.catalog.table(REGION, ACCOUNT, "music"))
    batch = Batch((Put(table.catalog_key, table_to_bytes(record)),), None, raises_epoch=is_seen)
    result_of(made.node.storage.transact([], lambda _: batch))


@pytest.mark.parametrize("is_known", [False, True])
def test_an_index_that_another_node_has_built(is_known: bool) -> None:
    """A node sees the change of a cached table up to 2 seconds later than its clients."""
    made = Caller()
    made.call(
        "CreateTable",
        **indexed_table("pk:S g:S", "pk", GlobalSecondaryIndexes=[index("all", "g HASH")]),
    )
    made.call("PutItem", TableName="music", Item={"pk": string("p"), "g": string("x")})
    table = result_of(made.node.catalog.table(REGION, ACCOUNT, "music"))
    earlier = record_from_bytes(table.stored)
    if is_known:
        earlier["GlobalSecondaryIndexes"][0]["IsBuilding"] = True
    else:
        del earlier["GlobalSecondaryIndexes"]
    store(made, earlier, is_seen=True)
    assert "index: all" in made.refusal("Scan", TableName="music", IndexName="all")
    store(made, table.record, is_seen=False)
    cached = made.node.catalog.cached(REGION, ACCOUNT, "music")
    assert cached is not None
    assert cached.record == earlier
    assert made.call("Scan", TableName="music", IndexName="all")["Count"] == 1
    store(made, earlier, is_seen=True)
    statement = 'SELECT * FROM "music"."all"'
    assert made.refusal("ExecuteStatement", Statement=statement)
    store(made, table.record, is_seen=False)
    assert made.call("ExecuteStatement", Statement=statement)["Items"]
