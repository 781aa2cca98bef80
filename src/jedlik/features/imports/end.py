"""The last transaction of an import. Its table is ACTIVE then, and its work is gone."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from jedlik.buckets.interface import BucketError
from jedlik.engine.context import Node
from jedlik.engine.table import catalog_key
from jedlik.engine.table_record import record_from_bytes, table_to_bytes
from jedlik.features.imports.records import (
    ImportWork,
    entry_key,
    import_from_bytes,
    place_in,
    to_bytes,
    work_key,
)
from jedlik.storage.interface import Abort, Batch, Delete, Mutation, Put


class Failure(NamedTuple):
    """Why an import or a bulk operation has failed, or was cancelled."""

    code: str
    message: str


# Source of both texts: recorded answer, October 2026.
ITEM_VALIDATION: Final = Failure(
    "ItemValidationError",
    "Some of the items failed validation checks and were not imported. Please check CloudWatch "
    "error logs for more details.",
)


def failure_of(error: BucketError) -> Failure:
    """Returns why something has failed whose bucket has refused."""
    return Failure(error.failure_code, error.message)


async def end_import(
    node: Node, work: ImportWork, stored: bytes, failure: Failure | None = None
) -> None:
    """Ends an import, unless its work has changed. stored: the bytes of the work.

    failure: why it has failed as a whole. Without it, errors about records make it FAILED.
    """
    key = work_key(work["Id"])
    table_key = catalog_key(work["Region"], work["AccountId"], work["TableName"])
    entry_at = entry_key(place_in(work))
    ended_ms = node.clock.now_ms()
    if failure is None and work["Counts"]["Errors"]:
        failure = ITEM_VALIDATION

    def decide(values: Sequence[bytes | None]) -> Batch[None] | Abort[None]:
        if values[0] != stored:
            return Abort(None)
        mutations: list[Mutation] = [Delete(key)]
        if values[1] is not None:
            record = record_from_bytes(values[1])
            if record.get("Import", {}).get("WorkId") == work["Id"]:
                del record["Import"]
                del record["Transition"]
                mutations.append(Put(table_key, table_to_bytes(record)))
        if values[2] is not None:
            entry = import_from_bytes(values[2])
            entry.update(work["Counts"])  # type: ignore[typeddict-item]  # members of both
            entry["Status"] = "COMPLETED" if failure is None else "FAILED"
            entry["TableNumber"] = work["TableNumber"]
            entry["EndedMs"] = max(ended_ms, entry["StartedMs"])
            if failure is not None:
                entry["FailureCode"], entry["FailureMessage"] = failure
            mutations.append(Put(entry_at, to_bytes(entry)))
        return Batch(mutations, None, raises_epoch=True)

    await node.storage.transact([key, table_key, entry_at], decide)
