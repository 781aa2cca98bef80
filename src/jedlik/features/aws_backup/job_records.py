"""What backup jobs and restore jobs share: tokens, when they are due, and when they are deleted."""

from collections.abc import Mapping
from hashlib import blake2b
from typing import Any, Final, Literal

import orjson

from jedlik.features.aws_backup.due_queue import delete_due, put_due
from jedlik.features.aws_backup.records import (
    JobRecord,
    Place,
    TokenRecord,
    token_entry,
)
from jedlik.features.aws_backup.refusals import invalid_value
from jedlik.features.identity.transaction import Transaction

Kind = Literal["backup", "restore"]

# Source: API Reference, ListBackupJobs: jobs of the last 30 days.
STORED_MS: Final = 30 * 86_400_000
_PAUSE_MS: Final = 200
_PAUSE_MAX_MS: Final = 60_000
_DOUBLINGS: Final = 9
_DIGEST_BYTES: Final = 16
_TOKEN: Final = "IdempotencyToken"  # noqa: S105  (the name of a member)


async def started_by(
    transaction: Transaction, place: Place, kind: Kind, wanted: Mapping[str, Any]
) -> str:
    """Returns the id of the job that the same request has begun, empty if none.

    Raises Reject if another request had its token; the text is ours.
    """
    token = wanted.get(_TOKEN)
    if not token:
        return ""
    found = await transaction.get(token_entry(place, kind, _digest(token.encode())))
    if found is None:
        return ""
    if found["Digest"] != _digest_of(wanted):
        raise invalid_value("Another request has this IdempotencyToken")
    return found["Id"]


def put_with_token(
    transaction: Transaction, place: Place, kind: Kind, job: JobRecord, wanted: Mapping[str, Any]
) -> None:
    """Stores the token of the request that begins a job."""
    token = wanted.get(_TOKEN)
    if token:
        job["Token"] = _digest(token.encode())
        entry = token_entry(place, kind, job["Token"])
        record: TokenRecord = {"Id": job["Id"], "Digest": _digest_of(wanted)}
        transaction.put(entry, record)


def pause_ms(tries: int) -> int:
    """Returns how long to wait before a job is looked at again: the pause grows to a minute."""
    return min(_PAUSE_MS << min(tries, _DOUBLINGS), _PAUSE_MAX_MS)


def move(
    transaction: Transaction, place: Place, kind: Kind, job: JobRecord, at_ms: int | None
) -> None:
    """Stores when a job is due next. None: it has ended, and is deleted later."""
    next_ms = transaction.node.clock.now_ms() + STORED_MS if at_ms is None else at_ms
    delete_due(transaction, place, kind, job["Id"], job["DueMs"])
    job["DueMs"] = next_ms
    put_due(transaction, place, kind, job["Id"], next_ms)


def forget_job(transaction: Transaction, place: Place, kind: Kind, job: JobRecord) -> None:
    """Deletes what belongs to a job that is deleted: its token, and when it is due."""
    delete_due(transaction, place, kind, job["Id"], job["DueMs"])
    if job["Token"]:
        transaction.delete(token_entry(place, kind, job["Token"]))


def _digest_of(wanted: Mapping[str, Any]) -> str:
    return _digest(orjson.dumps(dict(wanted), option=orjson.OPT_SORT_KEYS))


def _digest(value: bytes) -> str:
    return blake2b(value, digest_size=_DIGEST_BYTES).hexdigest()
