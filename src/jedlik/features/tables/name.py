"""From the TableName of a request, which may be a name or an ARN, to the table.

Operations on items call `table_of`. Operations on tables call `named_table`, or `features.tables`
`change`, which resolves the name with `own_table_name`.
Source of the answers: recorded answers, October 2026.
"""

from typing import Final

from jedlik.core.errors import Reject, ServiceError, enveloped
from jedlik.core.types.arn import parse_table_arn
from jedlik.engine.catalog import table_not_found
from jedlik.engine.context import Context
from jedlik.engine.table import Table
from jedlik.engine.table_state import is_gone_at, status_at

# A table serves items during every other transition.
_NOT_SERVING: Final = ("CREATING", "DELETING")
_NAME_PATTERN: Final = "Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+"


async def table_of(context: Context, name: str) -> Table:
    """Returns the table that serves items under `name`, a name or an ARN. The meter notes an ARN.

    Raises Reject with ResourceNotFoundException when there is none or when it is being created or
    deleted, with the error of its encryption key if it is locked, and what `own_table_name` raises.
    """
    table = context.node.catalog.cached(context.region, context.account_id, name)
    if table is not None and table.transition is None:
        return table
    table_name = own_table_name(context, name)
    table = await context.node.catalog.table(context.region, context.account_id, table_name)
    if table.transition is not None:
        now_ms = context.node.clock.now_ms()
        if is_gone_at(table.record, now_ms) or status_at(table.record, now_ms) in _NOT_SERVING:
            raise table_not_found()
    refuse_locked(table)
    if table_name != name:
        context.meter.named_by_arn(table.id, name)
    return table


def refuse_locked(table: Table) -> None:
    """Raises Reject if the encryption key of a table cannot be used."""
    if table.locked is not None:
        raise Reject(table.locked.error)


async def named_table(context: Context, name: str) -> Table:
    """Returns the table under `name`, a name or an ARN, as it is stored now and in any status.

    Raises Reject with a ResourceNotFoundException that contains the name, and what `own_table_name`
    raises.
    """
    name = own_table_name(context, name)
    table = await context.node.catalog.find(context.region, context.account_id, name)
    if table is None or is_gone_at(table.record, context.node.clock.now_ms()):
        raise named_table_not_found(name)
    return table


def own_table_name(context: Context, name: str) -> str:
    """Returns the table name in `name`, which is a name or an ARN of a table of the caller.

    Raises Reject: AccessDeniedException for an ARN of another account, which only a resource policy
    could allow; ValidationException for an ARN of another Region or of something else.
    """
    if ":" not in name:
        return name
    arn = parse_table_arn(name)
    if arn is None or arn.resource:
        raise enveloped(
            f"Value '{name}' at 'tableName' failed to satisfy constraint: {_NAME_PATTERN}"
        )
    if arn.account_id != context.account_id:
        raise Reject(ServiceError("AccessDeniedException", "Access is denied"))
    if arn.region != context.region:
        raise enveloped(f"Invalid AWS region in '{name}'")
    return arn.table_name


def named_table_not_found(table_name: str) -> Reject:
    """Returns the error of operations on tables for a name that no table has."""
    message = f"Requested resource not found: Table: {table_name} not found"
    return Reject(ServiceError("ResourceNotFoundException", message))
