"""ExecuteStatement: one PartiQL statement."""

from typing import NamedTuple

from jedlik.core.errors import invalid
from jedlik.core.partiql.nodes import Exists
from jedlik.core.shapes.requests.statements import EXECUTE_STATEMENT, ExecuteStatementRequest
from jedlik.engine.commit import commit
from jedlik.engine.context import Context
from jedlik.engine.operation import Access, Answer, Api, Operation, Plane
from jedlik.engine.operations.partiql.select import select
from jedlik.engine.operations.partiql.statement import (
    CheckedStatement,
    checked_statement,
    plan,
    returned,
)
from jedlik.engine.tables.name import table_of
from jedlik.engine.writes.conditional import answer

EXISTS_ALONE = "EXISTS can only be used in ExecuteTransaction write requests."


class CheckedRequest(NamedTuple):
    """A request and its statement."""

    request: ExecuteStatementRequest
    checked: CheckedStatement


def check(request: ExecuteStatementRequest) -> CheckedRequest:
    """Everything that the request alone decides."""
    checked = checked_statement(request)
    if isinstance(checked.statement.body, Exists):
        raise invalid(EXISTS_ALONE)
    return CheckedRequest(request, checked)


async def run(checked_request: CheckedRequest, context: Context) -> Answer:
    """Read a page, or write one item; a write answers Items too, which RETURNING fills."""
    request, checked = checked_request
    table = await table_of(context, checked.statement.table_name)
    if checked.is_read:
        return await select(checked, table, request, context)
    (change,) = await commit(context, (plan(table, checked),))
    item = returned(checked, change)
    return {"Items": [] if item is None else [item], **answer(request, table, change)}


OPERATION = Operation(
    "ExecuteStatement", Api.DYNAMODB, Access.WRITE, Plane.DATA, EXECUTE_STATEMENT, check, run
)
