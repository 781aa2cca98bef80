"""ExecuteTransaction: runs up to 100 statements, all reads or all writes, as one transaction.

The reads are one read of the storage, and the writes are one transaction of the storage, as in
TransactGetItems and TransactWriteItems. Source: recorded answers, October 2026. Source of the rest:
DynamoDB Local 3.3.1.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

from jedlik.apis.api import Access, Answer, Operation, Plane
from jedlik.apis.dynamodb.consumed_capacity import add_transaction_capacity, finish_meter
from jedlik.apis.dynamodb.model.statements import (
    EXECUTE_TRANSACTION,
    ExecuteTransactionRequest,
    ParameterizedStatement,
)
from jedlik.apis.dynamodb.parts import Part, PartsRule
from jedlik.apis.dynamodb.statement_part import statement_part
from jedlik.apis.dynamodb.statements.select import shown, single_key
from jedlik.apis.dynamodb.statements.statement import (
    CheckedStatement,
    check_columns,
    checked_statement,
    plan,
)
from jedlik.core.errors import Reject, Scope, ServiceError, invalid
from jedlik.core.keys.key import Key
from jedlik.core.keys.primary_key import fitting_key
from jedlik.core.partiql.nodes import Change, Delete, Exists, Select
from jedlik.core.types.attribute_value import Item
from jedlik.engine.commit import Write
from jedlik.engine.context import Context
from jedlik.engine.table import Table
from jedlik.features.tables.name import table_of
from jedlik.features.transactions.client_token import ClientToken, client_token
from jedlik.features.transactions.transaction import (
    cancellation,
    check_distinct_items,
    commit_transaction,
    read_transaction,
)

RETURNING: Final = "RETURNING clause is not supported in ExecuteTransaction."
INDEX_READ: Final = "Reads on indices are not supported within transactions."
KEYLESS_SELECT: Final = (
    "Select statements within ExecuteTransaction must specify the primary key in the where clause."
)
MIXED: Final = (
    "ExecuteTransaction API does not support both read and write operations in the same request."
)
_NO_ITEM: Final = ("ReturnValuesOnConditionCheckFailure", "NONE")


class CheckedTransaction(NamedTuple):
    """A request and its statements."""

    request: ExecuteTransactionRequest
    statements: list[CheckedStatement]


class _Get(NamedTuple):
    table: Table
    key: Key


def check(request: ExecuteTransactionRequest) -> CheckedTransaction:
    """Checks each statement, then that all statements read or all write."""
    statements = [_checked(at, each) for at, each in enumerate(request["TransactStatements"])]
    if len({each.is_read for each in statements}) > 1:
        raise invalid(MIXED)
    return CheckedTransaction(request, statements)


async def run(checked: CheckedTransaction, context: Context) -> Answer:
    """Reads all items or commits all writes. If the token was used before, nothing is committed.

    Raises Reject if a statement does not fit its table. Some faults of this kind refuse the
    request, the others and missing tables cancel the transaction (floci,
    DynamoDbPartiQLEdgeCaseIntegrationTest, captured from the service in September 2026).
    """
    request, statements = checked
    tables = [await _table_of(each, context) for each in statements]
    outcomes = [
        table if isinstance(table, ServiceError) else _planned(at, table, each)
        for at, (table, each) in enumerate(zip(tables, statements, strict=True))
    ]
    errors = [each if isinstance(each, ServiceError) else None for each in outcomes]
    if any(errors):
        raise Reject(cancellation(errors))
    writes = [each for each in outcomes if isinstance(each, Write)]
    gets = [each for each in outcomes if isinstance(each, _Get)]
    check_distinct_items([each.key for each in writes or gets])
    if gets:
        return await _read(checked, gets, context)
    await commit_transaction(context, writes, _token(request, context))
    answered: dict[str, object] = {"Responses": []}
    add_transaction_capacity(answered, request, context.meter)
    return answered


def _token(request: ExecuteTransactionRequest, context: Context) -> ClientToken | None:
    """Returns the token of a request, or None. For the token, a statement with
    ReturnValuesOnConditionCheckFailure NONE is one without the member (dynoxide's captures, October
    2026).
    """
    if request.get("ClientRequestToken") is None:
        return None
    statements = [
        {name: member for name, member in each.items() if (name, member) != _NO_ITEM}
        for each in request["TransactStatements"]
    ]
    return client_token(context, {**request, "TransactStatements": statements})


def _checked(at: int, request: ParameterizedStatement) -> CheckedStatement:
    try:
        return checked_statement(request)
    except Reject as reject:
        raise _numbered(at, reject) from None


def _numbered(at: int, reject: Reject) -> Reject:
    """Returns the error of a statement as an error of the request. The caller raises it."""
    error = reject.error
    if error.scope is Scope.REQUEST:
        return reject
    return invalid(f"Validation failed in TransactStatements[{at}]: {error.message or ''}")


async def _table_of(checked: CheckedStatement, context: Context) -> Table | ServiceError:
    try:
        return await table_of(context, checked.statement.table_name)
    except Reject as reject:
        if reject.error.code == "ResourceNotFoundException":
            return reject.error
        raise


def _planned(at: int, table: Table, checked: CheckedStatement) -> Write | _Get | ServiceError:
    """Returns the write or the read of a statement, or why it cancels the transaction.

    Raises Reject for a statement that refuses the request.
    """
    try:
        _check_form(checked)
        key = _key_to_read(table, checked) if checked.is_read else None
    except Reject as reject:
        raise _numbered(at, reject) from None
    try:
        if key is not None:
            return _Get(table, fitting_key(table.key, key))
        return plan(table, checked, in_transaction=True)
    except Reject as reject:
        if reject.error.scope is Scope.ACTION:
            return reject.error
        raise _numbered(at, reject) from None


def _check_form(checked: CheckedStatement) -> None:
    body = checked.statement.body
    if isinstance(body, (Change, Delete)) and body.returning is not None:
        raise invalid(RETURNING)
    if isinstance(body, (Select, Exists)):
        if checked.statement.index_name is not None:
            raise invalid(INDEX_READ)
        check_columns(body.select if isinstance(body, Exists) else body)


def _key_to_read(table: Table, checked: CheckedStatement) -> Item:
    key = single_key(table, checked)
    if key is None:
        raise invalid(KEYLESS_SELECT)
    return key


async def _read(checked: CheckedTransaction, gets: Sequence[_Get], context: Context) -> Answer:
    tables, keys = [each.table for each in gets], [each.key for each in gets]
    values = await read_transaction(context, tables, keys)
    pairs = zip(checked.statements, values, strict=True)
    answered: dict[str, object] = {"Responses": [_response(*pair) for pair in pairs]}
    if context.meter.held:
        await finish_meter(checked.request, context.meter)
    add_transaction_capacity(answered, checked.request, context.meter)
    return answered


def _response(checked: CheckedStatement, stored: bytes | None) -> dict[str, object]:
    body = checked.statement.body
    assert isinstance(body, Select)
    return {} if stored is None else {"Item": shown(body, stored)}


def parts(request: ExecuteTransactionRequest, checked: CheckedTransaction) -> list[Part]:
    """Returns the statements. EXISTS needs the same as SELECT."""
    return [statement_part(each) for each in checked.statements]


OPERATION: Final = Operation(
    "ExecuteTransaction",
    Access.WRITE,
    Plane.DATA,
    EXECUTE_TRANSACTION,
    check,
    run,
    PartsRule(parts),
)
