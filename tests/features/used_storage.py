"""A storage with data of every feature, and ways to damage it, for tests of `jedlik verify`."""

from collections.abc import Callable, Sequence
from typing import Any

import orjson

from jedlik.core.keys.key import Key
from jedlik.core.keys.space import Space
from jedlik.core.types.stored_item import item_to_bytes
from jedlik.engine.table_record import TableRecord, record_from_bytes, table_to_bytes
from jedlik.storage.interface import Batch, Delete, Mutation, Put
from tests.engine.in_memory import Caller, result_of, values
from tests.features.secondary_indexes.samples import do_jobs, index, indexed_table, verified

ITEMS = 30
INDEXES = {
    "GlobalSecondaryIndexes": [index("global", "g HASH", projection="INCLUDE v")],
    "LocalSecondaryIndexes": [index("local", "pk HASH", "l RANGE", projection="KEYS_ONLY")],
}
STREAM = {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"}
TIME_TO_LIVE = {"Enabled": True, "AttributeName": "until"}
TABLE_ID = 1

Stored = dict[Key, bytes]
Damage = Callable[[Stored], Sequence[Mutation]]


def item(number: int, **attributes: object) -> dict[str, object]:
    """Returns one of the items of the table. attributes: others, or other values."""
    return {
        "pk": {"S": f"p{number % 7}"},
        "sk": {"S": str(number)},
        "g": {"S": f"g{number % 3}"},
        "l": {"N": str(number)},
        "v": {"S": "v" * number},
        "until": {"N": "99999999999"},
        **attributes,
    }


def key(number: int) -> dict[str, object]:
    """Returns the key of an item."""
    return {name: item(number)[name] for name in ("pk", "sk")}


def used_storage() -> Caller:
    """Returns a storage with three tables: one with everything, one deleted, one empty."""
    caller = Caller()
    definitions = "pk:S sk:S g:S l:N"
    members = indexed_table(definitions, "pk sk", **INDEXES)
    caller.call("CreateTable", **members, StreamSpecification=STREAM)
    caller.call("UpdateTimeToLive", TableName="music", TimeToLiveSpecification=TIME_TO_LIVE)
    do_jobs(caller)
    for number in range(ITEMS):
        caller.call("PutItem", TableName="music", Item=item(number))
    for number in range(0, ITEMS, 3):
        caller.call("PutItem", TableName="music", Item=item(number, g={"S": "other"}))
    caller.call("DeleteItem", TableName="music", Key=key(5))
    caller.create("gone")
    caller.call("PutItem", TableName="gone", Item={"pk": {"S": "a"}})
    caller.call("DeleteTable", TableName="gone")
    caller.create("empty")
    return caller


def sentences(caller: Caller) -> list[str]:
    """Returns the faults that a verification finds."""
    return verified(caller).sentences


def write(caller: Caller, mutations: Sequence[Mutation]) -> None:
    """Writes without any operation."""
    result_of(caller.storage.transact([], lambda _: Batch(mutations, None)))


def sentences_about(damage: Damage) -> list[str]:
    """Returns the faults that a verification finds in a damaged storage."""
    caller = used_storage()
    write(caller, damage(values(caller)))
    return sentences(caller)


def first(stored: Stored, space: Space, *, longest: bool = False) -> Key:
    """Returns a key of the table in a space."""
    found = [each for each in stored if each.space == space and each.table == TABLE_ID]
    return max(found, key=lambda each: len(each.partition)) if longest else found[0]


def altered(stored: bytes, **attributes: object) -> bytes:
    """Returns a stored item with other attributes and the same size."""
    changed: dict[str, Any] = {**orjson.loads(stored[5:]), **attributes}
    return item_to_bytes(changed, int.from_bytes(stored[1:5], "big"))


def record(stored: Stored, change: Callable[[TableRecord], object]) -> Put:
    """Returns the mutation that changes the record of the table."""
    for each, value in stored.items():
        if each.space == Space.CATALOG and each.sort == b"music":
            changed = record_from_bytes(value)
            change(changed)
            return Put(each, table_to_bytes(changed))
    raise AssertionError("there is no such table")


def removed(space: Space) -> Damage:
    """Returns a damage: an entry is missing."""
    return lambda stored: [Delete(first(stored, space))]


def rewritten(space: Space, change: Callable[[bytes], bytes]) -> Damage:
    """Returns a damage: an entry has another value."""

    def damage(stored: Stored) -> Sequence[Mutation]:
        at = first(stored, space)
        return [Put(at, change(stored[at]))]

    return damage


def doubled(space: Space) -> Damage:
    """Returns a damage: an entry is also stored under another key."""

    def damage(stored: Stored) -> Sequence[Mutation]:
        at = first(stored, space)
        return [Put(moved(at, at.sort + b"x"), stored[at])]

    return damage


def moved(at: Key, sort: bytes) -> Key:
    """Returns the key with another sort key."""
    return at._replace(sort=sort)
