"""Verifies exports: each that is under way has a work, and each work has an export.

Objects in buckets are not read: they belong to those who have them.
"""

from typing import Final

from jedlik.core.keys.key import Key
from jedlik.engine.read import pages
from jedlik.engine.verification import Verification, Verifier
from jedlik.features.exports.records import (
    KIND,
    all_data_files_span,
    all_exports,
    arn_of,
    data_files_span,
    due_from_bytes,
    due_span,
    key_of,
    key_of_source,
    purpose_of,
)
from jedlik.features.history.work import all_works


async def verify_exports(verification: Verification) -> None:
    """Verifies all exports, and that nothing is left of others."""
    storage, report = verification.storage, verification.report
    works = {each["Id"]: each for each in await all_works(storage) if each["Kind"] == KIND}
    due: set[Key] = set()
    async for values in pages(storage, due_span()):
        due.update(due_from_bytes(each)[1] for each in values)
    known: set[Key] = set()
    async for export in all_exports(storage):
        report.counts["exports"] += 1
        known.add(key_of(export))
        work = works.get(export["WorkId"])
        if export["Status"] == "IN_PROGRESS" and (work is None or purpose_of(work)["IsDone"]):
            report.wrong(f"export {arn_of(export)}", "is under way, and no work makes it")
        if key_of(export) not in due:
            report.wrong(f"export {arn_of(export)}", "is never deleted")
    files = 0
    for work in works.values():
        purpose = purpose_of(work)
        if key_of_source(work["Source"], purpose["Id"]) not in known:
            report.wrong(f"export {purpose['Id']}", "has a work and no entry")
        listed = 0
        async for values in pages(storage, data_files_span(work["Id"])):
            listed += len(values)
        if not purpose["IsDone"]:
            where = f"export {purpose['Id']}"
            report.compare(where, "data files", stored=listed, expected=purpose["Files"])
        files += listed
    async for values in pages(storage, all_data_files_span()):
        files -= len(values)
    if files:
        report.wrong("exports", f"{-files} entries of data files belong to no work")


VERIFIER: Final = Verifier(storage=verify_exports)
