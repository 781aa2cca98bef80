"""Verifies imports: each one that is under way has a work, and each work has its table."""

from typing import Final

from jedlik.engine.verification import Verification, Verifier, name_of
from jedlik.features.imports.entries import place_of
from jedlik.features.imports.records import all_imports, all_works, arn_of, entry_key, place_in


async def verify_imports(verification: Verification) -> None:
    """Verifies all imports."""
    storage, report = verification.storage, verification.report
    works = {work["ImportId"]: work for work in await all_works(storage)}
    async for entry in all_imports(storage):
        report.counts["imports"] += 1
        if (entry["Status"] == "IN_PROGRESS") != (entry["Id"] in works):
            what = f"is {entry['Status']}, and its work does not agree"
            report.wrong(f"import {arn_of(place_of(entry))}", what)
    filled: set[str] = set()
    for work in works.values():
        (stored,) = await storage.read([entry_key(place_in(work))], consistent=True)
        where = f"import {work['ImportId']}"
        if stored is None:
            report.wrong(where, "has a work and no entry")
        if work["TableNumber"] and work["TableNumber"] not in verification.tables:
            report.wrong(where, "has created a table that does not exist")
        filled.add(work["Id"])
    for table in verification.tables.values():
        if "Import" in table.record and table.record["Import"]["WorkId"] not in filled:
            report.wrong(name_of(table), "is being imported, and no work fills it")


VERIFIER: Final = Verifier(storage=verify_imports)
