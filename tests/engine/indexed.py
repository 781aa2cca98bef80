"""Tables with secondary indexes, for tests, and what their indexes should hold."""

from typing import Any

from jedlik.core.keys.index_key import entry_key
from jedlik.core.keys.key import Key
from jedlik.core.keys.primary_key import fitting_key
from jedlik.core.types.stored_item import item_from_bytes, stored_size_bytes
from jedlik.core.types.table import Table, index_counter_key
from jedlik.core.types.value import item_size_bytes
from jedlik.engine.index_build import marks_span
from jedlik.engine.jobs import JOBS
from jedlik.engine.jobs.runner import work
from jedlik.storage.interface import counters_of
from tests.engine.in_memory import Caller, keys, result_of, table

Members = dict[str, object]


def index(name: str, *elements: str, projection: str = "ALL", **members: object) -> Members:
    """An index to create; `projection` is its type, or the NonKeyAttributes after INCLUDE."""
    kind, *attributes = projection.split()
    declared: Members = {"ProjectionType": kind}
    if attributes:
        declared["NonKeyAttributes"] = attributes
    return {"IndexName": name, "KeySchema": keys(*elements), "Projection": declared, **members}


def defined(text: str) -> list[dict[str, str]]:
    """`defined("pk:S n:N")`: attribute definitions."""
    pairs = [each.split(":") for each in text.split()]
    return [{"AttributeName": name, "AttributeType": kind} for name, kind in pairs]


def indexed_table(definitions: str, schema: str, **indexes: object) -> Members:
    """A request for a table called `music`."""
    elements = [f"{name} {role}" for name, role in zip(schema.split(), ("HASH", "RANGE"))]  # noqa: B905
    members = {"AttributeDefinitions": defined(definitions), "KeySchema": keys(*elements)}
    return {**table(), **members, **indexes}


def do_jobs(caller: Caller) -> None:
    """Do all background work that is due."""
    for job in JOBS:
        result_of(work(job, caller.node, "test"))


def current(caller: Caller) -> Table:
    """The table `music` as the storage has it."""
    found = result_of(caller.node.catalog.find(*caller.context[1:], "music"))
    assert found is not None
    return found


def values(caller: Caller) -> dict[Key, bytes]:
    """All that a storage in memory keeps."""
    kept: dict[Key, bytes] = dict(caller.storage.__dict__["_values"])
    return kept


def check_indexes(caller: Caller) -> None:
    """Assert that each index holds what the items of the table say, and its counters agree."""
    music, kept = current(caller), values(caller)
    items = [value for key, value in kept.items() if key.space == 2 and key.table == music.id]
    for each in music.indexes:
        expected: dict[Key, Any] = {}
        for stored in items:
            item = item_from_bytes(stored)
            key = entry_key(each, item, fitting_key(music, item))
            if key is not None:
                copied = each.projected
                expected[key] = {
                    name: value for name, value in item.items() if copied is None or name in copied
                }
        marks = marks_span(music.id, each.prefix)
        found = {
            key: value
            for key, value in kept.items()
            if key.space == 6
            and key.table == music.id
            and key.partition.startswith(each.prefix)
            and key.partition != marks.start[0]  # type: ignore[index]  # it is bounded
        }
        assert {key: item_from_bytes(value) for key, value in found.items()} == expected
        sizes = [stored_size_bytes(value) for value in found.values()]
        assert sizes == [item_size_bytes(item_from_bytes(value)) for value in found.values()]
        counted = counters_of(kept.get(index_counter_key(music.id, each.id)), 2)
        assert counted == (len(found), sum(sizes)), each.name
