"""From the TableName of a request, which may be a name or an ARN, to the table.

Operations on items call `table_of`. Operations on tables call `named_table`, or `features.tables`
`change`, which resolves the name with `place_of`. If the request was authorized, all of them find
only the tables of `Context.resolved`, and these may belong to other accounts.
Source of the answers: recorded answers, October 2026.
"""

from typing import Final, NamedTuple

from jedlik.core.errors import Reject, ServiceError, enveloped
from jedlik.core.types.arn import parse_table_arn
from jedlik.engine.catalog import table_not_found
from jedlik.engine.context import Context
from jedlik.engine.table import Table
from jedlik.engine.table_state import is_gone_at, serves_items

_ACCESS_DENIED: Final = ServiceError("AccessDeniedException", "Access is denied")
_NAME_PATTERN: Final = "Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+"


class Place(NamedTuple):
    """Where a table is within the Region of a request, whether it exists or not."""

    account_id: str
    table_name: str


async def table_of(context: Context, name: str) -> Table:
    """Returns the table that serves items under `name`, a name or an ARN. The meter notes an ARN.

    Raises Reject with ResourceNotFoundException when there is none or when it is being created or
    deleted, with the error of its encryption key if it is locked, and what `place_of` raises.
    """
    resolved = context.resolved
    if resolved is None:
        table = context.node.catalog.cached(context.region, context.account_id, name)
    else:
        table = resolved.get(name)
    if (
        table is not None
        and table.transition is None
        and table.locked is None
        and (resolved is None or table.name == name)
    ):
        return table
    account_id, table_name = place_of(context, name)
    if resolved is None:
        table = await context.node.catalog.table(context.region, account_id, table_name)
    else:
        table = resolved.get(name)
        if table is None:
            raise table_not_found()
    if table.transition is not None:
        now_ms = context.node.clock.now_ms()
        if not serves_items(table.record, now_ms):
            # Another node may have completed the table since it was cached, and shown it as ACTIVE.
            stored = await context.node.catalog.find(context.region, account_id, table_name)
            if stored is None or not may_find(context, name, stored.id):
                raise table_not_found()
            if not serves_items(stored.record, now_ms):
                raise table_not_found()
            table = stored
    refuse_locked(table)
    if table_name != name:
        context.meter.named_by_arn(table.id, name)
    return table


def refuse_locked(table: Table) -> None:
    """Raises Reject if the encryption key of a table cannot be used."""
    if table.locked is not None:
        raise Reject(table.locked.error)


async def named_table(context: Context, name: str) -> Table:
    """Returns the table under `name`, a name or an ARN, as it is stored now.

    Raises Reject with a ResourceNotFoundException that contains the name, also while the table is
    being restored, and what `place_of` raises.
    """
    table = await shown_table(context, name)
    if "Restore" in table.record:
        raise named_table_not_found(table.name)
    return table


async def shown_table(context: Context, name: str) -> Table:
    """Returns the table under `name`, as `named_table`, but also while it is being restored."""
    account_id, table_name = place_of(context, name)
    table = await context.node.catalog.find(context.region, account_id, table_name)
    if (
        table is None
        or is_gone_at(table.record, context.node.clock.now_ms())
        or not may_find(context, name, table.id)
    ):
        raise named_table_not_found(table_name)
    return table


async def find_table(context: Context, name: str) -> Table | None:
    """Returns the table that `table_of` may return for `name`, in any status, or None.

    name: any text. The table may belong to another account: this is how requests are authorized.
    """
    account_id, table_name = context.account_id, name
    if ":" in name:
        arn = parse_table_arn(name)
        if arn is None or arn.resource or arn.region != context.region:
            return None
        account_id, table_name = arn.account_id, arn.table_name
    cached = context.node.catalog.cached(context.region, account_id, table_name)
    if cached is not None:
        return cached
    return await context.node.catalog.find(context.region, account_id, table_name)


def may_find(context: Context, name: str, table_id: int) -> bool:
    """Returns whether the request was authorized for the table with this id under `name`.

    A table that was created under the name since then is another one.
    """
    if context.resolved is None:
        return True
    table = context.resolved.get(name)
    return table is not None and table.id == table_id


def place_of(context: Context, name: str) -> Place:
    """Returns the place of a table whose name or ARN is `name`.

    Raises Reject: ValidationException for an ARN of another Region or of something else.
    AccessDeniedException for an ARN of another account, unless the request was authorized.
    """
    if ":" not in name:
        return Place(context.account_id, name)
    arn = parse_table_arn(name)
    if arn is None or arn.resource:
        if name.startswith("arn:") and not name.startswith("arn:aws:"):
            # Recorded, October 2026 (ack-api-quirks, DDB-TABLE-442), as for Regions.
            raise enveloped(f"Invalid AWS partition in '{name}'")
        raise enveloped(
            f"Value '{name}' at 'tableName' failed to satisfy constraint: {_NAME_PATTERN}"
        )
    if context.resolved is None and arn.account_id != context.account_id:
        raise Reject(_ACCESS_DENIED)
    if arn.region != context.region:
        raise enveloped(f"Invalid AWS region in '{name}'")
    return Place(arn.account_id, arn.table_name)


def own_table_name(context: Context, name: str) -> str:
    """Returns the table name in `name`, which is a name or an ARN of a table of the caller.

    Raises Reject as `place_of`, with AccessDeniedException for an ARN of any other account.
    """
    account_id, table_name = place_of(context, name)
    if account_id != context.account_id:
        raise Reject(_ACCESS_DENIED)
    return table_name


def named_table_not_found(table_name: str) -> Reject:
    """Returns the error of operations on tables for a name that no table has."""
    message = f"Requested resource not found: Table: {table_name} not found"
    return Reject(ServiceError("ResourceNotFoundException", message))
