"""Puts and deletes the policy of a table or stream, in one transaction with the check of its state.

Source of what is allowed in which state: ack-api-quirks, services/dynamodb, entries 213, 214, 234
and 460, recorded in October 2026.
"""

from collections.abc import Callable, Sequence
from typing import cast

import orjson

from jedlik.engine.context import Context
from jedlik.engine.table_record import StoredResourcePolicy, TableRecord
from jedlik.engine.table_state import Moment, status_at
from jedlik.features.resource_policies.resource import Resource, stream_missing
from jedlik.features.resource_policies.rules import Document, check_expected, put, removed
from jedlik.features.streams.name import find_stream
from jedlik.features.streams.records import stream_key_of, stream_policy_key
from jedlik.features.tables.change import change_table, refuse_while_creating_or_deleting
from jedlik.features.tables.name import named_table_not_found
from jedlik.storage.interface import Abort, Batch, Put

_Stored = StoredResourcePolicy | None
# Returns the new policy, or the old one if nothing changes. It may be called more than once.
_Change = Callable[[_Stored, Moment], _Stored]


async def put_policy(
    context: Context, resource: Resource, document: Document, expected: str | None
) -> str:
    """Puts a policy. Returns its revision id. Raises Reject.

    expected: the revision id that the policy must have now, or None.
    """

    def change(stored: _Stored, moment: Moment) -> _Stored:
        check_expected(stored, expected, resource)
        return put(stored, document, resource, moment)

    after = await _change(context, resource, change)
    assert after is not None
    return after["RevisionId"]


async def delete_policy(context: Context, resource: Resource, expected: str | None) -> str | None:
    """Deletes a policy. Returns the revision id of the deletion, None if there never was a policy.

    Raises Reject. expected: as in `put_policy`.
    """

    def change(stored: _Stored, moment: Moment) -> _Stored:
        check_expected(stored, expected, resource)
        return removed(stored, resource, moment)

    after = await _change(context, resource, change)
    return None if after is None else after["RevisionId"]


async def _change(context: Context, resource: Resource, change: _Change) -> _Stored:
    if resource.label:
        return await _change_of_stream(context, resource, change)

    def change_record(record: TableRecord, moment: Moment) -> None:
        if status_at(record, moment.now_ms) == "CREATING":
            raise named_table_not_found(resource.table_name)
        before = record.get("ResourcePolicy")
        after = change(before, moment)
        if after is not before and after is not None:
            refuse_while_creating_or_deleting(record, moment.now_ms)
            record["ResourcePolicy"] = after

    changed = await change_table(context, resource.arn, change_record)
    return changed.get("ResourcePolicy")


async def _change_of_stream(context: Context, resource: Resource, change: _Change) -> _Stored:
    entry = await find_stream(context, resource.arn)
    if entry is None:
        raise stream_missing(resource)
    node = context.node
    now_ms = node.clock.now_ms()
    moment = Moment(now_ms, now_ms + node.transition_delay_ms)
    key = stream_policy_key(entry["TableId"], entry["Label"])

    def decide(values: Sequence[bytes | None]) -> Batch[_Stored] | Abort[_Stored]:
        if values[1] is None:  # it was erased meanwhile
            raise stream_missing(resource)
        before = None if values[0] is None else policy_from_bytes(values[0])
        after = change(before, moment)
        if after is before or after is None:
            return Abort(after)
        return Batch((Put(key, orjson.dumps(after)),), after)

    outcome = await node.storage.transact([key, stream_key_of(entry)], decide)
    return outcome.reason if isinstance(outcome, Abort) else outcome.result


def policy_from_bytes(stored: bytes) -> StoredResourcePolicy:
    """Returns the policy of a stream, decoded."""
    return cast(StoredResourcePolicy, orjson.loads(stored))
