"""The plan of a delete: of DeleteItem, and of what else deletes an item."""

from typing import NamedTuple

from jedlik.core.errors import ServiceError
from jedlik.core.keys.primary_key import request_key
from jedlik.core.shapes.requests.data import DeleteItemRequest
from jedlik.core.types.table import Table
from jedlik.engine.commit import Change, Write
from jedlik.engine.writes.conditional import Guard


class CheckedDelete(NamedTuple):
    """A request whose key is canonical and whose condition is parsed."""

    request: DeleteItemRequest
    guard: Guard


def plan_delete(table: Table, checked: CheckedDelete) -> Write:
    """The write of a checked delete. Raises Reject when the key does not fit the table."""
    guard = checked.guard

    def decide(old: bytes | None) -> Change | ServiceError:
        return guard.refusal_of_stored(old) or Change(old, None)

    return Write(table, request_key(table, checked.request["Key"]), decide)
