"""ExecuteTransaction: runs up to 100 statements, all reads or all writes, as one transaction.

The reads are one read of the storage, and the writes are one transaction of the storage, as in
TransactGetItems and TransactWriteItems. Source: recorded answers, October 2026. Source of the rest:
DynamoDB Local 3.3.1.
"""

from collections.abc import Sequence
from functools import partial
from typing import Final, NamedTuple

from jedlik.apis.api import Access, Answer, Operation, Plane
from jedlik.apis.dynamodb.consumed_capacity import add_transaction_capacity
from jedlik.apis.dynamodb.model.statements import (
    EXECUTE_TRANSACTION,
    ExecuteTransactionRequest,
    ParameterizedStatement,
)
from jedlik.apis.dynamodb.parts import Part, PartsRule
from jedlik.apis.dynamodb.statement_part import statement_part
from jedlik.apis.dynamodb.statements.select import shown
from jedlik.apis.dynamodb.statements.statement import (
    CheckedStatement,
    check_columns,
    checked_statement,
    equalled_key,
    plan,
)
from jedlik.core.errors import Reject, Scope, invalid
from jedlik.core.keys.key import Key
from jedlik.core.partiql.nodes import Change, Delete, Exists, Select
from jedlik.engine.commit import Write
from jedlik.engine.context import Context
from jedlik.engine.table import Table
from jedlik.features.tables.name import table_of
from jedlik.features.transactions.client_token import client_token
from jedlik.features.transactions.transaction import (
    commit_transaction,
    planned,
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


class CheckedTransaction(NamedTuple):
    """A request and its statements."""

    request: ExecuteTransactionRequest
    statements: list[CheckedStatement]


def check(request: ExecuteTransactionRequest) -> CheckedTransaction:
    """Checks each statement, then that all statements read or all write."""
    statements = [_checked(at, each) for at, each in enumerate(request["TransactStatements"])]
    if len({each.is_read for each in statements}) > 1:
        raise invalid(MIXED)
    return CheckedTransaction(request, statements)


async def run(checked: CheckedTransaction, context: Context) -> Answer:
    """Reads all items or commits all writes. If the token was used before, nothing is committed."""
    request, statements = checked
    tables = [await table_of(context, each.statement.table_name) for each in statements]
    if statements[0].is_read:
        return await _read(checked, tables, context)
    outcomes = [
        _planned(at, table, each)
        for at, (table, each) in enumerate(zip(tables, statements, strict=True))
    ]
    writes = planned([partial(_write_of, each) for each in outcomes], lambda write: write.key)
    await commit_transaction(context, writes, client_token(context, request))
    answered: dict[str, object] = {"Responses": []}
    add_transaction_capacity(answered, request, context.meter)
    return answered


def _checked(at: int, request: ParameterizedStatement) -> CheckedStatement:
    try:
        checked = checked_statement(request)
        body = checked.statement.body
        if isinstance(body, (Change, Delete)) and body.returning is not None:
            raise invalid(RETURNING)
        if isinstance(body, (Select, Exists)):
            if checked.statement.index_name is not None:
                raise invalid(INDEX_READ)
            check_columns(body.select if isinstance(body, Exists) else body)
    except Reject as reject:
        raise _numbered(at, reject) from None
    return checked


def _numbered(at: int, reject: Reject) -> Reject:
    """Returns the error of a statement as an error of the request. The caller raises it."""
    error = reject.error
    if error.scope is Scope.REQUEST:
        return reject
    return invalid(f"Validation failed in TransactStatements[{at}]: {error.message or ''}")


async def _read(checked: CheckedTransaction, tables: Sequence[Table], context: Context) -> Answer:
    keys: list[Key] = []
    for at, (table, each) in enumerate(zip(tables, checked.statements, strict=True)):
        key = equalled_key(table, each)
        if key is None:
            raise _numbered(at, invalid(KEYLESS_SELECT))
        keys.append(key)
    keys = planned([partial(_same, key) for key in keys], _same)
    values = await read_transaction(context, tables, keys)
    pairs = zip(checked.statements, values, strict=True)
    answered: dict[str, object] = {"Responses": [_response(*pair) for pair in pairs]}
    add_transaction_capacity(answered, checked.request, context.meter)
    return answered


def _same(key: Key) -> Key:
    return key


def _response(checked: CheckedStatement, stored: bytes | None) -> dict[str, object]:
    body = checked.statement.body
    assert isinstance(body, Select)
    return {} if stored is None else {"Item": shown(body, stored)}


def _planned(at: int, table: Table, checked: CheckedStatement) -> Write | Reject:
    """Returns the write of a statement, or the error of this statement alone.

    Raises Reject for a statement that refuses the request.
    """
    try:
        return plan(table, checked)
    except Reject as reject:
        if reject.error.scope is Scope.STATEMENT:
            raise _numbered(at, reject) from None
        return reject


def _write_of(outcome: Write | Reject) -> Write:
    if isinstance(outcome, Reject):
        raise outcome
    return outcome


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
