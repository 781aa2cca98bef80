"""To what something that is due belongs, and what belongs to nothing.

Whatever is due names a plan, a run, a job or a recovery point, whose record has the same time. So
`jedlik verify` can compare them, and work that belongs to nothing is not done forever.
"""

from jedlik.engine.context import Node
from jedlik.features.aws_backup.records import (
    DueRecord,
    Place,
    backup_job_entry,
    due_entry,
    plan_entry,
    point_entry,
    restore_job_entry,
    run_entry,
)
from jedlik.features.aws_backup.recovery_points import parse_point
from jedlik.features.identity.transaction import Transaction, transact


async def forget_unowned(node: Node, record: DueRecord) -> None:
    """Deletes something that is due if it belongs to nothing."""

    async def act(transaction: Transaction) -> None:
        if await due_ms_of(transaction, record) != record["AtMs"]:
            transaction.delete(due_entry(record))

    await transact(node, act, raises_epoch=False)


async def due_ms_of(transaction: Transaction, record: DueRecord) -> int | None:
    """Returns when the owner of something that is due says that it is, None without an owner."""
    place, identity = Place(record["AccountId"], record["Region"]), record["Id"]
    if record["Kind"] == "rule":
        plan_id, _, rule_id = identity.partition("/")
        plan = await transaction.get(plan_entry(place, plan_id))
        rules = () if plan is None else plan["Rules"]
        return next((each["DueMs"] for each in rules if each["Id"] == rule_id), None)
    if record["Kind"] == "run":
        run = await transaction.get(run_entry(place, identity))
        return None if run is None else run["DueMs"]
    if record["Kind"] == "backup":
        backup_job = await transaction.get(backup_job_entry(place, identity))
        return None if backup_job is None else backup_job["DueMs"]
    if record["Kind"] == "restore":
        restore_job = await transaction.get(restore_job_entry(place, identity))
        return None if restore_job is None else restore_job["DueMs"]
    name = parse_point(place, identity)
    point = None if name is None else await transaction.get(point_entry(place, *name))
    return None if point is None else point["DueMs"]
