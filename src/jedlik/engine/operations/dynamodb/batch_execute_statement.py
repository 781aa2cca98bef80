"""BatchExecuteStatement: up to 25 statements, each with an answer or an error of its own.

All read or all write. Source: recorded answers, October 2026; what they leave open (mixed batches,
several statements on one item): DynamoDB Local 3.3.1.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from jedlik.core.changes.capacity import consumed_capacity, read_units
from jedlik.core.errors import Reject, ServiceError, invalid
from jedlik.core.keys.key import Key
from jedlik.core.partiql.nodes import Select
from jedlik.core.shapes.requests.statements import (
    BATCH_EXECUTE_STATEMENT,
    BatchExecuteStatementRequest,
    StatementRequest,
)
from jedlik.core.types.stored_item import item_from_bytes, stored_json, stored_size_bytes
from jedlik.core.types.table import Index, Table
from jedlik.engine.commit import Write, commit
from jedlik.engine.context import Context
from jedlik.engine.operation import Access, Answer, Api, Operation, Plane
from jedlik.engine.partiql.select import projected
from jedlik.engine.partiql.statement import (
    CheckedStatement,
    checked_outside_transaction,
    equalled_key,
    plan,
    returned,
)
from jedlik.engine.tables.name import table_of
from jedlik.engine.writes.conditional import change_units, index_units

KEYLESS_SELECT = (
    "Select statements within BatchExecuteStatement must specify the primary key "
    "in the where clause."
)
MIXED = "Read and write requests together in the same batch is not supported."
DUPLICATES = "Provided list of item keys contains duplicates"

_CODES = {
    "AccessDeniedException": "AccessDenied",
    "ConditionalCheckFailedException": "ConditionalCheckFailed",
    "DuplicateItemException": "DuplicateItem",
    "ItemCollectionSizeLimitExceededException": "ItemCollectionSizeLimitExceeded",
    "ResourceNotFoundException": "ResourceNotFound",
    "ValidationException": "ValidationError",
}
_NO_INDEXES: Final[Mapping[Index, float]] = MappingProxyType({})
_Response = dict[str, object]


class CheckedBatch(NamedTuple):
    """A request and its statements, or what is wrong with each."""

    request: BatchExecuteStatementRequest
    statements: list[CheckedStatement | ServiceError]


class _Get(NamedTuple):
    table: Table
    key: Key


class _Consumed:
    """Capacity units by table, and of its indexes."""

    def __init__(self) -> None:
        self._tables: dict[str, float] = {}
        self._indexes: dict[str, dict[Index, float]] = {}

    def add(self, table: Table, units: float, indexes: Mapping[Index, float] = _NO_INDEXES) -> None:
        """Count what one statement consumed."""
        self._tables[table.name] = self._tables.get(table.name, 0) + units
        arms = self._indexes.setdefault(table.name, {})
        for index, of_index in indexes.items():
            arms[index] = arms.get(index, 0) + of_index

    def report(self, report: str) -> list[dict[str, object]]:
        """The member ConsumedCapacity."""
        return [
            consumed_capacity(name, units, report, self._indexes[name])
            for name, units in self._tables.items()
        ]


def check(request: BatchExecuteStatementRequest) -> CheckedBatch:
    """Each statement alone; Reject only for a batch that reads and writes."""
    statements = [_checked(each) for each in request["Statements"]]
    kinds = {each.is_read for each in statements if isinstance(each, CheckedStatement)}
    if len(kinds) > 1:
        raise invalid(MIXED)
    return CheckedBatch(request, statements)


async def run(batch: CheckedBatch, context: Context) -> Answer:
    """Run every statement that can be; the others answer their errors."""
    plans = [await _planned(each, context) for each in batch.statements]
    keys = [each.key for each in plans if not isinstance(each, ServiceError)]
    if len(set(keys)) != len(keys):
        raise invalid(DUPLICATES)
    consumed = _Consumed()
    responses: list[_Response] = []
    for at, (checked, planned) in enumerate(zip(batch.statements, plans, strict=True)):
        if isinstance(checked, ServiceError):
            responses.append(_error(checked))
        elif isinstance(planned, ServiceError):
            responses.append(_error(planned))
        elif isinstance(planned, _Get):
            consistent = batch.request["Statements"][at].get("ConsistentRead") is True
            responses.append(
                await _read(checked, planned, consumed, context, consistent=consistent)
            )
        else:
            responses.append(await _write(checked, planned, consumed, context))
    answered: dict[str, object] = {"Responses": responses}
    report = batch.request.get("ReturnConsumedCapacity", "NONE")
    if report != "NONE":
        answered["ConsumedCapacity"] = consumed.report(report)
    return answered


def _checked(request: StatementRequest) -> CheckedStatement | ServiceError:
    try:
        return checked_outside_transaction(request)
    except Reject as reject:
        return reject.error


async def _planned(
    checked: CheckedStatement | ServiceError, context: Context
) -> _Get | Write | ServiceError:
    if isinstance(checked, ServiceError):
        return checked
    try:
        table = await table_of(context, checked.statement.table_name)
        if not checked.is_read:
            return plan(table, checked)
        key = equalled_key(table, checked)
        if key is None or checked.statement.index_name is not None:
            raise invalid(KEYLESS_SELECT)
    except Reject as reject:
        return reject.error
    return _Get(table, key)


async def _read(
    checked: CheckedStatement,
    get: _Get,
    consumed: _Consumed,
    context: Context,
    *,
    consistent: bool,
) -> _Response:
    (stored,) = await context.node.storage.read((get.key,), consistent=consistent)
    size_bytes = 0 if stored is None else stored_size_bytes(stored)
    consumed.add(get.table, read_units(size_bytes, consistent=consistent))
    response: _Response = {"TableName": get.table.name}
    if stored is not None:
        body = checked.statement.body
        assert isinstance(body, Select)
        if body.columns is None:
            response["Item"] = stored_json(stored)
        else:
            response["Item"] = projected(body.columns, item_from_bytes(stored))
    return response


async def _write(
    checked: CheckedStatement, write: Write, consumed: _Consumed, context: Context
) -> _Response:
    name = write.table.name
    try:
        (change,) = await commit(context, (write,))
    except Reject as reject:
        return {**_error(reject.error), "TableName": name}
    consumed.add(write.table, change_units(change), index_units(change))
    response: _Response = {"TableName": name}
    item = returned(checked, change)
    if item is not None:
        response["Item"] = item
    return response


def _error(error: ServiceError) -> _Response:
    return {"Error": {"Code": _CODES[error.code], "Message": error.message, **error.fields}}


OPERATION = Operation(
    "BatchExecuteStatement",
    Api.DYNAMODB,
    Access.WRITE,
    Plane.DATA,
    BATCH_EXECUTE_STATEMENT,
    check,
    run,
)
