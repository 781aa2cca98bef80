"""The last transaction of a bulk operation: its entry has the end, and its work is gone."""

from collections.abc import Sequence

from jedlik.engine.context import Node
from jedlik.features.bulk_operations.records import (
    BulkWork,
    Status,
    entry_key,
    operation_from_bytes,
    place_in,
    to_bytes,
    work_key,
)
from jedlik.features.imports.end import Failure
from jedlik.storage.interface import Abort, Batch, Delete, Mutation, Put


def status_of(work: BulkWork) -> Status:
    """Returns the status of an operation that has read all objects."""
    return "COMPLETED_WITH_ERRORS" if work["Counts"]["Failed"] else "COMPLETED"


async def end_operation(
    node: Node, work: BulkWork, stored: bytes, status: Status, failure: Failure | None = None
) -> None:
    """Ends an operation, unless its work has changed. stored: the bytes of the work."""
    key, entry_at = work_key(work["Id"]), entry_key(place_in(work))
    ended_ms = node.clock.now_ms()

    def decide(values: Sequence[bytes | None]) -> Batch[None] | Abort[None]:
        if values[0] != stored:
            return Abort(None)
        mutations: list[Mutation] = [Delete(key)]
        if values[1] is not None:
            entry = operation_from_bytes(values[1])
            entry["Status"] = status
            entry["EndedMs"] = max(ended_ms, entry["StartedMs"])
            entry["Counts"] = work["Counts"]
            if work["TotalBytes"] is not None:
                entry["TotalBytes"] = work["TotalBytes"]
            if failure is not None:
                entry["FailureCode"], entry["FailureMessage"] = failure
            mutations.append(Put(entry_at, to_bytes(entry)))
        return Batch(mutations, None)

    await node.storage.transact([key, entry_at], decide)
