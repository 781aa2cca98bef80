"""How a bulk operation is cancelled: its work says so, and the next piece of it ends it.

A commit that is under way finds that the work has changed, and writes nothing.
"""

from collections.abc import Sequence

from jedlik.engine.context import Node
from jedlik.features.bulk_operations.records import (
    BulkOperation,
    entry_key,
    operation_from_bytes,
    to_bytes,
    work_from_bytes,
    work_key,
)
from jedlik.features.imports.entries import place_of
from jedlik.storage.interface import Abort, Batch, Put


async def cancel_operation(node: Node, entry: BulkOperation) -> BulkOperation:
    """Cancels an operation. Returns its entry; one that has ended is returned as it is."""
    key, work_at = entry_key(place_of(entry)), work_key(entry["WorkId"])

    def decide(values: Sequence[bytes | None]) -> Batch[BulkOperation] | Abort[BulkOperation]:
        found = entry if values[0] is None else operation_from_bytes(values[0])
        if values[0] is None or values[1] is None or found["Status"] != "IN_PROGRESS":
            return Abort(found)
        found["Status"] = "CANCELLING"
        work = {**work_from_bytes(values[1]), "IsCancelled": True}
        stored = to_bytes(work)  # type: ignore[arg-type]  # a BulkWork with another value
        return Batch((Put(key, to_bytes(found)), Put(work_at, stored)), found)

    outcome = await node.storage.transact([key, work_at], decide)
    return outcome.reason if isinstance(outcome, Abort) else outcome.result
