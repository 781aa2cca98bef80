"""How an export begins: one transaction stores its entry, its token, its work, and the id of the
work in the record of the table.

The transaction proves that the record of the table is the one that was read, and that nobody used
the token. It raises LAST_APPEND to the last position that the export has, so no commit that is
under way can get a position up to it.
"""

from collections.abc import Mapping, Sequence
from hashlib import blake2b
from typing import Any, Final, NamedTuple

from jedlik.core.errors import Reject, ServiceError, invalid
from jedlik.core.keys.key import Key
from jedlik.core.keys.position import position_of, position_to_bytes
from jedlik.core.limits import EXPORTS_PER_ACCOUNT
from jedlik.core.types.arn import TableArn, parse_table_arn
from jedlik.core.types.echo import clipped
from jedlik.engine.context import Context
from jedlik.engine.table import Table, key_schema_of
from jedlik.engine.table_record import TableRecord, record_from_bytes, table_to_bytes
from jedlik.engine.table_state import is_deleting
from jedlik.features.backups.new_backup import source_of
from jedlik.features.exports import item_filter
from jedlik.features.exports.records import (
    KIND,
    Export,
    ExportWork,
    due_put,
    export_from_bytes,
    export_id,
    key_of,
    put_of,
)
from jedlik.features.exports.times import Now, full_times, window_times
from jedlik.features.exports.tokens import ExportToken, export_token
from jedlik.features.history.readers import read_by
from jedlik.features.history.work import Work, all_works, key_of_work, new_work, work_to_bytes
from jedlik.features.tables.name import named_table, refuse_locked
from jedlik.features.tables.settings import limit_exceeded
from jedlik.storage.interface import LAST_APPEND, Abort, Batch, Put

_ACCESS_DENIED: Final = ServiceError("AccessDeniedException", "Access is denied")
_MISSING: Final = "ResourceNotFoundException"
_ID_DIGITS: Final = 8
# Members that an export shows in another form, or not at all.
_NOT_STORED: Final = frozenset(
    ("ClientToken", "TableArn", "ExportTime", "IncrementalExportSpecification")
)


class _Begun(NamedTuple):
    """An export that begins: its entry, its work, and the last position that it has."""

    export: Export
    work: Work
    last: int


async def begin_export(context: Context, request: Mapping[str, Any]) -> Export:
    """Begins an export, or returns the one that an equal request with the same token began.

    request: a checked request. Raises Reject.
    """
    parsed = parsed_table_arn(context, request["TableArn"])
    client_token = request.get("ClientToken") or context.node.ids.uuid()
    token = export_token(context, request, client_token)
    while True:
        known = token.export_of(await context.node.storage.read(token.keys, consistent=True))
        if known is not None:
            (stored,) = await context.node.storage.read([known], consistent=True)
            if stored is not None:
                return export_from_bytes(stored)
        table = await _source(context, request["TableArn"], parsed)
        item_filter.check_fits(item_filter.parsed(request.get("FilterSpecification")), table.key)
        await _check_count(context)
        whole = {**request, "ClientToken": client_token}
        begun = await _begin(context, table, whole, token, known)
        if begun is not None:
            return begun


def parsed_table_arn(context: Context, text: str) -> TableArn:
    """Returns the parts of a TableArn. Raises Reject if it is not one of a table of the caller.

    Source of the texts: recorded answers, October 2026.
    """
    arn = parse_table_arn(text)
    if arn is None or not arn.region:
        raise invalid("One or more parameter values were invalid: tableArn is not a valid ARN")
    if arn.resource:
        raise invalid("Invalid Request: Table ARN is invalid.")
    if arn.account_id != context.account_id:
        raise Reject(_ACCESS_DENIED)
    return arn


async def _source(context: Context, text: str, arn: TableArn) -> Table:
    """Returns the table. Raises Reject, also if its encryption key cannot be used."""
    missing = ServiceError("TableNotFoundException", f"Table not found: {clipped(text)}")
    if arn.region != context.region:
        raise Reject(missing)
    try:
        table = await named_table(context, text)
    except Reject as rejected:
        if rejected.error.code != _MISSING:
            raise
        raise Reject(missing) from None
    if is_deleting(table.record):
        raise Reject(missing)
    refuse_locked(table)
    return table


async def _begin(
    context: Context,
    table: Table,
    request: Mapping[str, Any],
    token: ExportToken,
    known: Key | None,
) -> Export | None:
    """Begins an export. Returns None if the table or the token has changed since it was read.

    known: the export that the token had then.
    """
    node = context.node
    work_id = node.ids.uuid()

    def decide(values: Sequence[bytes | None]) -> Batch[Export] | Abort[None]:
        stored, appended, *tokens = values
        if stored != table.stored or token.export_of(tokens) != known:
            return Abort(None)
        record = record_from_bytes(stored)
        last = position_of(appended)
        export, work, reached = _begun(record, request, Now(token.now_ms, last), work_id)
        mutations = (
            Put(table.catalog_key, table_to_bytes(read_by(record, work_id))),
            Put(LAST_APPEND, position_to_bytes(max(last, reached))),
            Put(key_of_work(work), work_to_bytes(work)),
            put_of(export),
            due_put(key_of(export), export["CreatedMs"]),
            token.put(export),
        )
        return Batch(mutations, export, raises_epoch=True)

    outcome = await node.storage.transact([table.catalog_key, LAST_APPEND, *token.keys], decide)
    return None if isinstance(outcome, Abort) else outcome.result


def _begun(record: TableRecord, request: Mapping[str, Any], now: Now, work_id: str) -> _Begun:
    """Returns the entry and the work of a new export. Raises Reject for times that cannot be
    exported.
    """
    suffix = blake2b(work_id.encode(), digest_size=_ID_DIGITS // 2).hexdigest()
    export: Export = {
        "Id": export_id(now.clock_ms, suffix),
        "Region": record["Region"],
        "AccountId": record["AccountId"],
        "TableName": record["TableName"],
        "TableId": record["TableId"],
        "Status": "IN_PROGRESS",
        "CreatedMs": now.clock_ms,
        "ClientToken": request["ClientToken"],
        "WorkId": work_id,
        "Request": {name: member for name, member in request.items() if name not in _NOT_STORED},
    }
    purpose: ExportWork = {
        "Id": export["Id"],
        "Until": 0,
        "IsStarted": False,
        "Writing": "",
        "Files": 0,
        "Items": 0,
        "Bytes": 0,
        "EndMs": 0,
        "SilentSinceMs": 0,
        "IsDone": False,
    }
    specification = request.get("IncrementalExportSpecification")
    if specification is None:
        times = full_times(request.get("ExportTime"), record, now)
        export["ExportTimeMs"] = times.export_ms
        moment = times.moment
    else:
        window = window_times(specification, record, now)
        export["FromMs"], export["ToMs"] = window.from_ms, window.to_ms
        export["View"] = specification.get("ExportViewType", "NEW_AND_OLD_IMAGES")
        moment, purpose["Until"] = window.after, window.until
    work: Work = {**new_work(work_id, KIND, {}, source_of(record)), "Moment": moment}
    work["For"] = purpose
    key = key_schema_of(record)
    only = item_filter.partition_of(item_filter.parsed(request.get("FilterSpecification")), key)
    if only is not None:
        work["Partition"] = only[:-1].hex()  # a place before the first item of the partition
    return _Begun(export, work, max(moment, purpose["Until"]))


async def _check_count(context: Context) -> None:
    """Raises Reject if the account has as many exports under way as it may have. Exports that begin
    at the same moment may exceed this number by a few. The text is ours.
    """
    place = context.region, context.account_id
    count = 0
    for work in await all_works(context.node.storage):
        source = work["Source"]
        count += work["Kind"] == KIND and place == (source["Region"], source["AccountId"])
    if count >= EXPORTS_PER_ACCOUNT:
        raise limit_exceeded(
            f"Subscriber limit exceeded: Only {EXPORTS_PER_ACCOUNT} exports can be done "
            "simultaneously"
        )
