"""Recovery points: backups of tables, each in a vault.

The record of a recovery point names its backup. Both are deleted in one transaction, which also
changes the number of recovery points of the vault.
"""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from jedlik.core.types.arn import parse_table_arn
from jedlik.core.types.echo import clipped
from jedlik.engine.context import Node
from jedlik.features.aws_backup.due_queue import delete_due, put_due
from jedlik.features.aws_backup.lifecycle import checked_lifecycle, delete_at_ms
from jedlik.features.aws_backup.records import (
    Place,
    PointRecord,
    backup_entry,
    point_entry,
)
from jedlik.features.aws_backup.refusals import invalid_request, not_found
from jedlik.features.aws_backup.vaults import count_points
from jedlik.features.backups.erase_backups import deletion
from jedlik.features.backups.records import id_in
from jedlik.features.identity.transaction import Transaction, transact

_IN_USE_MS: Final = 60_000


class PointName(NamedTuple):
    """What the ARN of a recovery point says."""

    table_name: str
    backup_id: str


def parse_point(place: Place, arn: str) -> PointName | None:
    """Returns the parts of the ARN of a recovery point of a place, None for another text."""
    parsed = parse_table_arn(arn)
    if parsed is None or (parsed.account_id, parsed.region) != place:
        return None
    backup_id = id_in(parsed.resource)
    return PointName(parsed.table_name, backup_id) if backup_id else None


async def point_at(
    transaction: Transaction, place: Place, arn: str, vault: str | None = None
) -> PointRecord:
    """Returns a recovery point. vault: in which it must be. Raises Reject."""
    name = parse_point(place, arn)
    point = None if name is None else await transaction.get(point_entry(place, *name))
    # Policies compare ARNs as texts, so a second spelling would escape a Deny.
    is_named = point is not None and point["Arn"] == arn and vault in {None, point["Vault"]}
    if point is None or not is_named:
        raise not_found(f"Recovery point {clipped(arn)} does not exist")
    return point


async def delete_point(transaction: Transaction, place: Place, point: PointRecord) -> None:
    """Deletes a recovery point and its backup. Raises Reject while a restore reads the backup."""
    name = PointName(point["TableName"], point["BackupId"])
    backup = await transaction.get(backup_entry(place, *name))
    if backup is not None:
        if "RestoreWorkId" in backup:
            raise invalid_request(f"Recovery point {point['Arn']} is being restored")
        transaction.add(deletion(backup))
    await count_points(transaction, place, point["Vault"], -1)
    delete_due(transaction, place, "point", point["Arn"], point["DueMs"])
    transaction.delete(point_entry(place, *name))


async def update_lifecycle(
    transaction: Transaction, place: Place, point: PointRecord, lifecycle: Mapping[str, Any]
) -> PointRecord:
    """Replaces the lifecycle of a recovery point. Raises Reject."""
    delete_due(transaction, place, "point", point["Arn"], point["DueMs"])
    point["Lifecycle"] = checked_lifecycle(lifecycle)
    _put(transaction, place, point, delete_at_ms(point["Lifecycle"], point["CreatedMs"]))
    return point


async def expire(node: Node, place: Place, arn: str) -> None:
    """Deletes a recovery point whose lifecycle has ended. One that is being restored stays until
    that is done.
    """

    async def act(transaction: Transaction) -> None:
        name = parse_point(place, arn)
        point = None if name is None else await transaction.get(point_entry(place, *name))
        now_ms = node.clock.now_ms()
        if name is None or point is None or point["DueMs"] is None or point["DueMs"] > now_ms:
            return
        backup = await transaction.get(backup_entry(place, *name))
        if backup is not None and "RestoreWorkId" in backup:
            delete_due(transaction, place, "point", point["Arn"], point["DueMs"])
            _put(transaction, place, point, now_ms + _IN_USE_MS)
        else:
            await delete_point(transaction, place, point)

    await transact(node, act, raises_epoch=False)


def _put(transaction: Transaction, place: Place, point: PointRecord, due_ms: int | None) -> None:
    """Stores a recovery point, and when it is deleted."""
    point["DueMs"] = due_ms
    transaction.put(point_entry(place, point["TableName"], point["BackupId"]), point)
    put_due(transaction, place, "point", point["Arn"], due_ms)
