"""From the TableName of a request, which may be an ARN, to the table it means.

Data operations ask `table_of` (or first `ready_table`, which never waits); operations of the
control plane resolve a name with `own_table_name` and then read the record as it is stored.
"""

from jedlik.core.errors import REQUEST_INVALID, Reject, ServiceError, invalid, table_not_found
from jedlik.core.types.arn import parse_table_arn
from jedlik.core.types.table import Table, status_at
from jedlik.engine.context import Context

_SERVES_ITEMS = ("ACTIVE", "UPDATING")


def ready_table(context: Context, name: str) -> Table | None:
    """The table if it is cached and at rest; None says no more than: ask `table_of`."""
    table = context.node.catalog.cached(context.region, context.account_id, name)
    if table is None or table.transition is not None:
        return None
    return table


async def table_of(context: Context, name: str) -> Table:
    """The table that serves items under `name`, a name or an ARN.

    Raises Reject with ResourceNotFoundException when there is none, or it is still being created or
    already being deleted, and what `own_table_name` raises.
    """
    table = ready_table(context, name)
    if table is not None:
        return table
    name = own_table_name(context, name)
    table = await context.node.catalog.table(context.region, context.account_id, name)
    if table.transition is None:
        return table
    if status_at(table.record, context.node.clock.now_ms()) not in _SERVES_ITEMS:
        raise table_not_found()
    return table


def own_table_name(context: Context, name: str) -> str:
    """The name of one of the caller's own tables, from a name or an ARN.

    Raises Reject: an ARN of another account is AccessDeniedException, as no resource policy can
    allow it; one of another Region, or of something else, is ValidationException.
    """
    if ":" not in name:
        return name
    arn = parse_table_arn(name)
    if arn is None or arn.resource:
        raise invalid(REQUEST_INVALID + f"Invalid table ARN: {name}")
    if arn.account_id != context.account_id:
        raise Reject(ServiceError("AccessDeniedException", "Access is denied"))
    if arn.region != context.region:
        raise invalid(f"Invalid TableArn: Invalid ResourceArn provided as input {name}")
    return arn.table_name
