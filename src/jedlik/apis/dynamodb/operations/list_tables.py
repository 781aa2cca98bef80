"""ListTables: lists the names of the caller's tables, in bytewise order."""

from collections.abc import Sequence
from typing import Final

from jedlik.apis.api import Access, Answer, Operation, Plane
from jedlik.apis.authorization import Authorization, table_resource
from jedlik.apis.dynamodb.model.tables import LIST_TABLES, ListTablesRequest
from jedlik.core.limits import LIST_TABLES_PAGE
from jedlik.engine.context import Context
from jedlik.engine.table_state import is_gone_at


def check(request: ListTablesRequest) -> ListTablesRequest:
    """Returns the request unchanged: no rule concerns several members."""
    return request


async def run(request: ListTablesRequest, context: Context) -> Answer:
    """Answers a page of names. It has LastEvaluatedTableName only if another name follows."""
    limit = request.get("Limit", LIST_TABLES_PAGE)
    names = await _names(context, after=request.get("ExclusiveStartTableName"), limit=limit + 1)
    if len(names) <= limit:
        return {"TableNames": names}
    return {"TableNames": names[:limit], "LastEvaluatedTableName": names[limit - 1]}


async def _names(context: Context, *, after: str | None, limit: int) -> list[str]:
    """Returns the names of tables after `after` that are not gone, `limit` of them at most."""
    names: list[str] = []
    now_ms = context.node.clock.now_ms()
    more = True
    while more and len(names) < limit:
        tables, more = await context.node.catalog.tables(
            context.region, context.account_id, after=after, limit=limit - len(names)
        )
        names += [table.name for table in tables if not is_gone_at(table.record, now_ms)]
        if tables:
            after = tables[-1].name
    return names


def needed(
    request: ListTablesRequest, checked: ListTablesRequest, context: Context
) -> Sequence[Authorization]:
    """Returns the action on all tables.

    Source of the resource: AntonShuvaev/intellij-dynamodb issue 20, an answer of 2022. In answers
    of 2018 it was `*`.
    """
    return (Authorization("dynamodb:ListTables", table_resource("*", context)),)


OPERATION: Final = Operation(
    "ListTables",
    Access.READ,
    Plane.CONTROL,
    LIST_TABLES,
    check,
    run,
    needed,
)
