"""A verification knows what a vector index should have stored."""

from jedlik.core.keys.primary_key import item_key
from jedlik.core.types.attribute_value import Item
from jedlik.features.secondary_indexes.participant import indexes_of
from jedlik.features.secondary_indexes.spans import index_span
from jedlik.storage.interface import Batch, Put
from tests.engine.in_memory import Caller, result_of
from tests.features.secondary_indexes.samples import verified
from tests.features.vector_indexes.samples import SCHEMA, put, vector, vector_caller, vector_index


def used() -> Caller:
    caller = vector_caller(
        vector_index(), vector_index("keys", SearchSchema=SCHEMA, DistanceFunction="EUCLIDEAN")
    )
    put(caller, "a", embedding=vector(1, 2, 3), tenant={"S": "t"})
    put(caller, "b", text={"S": "no vector"})
    return caller


def test_entries_agree() -> None:
    assert verified(used()).sentences == []


def test_another_vector_is_found() -> None:
    caller = used()

    async def damage() -> None:
        table = await caller.node.catalog.table("us-east-1", "123456789012", "music")
        page = await caller.storage.scan(
            index_span(table.id, indexes_of(table)[0].prefix), limit_items=1, limit_bytes=1
        )
        item: Item = {"pk": {"S": "a"}}
        key = indexes_of(table)[0].entry_key(item, item_key(table.key, item))
        assert key is not None
        damaged = Batch([Put(key, bytes(4) + page.values[0][4:])], None)
        await caller.storage.transact([], lambda _: damaged)

    result_of(damage())
    (sentence,) = verified(caller).sentences
    assert "another vector" in sentence
