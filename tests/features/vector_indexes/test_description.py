"""What a TableDescription shows of vector indexes, and what TableSizeBytes leaves out for them."""

from typing import Any

from jedlik.features.secondary_indexes.index import index_counter_key
from jedlik.features.vector_indexes.definitions import vector_index
from jedlik.features.vector_indexes.description import uncharged_bytes, vector_index_members
from jedlik.storage.interface import counters_to_bytes
from tests.engine.tables import record_of
from tests.features.vector_indexes import samples


def index(index_id: int, attribute: str = "embedding", **members: object) -> dict[str, object]:
    declared: Any = samples.vector_index(
        f"i{index_id}", VectorAttribute={"AttributeName": attribute}
    )
    return {**vector_index(declared, index_id), **members}


def counters(**by_id: tuple[int, ...]) -> dict[Any, bytes | None]:
    """`counters(i1=(...))`: the counters of indexes of table 7."""
    return {
        index_counter_key(7, int(name[1:])): counters_to_bytes(amounts)
        for name, amounts in by_id.items()
    }


def test_a_table_without_vector_indexes_has_no_member() -> None:
    assert vector_index_members(record_of(), {}, 0) == {}
    assert uncharged_bytes(record_of(), {}) == 0


def test_an_index_is_shown_with_its_vector_and_its_state() -> None:
    creating = {"Status": "CREATING", "EndsAtMs": 100}
    record = record_of(VectorIndexes=[index(1, IsBuilding=True, Transition=creating)])
    values = counters(i1=(2, 60))
    shown = {
        "IndexName": "i1",
        "Projection": {"ProjectionType": "ALL"},
        "IndexSizeBytes": 60,
        "ItemCount": 2,
        "IndexArn": "arn:aws:dynamodb:us-east-1:123456789012:table/music/index/i1",
        "VectorAttribute": {"AttributeName": "embedding"},
        "Dimensions": 3,
        "DistanceFunction": "COSINE",
        "IndexStatus": "CREATING",
        "Backfilling": False,
    }
    assert vector_index_members(record, values, 99) == {"VectorIndexes": [shown]}


def test_bytes_of_a_vector_are_left_out_once_for_all_indexes_on_it() -> None:
    record = record_of(
        VectorIndexes=[
            index(1, IsBuilding=True),
            index(2),
            index(3, "other"),
            index(4, "gone", Transition={"Status": "DELETING", "EndsAtMs": 100}),
        ]
    )
    values = counters(i1=(0, 0, 0, 5), i2=(0, 0, 0, 20), i3=(0, 0, 0, 300), i4=(0, 0, 0, 4_000))
    assert uncharged_bytes(record, values) == 320
