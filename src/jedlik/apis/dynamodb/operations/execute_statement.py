"""ExecuteStatement: runs one PartiQL statement."""

from typing import Final, NamedTuple

from jedlik.apis.api import Access, Answer, Operation, Plane
from jedlik.apis.dynamodb.errors import STATEMENT_CONDITION_FAILED
from jedlik.apis.dynamodb.model.statements import EXECUTE_STATEMENT, ExecuteStatementRequest
from jedlik.apis.dynamodb.parts import Part, PartsRule
from jedlik.apis.dynamodb.statement_part import statement_part
from jedlik.apis.dynamodb.statements.select import select
from jedlik.apis.dynamodb.statements.statement import (
    CheckedStatement,
    checked_outside_transaction,
    plan,
    returned,
)
from jedlik.apis.dynamodb.write_answer import answer
from jedlik.core.errors import Reject
from jedlik.engine.commit import commit
from jedlik.engine.context import Context
from jedlik.features.tables.name import table_of


class CheckedRequest(NamedTuple):
    """A request and its statement."""

    request: ExecuteStatementRequest
    checked: CheckedStatement


def check(request: ExecuteStatementRequest) -> CheckedRequest:
    """Checks the statement and its parameters."""
    return CheckedRequest(request, checked_outside_transaction(request))


async def run(checked_request: CheckedRequest, context: Context) -> Answer:
    """Reads a page, or writes an item. A write answers Items too: the item of RETURNING, if any."""
    request, checked = checked_request
    table = await table_of(context, checked.statement.table_name)
    if checked.is_read:
        return await select(checked, table, request, context)
    try:
        (change,) = await commit(context, (plan(table, checked),))
    except Reject as reject:
        if "Item" not in reject.error.fields:
            raise
        raise Reject(reject.error._replace(code=STATEMENT_CONDITION_FAILED)) from None
    item = returned(checked, change)
    shown = answer(request, table, change, context.meter)
    return {"Items": [] if item is None else [item], **shown}


def parts(request: ExecuteStatementRequest, checked: CheckedRequest) -> list[Part]:
    """Returns the statement."""
    return [statement_part(checked.checked)]


OPERATION: Final = Operation(
    "ExecuteStatement",
    Access.WRITE,
    Plane.DATA,
    EXECUTE_STATEMENT,
    check,
    run,
    PartsRule(parts),
)
