"""Adds to the queue of what is due, and removes from it. A job does it in time (`due_work`).

Whatever has an entry in the queue also stores the time of this entry in its own record. Both change
in one transaction.
"""

from jedlik.features.aws_backup.records import DueKind, Place, due, due_entry
from jedlik.features.identity.transaction import Transaction


def put_due(
    transaction: Transaction, place: Place, kind: DueKind, identity: str, at_ms: int | None
) -> None:
    """Stores that something is due at a time. None: it is never due, and nothing is stored."""
    if at_ms is not None:
        record = due(place, kind, identity, at_ms)
        transaction.put(due_entry(record), record)


def delete_due(
    transaction: Transaction, place: Place, kind: DueKind, identity: str, at_ms: int | None
) -> None:
    """Deletes what `put_due` has stored with the same arguments."""
    if at_ms is not None:
        transaction.delete(due_entry(due(place, kind, identity, at_ms)))
