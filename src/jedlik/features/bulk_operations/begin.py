"""What StartBulkPutItems writes: the entry of the operation, its work and its token.

Sources: API Reference, StartBulkPutItems; Developer Guide, "Bulk put items considerations". No
answer of the service is recorded, so the texts are ours, by analogy with other operations.
"""

from collections.abc import Sequence
from hashlib import blake2b, sha256
from typing import Final, Literal, NamedTuple, cast

import orjson

from jedlik.core.errors import Reject, ServiceError
from jedlik.core.limits import BULK_OPERATIONS_PER_ACCOUNT
from jedlik.engine.context import Context
from jedlik.engine.table import Table
from jedlik.engine.table_state import changing_indexes, is_deleting, status_at
from jedlik.features.bulk_operations.records import (
    NOTHING,
    BulkOperation,
    BulkWork,
    Output,
    Token,
    all_works,
    entry_key,
    operation_from_bytes,
    to_bytes,
    token_key,
    work_key,
)
from jedlik.features.imports.entries import TOKEN_MS, WORK_ID_BYTES, EntryPlace, entry_id, place_of
from jedlik.features.imports.records import BEGIN
from jedlik.features.tables.settings import limit_exceeded
from jedlik.storage.interface import Abort, Batch, Put
from jedlik.wire.item_files.formats import Compression

_ID_DIGITS: Final = 8
_SERVING: Final = ("ACTIVE", "UPDATING")
_MISMATCH: Final = ServiceError(
    "IdempotentParameterMismatchException",
    "Request parameters do not match those of an earlier request with the same ClientToken",
)


class NewOperation(NamedTuple):
    """What a request asks for. shown: members of the request that answers show."""

    token: str
    bucket: str
    prefix: str
    format: Literal["DYNAMODB_JSON", "ION"]
    compression: Compression
    output: Output
    max_units: int
    shown: dict[str, object]


async def begin_operation(context: Context, table: Table, new: NewOperation) -> BulkOperation:
    """Begins an operation. Returns its entry, or that of the operation that the token has begun.

    Raises Reject if the table cannot take part now.
    """
    node = context.node
    now_ms = node.clock.now_ms()
    entry, work = _begun(context, table, new)
    parameters = sha256(orjson.dumps([table.name, new.shown])).hexdigest()
    token = token_key(context.region, context.account_id, new.token)
    used: Token = {
        "OperationId": entry["Id"],
        "TableName": table.name,
        "Parameters": parameters,
        "UntilMs": now_ms + TOKEN_MS,
    }
    written = (
        Put(entry_key(place_of(entry)), to_bytes(entry)),
        Put(work_key(work["Id"]), to_bytes(work)),
        Put(token, to_bytes(used)),
    )
    while True:
        (stored,) = await node.storage.read([token], consistent=True)
        earlier = await _earlier(context, stored, parameters, now_ms)
        if earlier is not None:
            return earlier
        refuse_unready(table, now_ms)
        await _check_count(context)

        def decide(values: Sequence[bytes | None]) -> Batch[BulkOperation] | Abort[None]:
            is_same = values[0] == stored and values[1] == table.stored  # noqa: B023
            return Batch(written, entry) if is_same else Abort(None)

        outcome = await node.storage.transact([token, table.catalog_key], decide)
        if isinstance(outcome, Batch):
            return outcome.result
        found = await node.catalog.find(context.region, table.record["AccountId"], table.name)
        if found is None or found.id != table.id:
            message = f"Requested resource not found: Table: {table.name} not found"
            raise Reject(ServiceError("ResourceNotFoundException", message))
        table = found


def refuse_unready(table: Table, now_ms: int) -> None:
    """Raises Reject unless items can be put into a table in bulk. Source: Developer Guide, "Table
    state requirements".
    """
    record = table.record
    status = status_at(record, now_ms)
    detail = None
    if status not in _SERVING or "Restore" in record or "Import" in record:
        detail = f"Table is in the state {status}: {table.name}"
    elif any(each.get("IsBuilding") and not is_deleting(each) for each in changing_indexes(record)):
        detail = f"An index is being created: {table.name}"
    if detail is not None:
        message = f"Attempt to change a resource which is still in use: {detail}"
        raise Reject(ServiceError("ResourceInUseException", message))


def _begun(context: Context, table: Table, new: NewOperation) -> tuple[BulkOperation, BulkWork]:
    started_ms = context.node.clock.now_ms()
    random = context.node.ids.uuid().encode()
    suffix = blake2b(random, digest_size=_ID_DIGITS // 2).hexdigest()
    unique = blake2b(random, digest_size=WORK_ID_BYTES - 8).digest()
    record = table.record
    entry: BulkOperation = {
        "Id": entry_id(started_ms, suffix),
        "Region": context.region,
        "AccountId": context.account_id,
        "TableName": table.name,
        "TableId": record["TableId"],
        "ClientToken": new.token,
        "Shown": new.shown,
        "Status": "IN_PROGRESS",
        "StartedMs": started_ms,
        "WorkId": (started_ms.to_bytes(8, "big") + unique).hex(),
    }
    work: BulkWork = {
        "Id": entry["WorkId"],
        "OperationId": entry["Id"],
        "Region": context.region,
        "AccountId": context.account_id,
        "TableName": table.name,
        "TableNumber": table.id,
        "Bucket": new.bucket,
        "Prefix": new.prefix,
        "Format": new.format,
        "Compression": new.compression,
        "Output": new.output,
        "MaxUnits": new.max_units,
        "At": BEGIN,
        "Counts": NOTHING,
        "TotalBytes": None,
        "IsCancelled": False,
    }
    return entry, work


async def _earlier(
    context: Context, stored: bytes | None, parameters: str, now_ms: int
) -> BulkOperation | None:
    """Returns the operation that a token has begun, None if it has begun none. Raises Reject."""
    if stored is None:
        return None
    token = cast(Token, orjson.loads(stored))
    if not token["UntilMs"] - TOKEN_MS <= now_ms < token["UntilMs"]:
        return None
    if token["Parameters"] != parameters:
        raise Reject(_MISMATCH)
    place = context.region, context.account_id, token["TableName"], token["OperationId"]
    key = entry_key(EntryPlace(*place))
    (entry,) = await context.node.storage.read([key], consistent=True)
    return None if entry is None else operation_from_bytes(entry)


async def _check_count(context: Context) -> None:
    """Raises Reject if the account has as many operations under way as it may have."""
    here = context.region, context.account_id
    works = await all_works(context.node.storage)
    others = sum((work["Region"], work["AccountId"]) == here for work in works)
    if others >= BULK_OPERATIONS_PER_ACCOUNT:
        raise limit_exceeded(
            f"Subscriber limit exceeded: Only {BULK_OPERATIONS_PER_ACCOUNT} bulk operations can be "
            "done simultaneously"
        )
