"""Verifies that the records of AWS Backup agree with each other and with the backups.

- What is due belongs to a record that says the same, and what must be due is.
- A vault has as many recovery points as it says. Each has its backup, and each backup of this kind
  has a recovery point, or a job that makes it.
- A plan has the selections that it names, and there are no others.
"""

from collections import Counter
from collections.abc import AsyncIterator
from typing import Any, Final

import orjson

from jedlik.core.keys.key import Key, Span
from jedlik.core.types.arn import parse_table_arn
from jedlik.engine.read import count_of, pages
from jedlik.engine.verification import Report, Verification, Verifier
from jedlik.features.aws_backup.plans import due_id
from jedlik.features.aws_backup.records import (
    DueKind,
    Place,
    due,
    due_entry,
    due_span,
    every_span,
    selection_entry,
)
from jedlik.features.backups.records import all_backups, arn_of
from jedlik.storage.interface import Storage


class _Expected:
    """What must be due, and what has backups."""

    def __init__(self) -> None:
        self.due: set[Key] = set()
        self.backups: set[str] = set()  # ARNs of recovery points
        self.making: set[str] = set()  # ids of backups that jobs make
        self.points: Counter[str] = Counter()  # of each vault, by its place and name

    def add(self, place: Place, kind: DueKind, identity: str, at_ms: int | None) -> None:
        """Adds something that must be due."""
        if at_ms is not None:
            self.due.add(due_entry(due(place, kind, identity, at_ms)).key)


async def verify_aws_backup(verification: Verification) -> None:
    """Compares all records of AWS Backup."""
    storage, report = verification.storage, verification.report
    expected = _Expected()
    await _read_points(storage, expected)
    async for job in _records(storage, every_span("backup jobs")):
        place = Place(job["AccountId"], job["Region"])
        expected.add(place, "backup", job["Id"], job["DueMs"])
        if "EndedMs" not in job:
            expected.making.add(job["BackupId"])
    async for job in _records(storage, every_span("restore jobs")):
        place = Place(job["AccountId"], job["Region"])
        expected.add(place, "restore", job["Id"], job["DueMs"])
    async for run in _records(storage, every_span("runs")):
        expected.add(_place_of(run["Plan"]), "run", run["Id"], run["DueMs"])
    await _verify_plans(storage, report, expected)
    async for vault in _records(storage, every_span("vaults")):
        report.counts["backup vaults"] += 1
        counted = expected.points.pop(_vault_name(_place_of(vault), vault["Name"]), 0)
        where = f"backup vault {vault['Name']} in {vault['Region']}"
        report.compare(where, "recovery points", stored=vault["Points"], expected=counted)
    for name in expected.points:
        report.wrong(f"backup vault {name}", "has recovery points and no record")
    await _verify_backups(storage, report, expected)
    await _verify_due(storage, report, expected)


async def _read_points(storage: Storage, expected: _Expected) -> None:
    async for point in _records(storage, every_span("points")):
        arn = parse_table_arn(point["Arn"])
        if arn is not None:
            place = Place(arn.account_id, arn.region)
            expected.backups.add(point["Arn"])
            expected.points[_vault_name(place, point["Vault"])] += 1
            expected.add(place, "point", point["Arn"], point["DueMs"])


async def _verify_plans(storage: Storage, report: Report, expected: _Expected) -> None:
    selections = 0
    async for plan in _records(storage, every_span("plans")):
        report.counts["backup plans"] += 1
        place = _place_of(plan)
        for rule in plan["Rules"]:
            expected.add(place, "rule", due_id(plan, rule), rule["DueMs"])
        keys = [selection_entry(place, plan["Id"], each).key for each in plan["Selections"]]
        found = await storage.read(keys, consistent=True) if keys else ()
        missing = sum(each is None for each in found)
        where = f"backup plan {plan['Name']} in {place.region}"
        report.compare(where, "selections without a record", stored=missing, expected=0)
        selections += len(keys)
    stored = await count_of(storage, every_span("selections"))
    report.compare("backup plans", "records of selections", stored=stored, expected=selections)


async def _verify_backups(storage: Storage, report: Report, expected: _Expected) -> None:
    async for backup in all_backups(storage):
        if backup["Kind"] != "AWS_BACKUP":
            continue
        arn = arn_of(backup)
        if arn in expected.backups:
            expected.backups.remove(arn)
        elif backup["Id"] not in expected.making:
            report.wrong(f"backup {arn}", "is in no vault, and no job makes it")
    for arn in expected.backups:
        report.wrong(f"recovery point {arn}", "has no backup")


async def _verify_due(storage: Storage, report: Report, expected: _Expected) -> None:
    async for record in _records(storage, due_span()):
        key = due_entry(record).key
        if key in expected.due:
            expected.due.remove(key)
        else:
            report.wrong(f"{record['Kind']} {record['Id']}", "is due and belongs to nothing")
    for key in expected.due:
        report.wrong(key.sort.decode(), "is never due")


async def _records(storage: Storage, span: Span) -> AsyncIterator[Any]:
    async for values in pages(storage, span):
        for value in values:
            yield orjson.loads(value)


def _place_of(record: Any) -> Place:
    return Place(record["AccountId"], record["Region"])


def _vault_name(place: Place, name: str) -> str:
    return f"{place.account_id}/{place.region}/{name}"


VERIFIER: Final = Verifier(storage=verify_aws_backup)
