"""BatchExecuteStatement: runs up to 25 statements, each with an answer or an error of its own.

All statements read, or all write. Source: recorded answers, October 2026. Source for mixed batches
and for several statements on one item: DynamoDB Local 3.3.1.
"""

from collections.abc import Sequence
from functools import partial
from typing import Final, NamedTuple

from jedlik.apis.api import Access, Answer, Operation, Plane
from jedlik.apis.dynamodb.consumed_capacity import add_statements_capacity, finish_meter
from jedlik.apis.dynamodb.model.statements import (
    BATCH_EXECUTE_STATEMENT,
    BatchExecuteStatementRequest,
    BatchStatementRequest,
)
from jedlik.apis.dynamodb.parts import Part, PartsRule
from jedlik.apis.dynamodb.statement_part import statement_part
from jedlik.apis.dynamodb.statements.from_clause import check_key_attributes
from jedlik.apis.dynamodb.statements.select import shown, single_key
from jedlik.apis.dynamodb.statements.statement import (
    CheckedStatement,
    check_columns,
    check_key_types,
    checked_outside_transaction,
    plan,
    returned,
)
from jedlik.core.errors import Reject, Scope, ServiceError, invalid
from jedlik.core.keys.key import Key
from jedlik.core.keys.primary_key import check_distinct, fitting_key
from jedlik.core.partiql.nodes import Select
from jedlik.core.types.attribute_value import Item
from jedlik.engine.commit import Change, Write, commit
from jedlik.engine.context import Context
from jedlik.engine.table import Table
from jedlik.features.secondary_indexes.reads import index_named
from jedlik.features.tables.name import table_of
from jedlik.turns import call

KEYLESS_SELECT: Final = (
    "Select statements within BatchExecuteStatement must specify the primary key "
    "in the where clause."
)
MIXED: Final = "Read and write requests together in the same batch is not supported."

_Response = dict[str, object]


class CheckedBatch(NamedTuple):
    """A request and its statements, each checked or with its error."""

    request: BatchExecuteStatementRequest
    statements: list[CheckedStatement | ServiceError]


class _Refused(NamedTuple):
    """Why a statement is not run. table_name: what its answer says about the table, if anything.

    The service names the table if the operation on the item refused the statement, for example for
    a key that is too long, but not for a key of a wrong type (dynoxide's captures, October 2026).
    """

    error: ServiceError
    table_name: str | None = None

    @property
    def as_response(self) -> "_Response":
        """Returns the answer of the statement."""
        response: _Response = {"Error": self.error.as_reason}
        if self.table_name is not None:
            response["TableName"] = self.table_name
        return response


class _Get(NamedTuple):
    table: Table
    key: Key
    consistent: bool


def check(request: BatchExecuteStatementRequest) -> CheckedBatch:
    """Checks each statement alone. Raises Reject only for a batch that reads and writes."""
    statements = [_checked(each) for each in request["Statements"]]
    kinds = {each.is_read for each in statements if isinstance(each, CheckedStatement)}
    if len(kinds) > 1:
        raise invalid(MIXED)
    return CheckedBatch(request, statements)


async def run(batch: CheckedBatch, context: Context) -> Answer:
    """Runs all statements that passed their checks at once. The others are answered by errors."""
    requests = batch.request["Statements"]
    plans = [
        await _planned(each, request, context)
        for each, request in zip(batch.statements, requests, strict=True)
    ]
    gets: list[tuple[CheckedStatement, _Get]] = []
    writes: list[tuple[CheckedStatement, Write]] = []
    for checked, planned in zip(batch.statements, plans, strict=True):
        if isinstance(checked, ServiceError) or isinstance(planned, _Refused):
            continue
        if isinstance(planned, _Get):
            gets.append((checked, planned))
        else:
            writes.append((checked, planned))
    check_distinct([planned.key for planned in plans if not isinstance(planned, _Refused)])
    responses = iter(await (_read(gets, context) if gets else _write(writes, context)))
    answered: dict[str, object] = {
        "Responses": [
            planned.as_response if isinstance(planned, _Refused) else next(responses)
            for planned in plans
        ]
    }
    if context.meter.held:
        await finish_meter(batch.request, context.meter)
    add_statements_capacity(answered, batch.request, context.meter)
    return answered


def _checked(request: BatchStatementRequest) -> CheckedStatement | ServiceError:
    try:
        return checked_outside_transaction(request)
    except Reject as reject:
        return reject.error


async def _planned(
    checked: CheckedStatement | ServiceError, request: BatchStatementRequest, context: Context
) -> _Get | Write | _Refused:
    if isinstance(checked, ServiceError):
        return _Refused(checked)
    try:
        table = await table_of(context, checked.statement.table_name)
        key = _key_to_read(table, checked) if checked.is_read else None
    except Reject as reject:
        return _Refused(reject.error)
    try:
        if key is None:
            return plan(table, checked)
        consistent = request.get("ConsistentRead") is True
        return _Get(table, fitting_key(table.key, key), consistent)
    except Reject as reject:
        is_of_item = reject.error.scope is Scope.ACTION
        return _Refused(reject.error, table.name if is_of_item else None)


def _key_to_read(table: Table, checked: CheckedStatement) -> Item:
    """Returns the key that a SELECT names. Raises Reject for a SELECT that has another form."""
    body, index_name = checked.statement.body, checked.statement.index_name
    assert isinstance(body, Select)
    if index_name is not None:
        index = index_named(table, index_name)
        if index is not None:
            check_key_attributes(index)
        raise invalid(KEYLESS_SELECT)
    check_columns(body)
    key = single_key(table, checked)
    if key is None:
        raise invalid(KEYLESS_SELECT)
    check_key_types(table, key)
    return key


async def _read(gets: Sequence[tuple[CheckedStatement, _Get]], context: Context) -> list[_Response]:
    """Reads all items as one snapshot, as BatchGetItem does."""
    consistent = any(get.consistent for _, get in gets)
    keys = [get.key for _, get in gets]
    values = await context.node.storage.read(keys, consistent=consistent)
    responses: list[_Response] = []
    for (checked, get), stored in zip(gets, values, strict=True):
        get.table.charge_read(context.meter, stored, consistent=get.consistent)
        response: _Response = {"TableName": get.table.name}
        if stored is not None:
            body = checked.statement.body
            assert isinstance(body, Select)
            response["Item"] = await call(partial(shown, body, stored))
        responses.append(response)
    return responses


async def _write(
    writes: Sequence[tuple[CheckedStatement, Write]], context: Context
) -> list[_Response]:
    """Commits all writes in one transaction. A refused write changes nothing; the others are
    committed.
    """
    outcomes = await _commit([write for _, write in writes], context)
    responses: list[_Response] = []
    for (checked, write), change in zip(writes, outcomes, strict=True):
        response: _Response = {"TableName": write.table.name}
        if change.refusal is not None:
            response["Error"] = change.refusal.as_reason
        else:
            item = returned(checked, change)
            if item is not None:
                response["Item"] = item
        responses.append(response)
    return responses


async def _commit(writes: Sequence[Write], context: Context) -> list[Change]:
    if not writes:
        return []
    try:
        return await commit(context, writes, independent=True)
    except Reject as reject:
        if len(writes) == 1:
            return [Change(None, None, refusal=reject.error)]
    # A table was deleted, or changed so that it refuses a write. Each write is committed alone, so
    # that each has its own answer.
    return [change for write in writes for change in await _commit((write,), context)]


def parts(request: BatchExecuteStatementRequest, checked: CheckedBatch) -> list[Part]:
    """Returns the statements that passed their checks."""
    return [
        statement_part(each) for each in checked.statements if isinstance(each, CheckedStatement)
    ]


OPERATION: Final = Operation(
    "BatchExecuteStatement",
    Access.WRITE,
    Plane.DATA,
    BATCH_EXECUTE_STATEMENT,
    check,
    run,
    PartsRule(parts),
)
