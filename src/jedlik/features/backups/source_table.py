"""The table that a request about backups names, and its errors.

These operations answer TableNotFoundException where others answer ResourceNotFoundException.
Source of the texts: recorded answers, October 2026.
"""

from typing import Final

from jedlik.core.errors import Reject, ServiceError
from jedlik.core.types.arn import TableArn
from jedlik.engine.context import Context
from jedlik.engine.table import Table
from jedlik.engine.table_record import TableRecord
from jedlik.engine.table_state import Moment, is_gone_at, status_at
from jedlik.features.tables.change import Change, change_table
from jedlik.features.tables.name import named_table, place_of
from jedlik.storage.interface import Fence

_MISSING: Final = "ResourceNotFoundException"


async def source_table(context: Context, name: str) -> Table:
    """Returns the table under `name`, a name or an ARN, in any status.

    Raises Reject with TableNotFoundException, also while the table is being restored.
    """
    try:
        return await named_table(context, name)
    except Reject as rejected:
        raise _renamed(rejected, context, name) from None


async def table_elsewhere(context: Context, arn: TableArn) -> Table | None:
    """Returns the table with an ARN of another Region, or None.

    The policy and the tags of such a table took no part in the decision about the request, so a
    table that has any is refused to everybody who was authorized by policies.
    """
    table = await context.node.catalog.find(arn.region, arn.account_id, arn.table_name)
    now_ms = context.node.clock.now_ms()
    if table is None or is_gone_at(table.record, now_ms) or "Restore" in table.record:
        return None
    has_policy = "Text" in table.record.get("ResourcePolicy", {})
    has_say = has_policy or bool(table.record["Tags"])
    if context.resolved is not None and has_say:
        raise Reject(ServiceError("AccessDeniedException", "Access is denied"))
    return table


async def change_source(
    context: Context, name: str, change: Change, fence: Fence | None = None
) -> TableRecord:
    """Changes a table, as `change_table`. Raises Reject with TableNotFoundException."""
    try:
        return await change_table(context, name, change, fence)
    except Reject as rejected:
        raise _renamed(rejected, context, name) from None


def source_missing(table_name: str) -> Reject:
    """Returns the error for a table that does not exist."""
    return Reject(ServiceError("TableNotFoundException", f"Table not found: {table_name}"))


def is_creating(record: TableRecord, moment: Moment) -> bool:
    """Returns whether a table is being created."""
    return status_at(record, moment.now_ms) == "CREATING"


def backups_unavailable(table_name: str) -> Reject:
    """Returns the error for a table whose backups are not enabled yet."""
    message = f"Backups are being enabled for the table: {table_name}. Please retry later"
    return Reject(ServiceError("ContinuousBackupsUnavailableException", message))


def _renamed(rejected: Reject, context: Context, name: str) -> Reject:
    if rejected.error.code != _MISSING:
        return rejected
    return source_missing(place_of(context, name).table_name)
