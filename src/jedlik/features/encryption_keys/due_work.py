"""The job that deletes keys whose waiting period has ended, and rotates keys.

A deletion removes the record with its material, and all aliases. What was encrypted under the key
is lost for good. The count of keys goes down in the same transaction. Each piece of work proves
that its entry is still there, so a deletion that was cancelled a moment before does not happen.
"""

from typing import Final

import orjson

from jedlik.engine.context import Node
from jedlik.engine.jobs import Job
from jedlik.features.encryption_keys.keys import rotate_every, store
from jedlik.features.encryption_keys.material import new_material
from jedlik.features.encryption_keys.records import (
    DueRecord,
    KeyRecord,
    Place,
    alias_entry,
    count_entry,
    data_key_entry,
    due_entry,
    due_span,
    key_entry,
)
from jedlik.features.identity.transaction import Transaction, transact
from jedlik.storage.interface import Fence

_PAGE_BYTES: Final = 1 << 16


async def is_due(node: Node) -> bool:
    """Returns whether the date of any work has come."""
    return await _next(node) is not None


async def run(node: Node, lease: Fence) -> None:
    """Does one piece of work. Its transaction proves the entry of the work, so `lease` is not
    needed.
    """
    del lease
    due = await _next(node)
    if due is None:
        return
    at = due

    async def work(transaction: Transaction) -> None:
        entry = due_entry(at["Kind"], at["AtMs"], at["KeyId"])
        if await transaction.get(entry) is None:
            return
        transaction.delete(entry)
        if at["Kind"] == "forget":
            transaction.delete(data_key_entry(int(at["KeyId"])))
            return
        place = Place(at["Region"], at["AccountId"])
        record = await transaction.get(key_entry(place, at["KeyId"]))
        if record is None:
            return
        if at["Kind"] == "delete":
            await _delete(transaction, place, record)
        else:
            _rotate(transaction, record)

    await transact(node, work)


async def _next(node: Node) -> DueRecord | None:
    span = due_span(node.clock.now_ms())
    page = await node.storage.scan(span, limit_items=1, limit_bytes=_PAGE_BYTES)
    if not page.values:
        return None
    due: DueRecord = orjson.loads(page.values[0])
    return due


async def _delete(transaction: Transaction, place: Place, record: KeyRecord) -> None:
    transaction.delete(key_entry(place, record["Id"]))
    for name in record["Aliases"]:
        transaction.delete(alias_entry(place, name))
    entry = count_entry(place)
    count = await transaction.get(entry)
    if count is not None:
        count["Keys"] -= 1
        transaction.put(entry, count)


def _rotate(transaction: Transaction, record: KeyRecord) -> None:
    rotation = record.get("Rotation")
    if rotation is not None:
        if record["State"] == "Enabled":  # a disabled key waits for the next date
            record["Materials"].append(new_material(transaction.node.sealing, record["Id"]))
            store(transaction, record)
        rotate_every(transaction, record, rotation["PeriodDays"])


JOB: Final = Job(name="delete and rotate keys", every_s=30.0, is_due=is_due, run=run)
