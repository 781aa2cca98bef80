"""Brings forward what is due too late, see `late_times`.

A run, and a job that has not ended, is due in ten minutes at the latest. A rule is due at the
next time of its schedule. Whatever is due later was stored by a clock that was ahead. Jobs that
have ended, and recovery points, only wait for their deletion, and stay as they are.
"""

from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Final, TypeVar

from jedlik.engine.context import Node
from jedlik.features.aws_backup.due_queue import delete_due, put_due
from jedlik.features.aws_backup.job_records import Kind, move
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
from jedlik.features.identity.records import Entry
from jedlik.features.identity.transaction import Transaction, transact

J = TypeVar("J", bound=JobRecord)

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


async def _correct_job(
    kind: Kind,
    entry_of: Callable[[Place, str], Entry[J]],
    record: DueRecord,
    transaction: Transaction,
) -> None:
    place, now_ms = _place(record), transaction.node.clock.now_ms()
    entry = entry_of(place, record["Id"])
    job = await transaction.get(entry)
    if job is not None and "EndedMs" not in job and job["DueMs"] == record["AtMs"]:
        move(transaction, place, kind, job, now_ms)
        transaction.put(entry, job)


def _place(record: DueRecord) -> Place:
    return Place(record["AccountId"], record["Region"])


_CORRECTIONS: Final[dict[str, Callable[[DueRecord, Transaction], Awaitable[None]]]] = {
    "rule": _correct_rule,
    "run": _correct_run,
    "backup": partial(_correct_job, "backup", backup_job_entry),
    "restore": partial(_correct_job, "restore", restore_job_entry),
}
