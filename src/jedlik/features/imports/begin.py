"""What ImportTable writes: the entry of the import, its work, and its token, in one transaction.

Source of the answers: recorded answers, October 2026, and Alternator's test_import.py (September
2026). A token is compared with the name of the table only. While its import is IN_PROGRESS, it
returns that import. Later the table exists, and this is what is answered. If it does not exist any
more, the token returns the import again.
"""

from collections.abc import Sequence
from hashlib import blake2b
from typing import Final, NamedTuple, cast

import orjson

from jedlik.core.errors import Reject, ServiceError
from jedlik.core.keys.key import Key
from jedlik.core.limits import IMPORTS_PER_ACCOUNT
from jedlik.engine.context import Context
from jedlik.engine.table import catalog_key
from jedlik.engine.table_record import TableRecord, record_from_bytes
from jedlik.engine.table_state import is_gone_at
from jedlik.features.imports.entries import TOKEN_MS, WORK_ID_BYTES, EntryPlace, entry_id, place_of
from jedlik.features.imports.records import (
    BEGIN,
    NOTHING,
    Import,
    ImportWork,
    Source,
    Token,
    all_works,
    entry_key,
    import_from_bytes,
    to_bytes,
    token_key,
    work_key,
)
from jedlik.features.tables.settings import limit_exceeded
from jedlik.storage.interface import Abort, Batch, Put
from jedlik.wire.item_files.formats import Compression, InputFormat

_FOREVER_MS: Final = 1 << 53  # the import itself ends the transition
_ID_DIGITS: Final = 8


class NewImport(NamedTuple):
    """What a request asks for. record: the record of the table, without its Id.

    shown: members of the request that answers show unchanged.
    """

    token: str
    source: Source
    format: InputFormat
    compression: Compression
    delimiter: str
    names: Sequence[str] | None
    record: TableRecord
    shown: dict[str, object]


async def begin_import(context: Context, new: NewImport) -> Import:
    """Begins an import. Returns its entry, or that of the import that the token has begun."""
    node = context.node
    name = new.record["TableName"]
    token = token_key(context.region, context.account_id, new.token)
    table = catalog_key(context.region, context.account_id, name)
    entry, work = _begun(context, new)
    now_ms = entry["StartedMs"]
    used: Token = {"ImportId": entry["Id"], "TableName": name, "UntilMs": now_ms + TOKEN_MS}
    written = (
        Put(entry_key(place_of(entry)), to_bytes(entry)),
        Put(work_key(work["Id"]), to_bytes(work)),
        Put(token, to_bytes(used)),
    )
    while True:
        (stored,) = await node.storage.read([token], consistent=True)
        earlier = _entry_of(context, stored)
        if not earlier:
            await _check_count(context)

        def decide(
            values: Sequence[bytes | None],
        ) -> Batch[Import] | Abort[Import | Reject | None]:
            if values[0] != stored:  # noqa: B023  (it is called before the next turn)
                return Abort(None)
            is_taken = _is_taken(values[1], now_ms)
            begun = _earlier(values[0], values[2:], name, now_ms)
            if begun is not None:
                is_over = not isinstance(begun, Reject) and begun["Status"] != "IN_PROGRESS"
                return Abort(_name_taken(name) if is_over and is_taken else begun)
            return Abort(_name_taken(name)) if is_taken else Batch(written, entry)

        outcome = await node.storage.transact([token, table, *earlier], decide)
        if isinstance(outcome, Batch):
            return outcome.result
        if isinstance(outcome.reason, Reject):
            raise outcome.reason
        if outcome.reason is not None:
            return outcome.reason


def _begun(context: Context, new: NewImport) -> tuple[Import, ImportWork]:
    """Returns the entry and the work of a new import."""
    started_ms = context.node.clock.now_ms()
    random = context.node.ids.uuid().encode()
    suffix = blake2b(random, digest_size=_ID_DIGITS // 2).hexdigest()
    unique = blake2b(random, digest_size=WORK_ID_BYTES - 8).digest()
    work_id = (started_ms.to_bytes(8, "big") + unique).hex()
    record = new.record
    record["Import"] = {"WorkId": work_id}
    record["Transition"] = {**record["Transition"], "Status": "CREATING", "EndsAtMs": _FOREVER_MS}
    entry: Import = {
        "Id": entry_id(started_ms, suffix),
        "Region": record["Region"],
        "AccountId": record["AccountId"],
        "TableName": record["TableName"],
        "TableId": record["TableId"],
        "ClientToken": new.token,
        "S3BucketSource": new.source,
        "InputFormat": new.format,
        "InputCompressionType": new.compression,
        "Request": new.shown,
        "Status": "IN_PROGRESS",
        "StartedMs": started_ms,
        "Processed": 0,
        "Imported": 0,
        "Errors": 0,
        "Bytes": 0,
    }
    work: ImportWork = {
        "Id": work_id,
        "ImportId": entry["Id"],
        "Region": record["Region"],
        "AccountId": record["AccountId"],
        "TableName": record["TableName"],
        "Bucket": new.source["S3Bucket"],
        "Prefix": new.source.get("S3KeyPrefix", ""),
        "Format": new.format,
        "Compression": new.compression,
        "Delimiter": new.delimiter,
        "Names": None if new.names is None else list(new.names),
        "Record": record,
        "TableNumber": 0,
        "At": BEGIN,
        "Counts": NOTHING,
        "Lines": 0,
    }
    return entry, work


def _entry_of(context: Context, stored: bytes | None) -> list[Key]:
    """Returns the key of the entry of the import that a token has begun. stored: the token."""
    if stored is None:
        return []
    token = cast(Token, orjson.loads(stored))
    place = context.region, context.account_id, token["TableName"], token["ImportId"]
    return [entry_key(EntryPlace(*place))]


def _earlier(
    stored: bytes | None, entries: Sequence[bytes | None], name: str, now_ms: int
) -> Import | Reject | None:
    """Returns the import that a token has begun, None if it has begun none. A Reject if it has
    begun one of another table.
    """
    if stored is None:
        return None
    token = cast(Token, orjson.loads(stored))
    is_valid = token["UntilMs"] - TOKEN_MS <= now_ms < token["UntilMs"]
    if not is_valid or entries[0] is None:
        return None
    if token["TableName"] != name:
        message = "Import conflict: Duplicate request detected with conflicting parameters"
        return Reject(ServiceError("ImportConflictException", message))
    return import_from_bytes(entries[0])


def _is_taken(stored: bytes | None, now_ms: int) -> bool:
    return stored is not None and not is_gone_at(record_from_bytes(stored), now_ms)


def _name_taken(name: str) -> Reject:
    return Reject(ServiceError("ResourceInUseException", f"Table already exists: {name}"))


async def _check_count(context: Context) -> None:
    """Raises Reject if the account has as many imports under way as it may have.

    The number is documented in the API Reference, LimitExceededException. The text is by analogy
    with restores.
    """
    here = context.region, context.account_id
    works = await all_works(context.node.storage)
    others = sum((work["Region"], work["AccountId"]) == here for work in works)
    if others >= IMPORTS_PER_ACCOUNT:
        raise limit_exceeded(
            f"Subscriber limit exceeded: Only {IMPORTS_PER_ACCOUNT} import operations can be done "
            "simultaneously"
        )
