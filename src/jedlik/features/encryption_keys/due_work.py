"""The job that deletes keys whose waiting period has ended, and rotates keys.

A deletion removes the record with its material, and all aliases. What was encrypted under the key
is lost for good. The count of keys goes down in the same transaction. Each piece of work proves
that its entry is still there, so a deletion that was cancelled a moment before does not happen.
"""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Final

import orjson

from jedlik.engine.context import Node
from jedlik.engine.jobs import Job, Piece
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
from jedlik.features.history.work import reads_table
from jedlik.storage.interface import Fence

if TYPE_CHECKING:  # every server looks for due work, and few have any
    from jedlik.features.identity.transaction import Transaction

_PIECES: Final = 100
_PAGE_BYTES: Final = 1 << 20


async def pieces(node: Node) -> Sequence[Piece]:
    """Returns the work whose date has come."""
    page = await node.storage.scan(
        due_span(node.clock.now_ms()), limit_items=_PIECES, limit_bytes=_PAGE_BYTES
    )
    return [_piece(node, orjson.loads(each)) for each in page.values]


def _piece(node: Node, due: DueRecord) -> Piece:
    of = f"{due['Kind']} {due['KeyId']}"
    return Piece(of, partial(_is_due, node, due), partial(_run, node, due))


async def _is_due(node: Node, due: DueRecord) -> bool:
    """Returns whether the work can be done: its date has come. A data key waits for its readers."""
    return due["Kind"] != "forget" or not await reads_table(node.storage, int(due["KeyId"]))


async def _run(node: Node, at: DueRecord, lease: Fence) -> None:
    """Does one piece of work. Its transaction proves the entry of the work, so `lease` is not
    needed.
    """
    del lease
    from jedlik.features.identity.transaction import transact  # noqa: PLC0415  (see above)

    async def work(transaction: "Transaction") -> None:
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


async def _delete(transaction: "Transaction", place: Place, record: KeyRecord) -> None:
    transaction.delete(key_entry(place, record["Id"]))
    for name in record["Aliases"]:
        transaction.delete(alias_entry(place, name))
    entry = count_entry(place)
    count = await transaction.get(entry)
    if count is not None:
        count["Keys"] -= 1
        transaction.put(entry, count)


def _rotate(transaction: "Transaction", record: KeyRecord) -> None:
    from jedlik.features.encryption_keys.keys import rotate_every, store  # noqa: PLC0415

    rotation = record.get("Rotation")
    if rotation is not None:
        if record["State"] == "Enabled":  # a disabled key waits for the next date
            record["Materials"].append(new_material(transaction.node.sealing, record["Id"]))
            store(transaction, record)
        rotate_every(transaction, record, rotation["PeriodDays"])


JOB: Final = Job(name="delete and rotate keys", every_s=30.0, pieces=pieces)
