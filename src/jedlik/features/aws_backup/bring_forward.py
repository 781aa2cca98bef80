"""Brings forward what is due too late, see `late_times`.

A run, and a job that has not ended, is due ten minutes from now at the latest. A rule is due at the
next time of its schedule. Whatever is due later was stored by a clock that was ahead. Jobs that
have ended, and recovery points, only wait for their deletion, and stay as they are.
"""

from collections.abc import Sequence
from functools import partial
from typing import Final

from jedlik.engine.context import Node
from jedlik.features.aws_backup.due_queue import delete_due, put_due
from jedlik.features.aws_backup.job_records import move
from jedlik.features.aws_backup.plans import schedule_of
from jedlik.features.aws_backup.records import (
    DueRecord,
    JobRecord,
    Place,
    backup_job_entry,
    plan_entry,
    restore_job_entry,
    run_entry,
)
from jedlik.features.identity.transaction import Transaction, transact

_LATEST_MS: Final = 600_000  # the longest pause of a job that has not ended


async def bring_forward(node: Node, records: Sequence[DueRecord]) -> None:
    """Corrects entries of the queue that are later than now."""
    latest_ms = node.clock.now_ms() + _LATEST_MS
    for record in records:
        # The next time of a schedule may be soon, or in some years.
        if record["Kind"] == "rule" or (record["Kind"] != "point" and record["AtMs"] > latest_ms):
            await transact(node, partial(_CORRECTIONS[record["Kind"]], record), raises_epoch=False)


async def _correct_rule(record: DueRecord, transaction: Transaction) -> None:
    place = _place(record)
    plan_id, _, rule_id = record["Id"].partition("/")
    plan = await transaction.get(plan_entry(place, plan_id))
    if plan is None:
        return
    for rule in plan["Rules"]:
        if rule["Id"] != rule_id or rule["DueMs"] != record["AtMs"]:
            continue
        next_ms = schedule_of(rule["Document"]).next_after(transaction.node.clock.now_ms())
        if next_ms is not None and next_ms < record["AtMs"]:
            delete_due(transaction, place, "rule", record["Id"], record["AtMs"])
            put_due(transaction, place, "rule", record["Id"], next_ms)
            rule["DueMs"] = next_ms
            transaction.put(plan_entry(place, plan_id), plan)


async def _correct_run(record: DueRecord, transaction: Transaction) -> None:
    place, now_ms = _place(record), transaction.node.clock.now_ms()
    run = await transaction.get(run_entry(place, record["Id"]))
    if run is not None and run["DueMs"] == record["AtMs"]:
        delete_due(transaction, place, "run", record["Id"], record["AtMs"])
        put_due(transaction, place, "run", record["Id"], now_ms)
        run["DueMs"] = now_ms
        transaction.put(run_entry(place, record["Id"]), run)


async def _correct_backup_job(record: DueRecord, transaction: Transaction) -> None:
    place, now_ms = _place(record), transaction.node.clock.now_ms()
    job = await transaction.get(backup_job_entry(place, record["Id"]))
    if job is not None and _is_under_way(job, record):
        move(transaction, place, "backup", job, now_ms)
        transaction.put(backup_job_entry(place, record["Id"]), job)


async def _correct_restore_job(record: DueRecord, transaction: Transaction) -> None:
    place, now_ms = _place(record), transaction.node.clock.now_ms()
    job = await transaction.get(restore_job_entry(place, record["Id"]))
    if job is not None and _is_under_way(job, record):
        move(transaction, place, "restore", job, now_ms)
        transaction.put(restore_job_entry(place, record["Id"]), job)


def _is_under_way(job: JobRecord, record: DueRecord) -> bool:
    return "EndedMs" not in job and job["DueMs"] == record["AtMs"]


def _place(record: DueRecord) -> Place:
    return Place(record["AccountId"], record["Region"])


_CORRECTIONS: Final = {
    "rule": _correct_rule,
    "run": _correct_run,
    "backup": _correct_backup_job,
    "restore": _correct_restore_job,
}
