"""Verifies bulk operations: exactly those that have not ended have a work."""

from typing import Final

from jedlik.engine.verification import Verification, Verifier
from jedlik.features.bulk_operations.records import (
    all_operations,
    all_works,
    arn_of,
    entry_key,
    place_in,
)
from jedlik.features.imports.entries import place_of

_UNDER_WAY: Final = ("IN_PROGRESS", "CANCELLING")


async def verify_operations(verification: Verification) -> None:
    """Verifies all bulk operations."""
    storage, report = verification.storage, verification.report
    works = {work["Id"]: work for work in await all_works(storage)}
    async for entry in all_operations(storage):
        report.counts["bulk operations"] += 1
        if (entry["Status"] in _UNDER_WAY) != (entry["WorkId"] in works):
            what = f"is {entry['Status']}, and its work does not agree"
            report.wrong(f"bulk operation {arn_of(place_of(entry))}", what)
    for work in works.values():
        (stored,) = await storage.read([entry_key(place_in(work))], consistent=True)
        if stored is None:
            report.wrong(f"bulk operation {work['OperationId']}", "has a work and no entry")


VERIFIER: Final = Verifier(storage=verify_operations)
