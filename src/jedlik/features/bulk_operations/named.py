"""The bulk operation that an ARN in a request names. The texts are ours: none is recorded."""

from typing import Final

from jedlik.core.errors import Reject, ServiceError, invalid
from jedlik.core.types.arn import parse_table_arn
from jedlik.core.types.echo import clipped
from jedlik.engine.context import Context
from jedlik.features.bulk_operations.records import (
    BulkOperation,
    entry_key,
    id_in,
    operation_from_bytes,
)
from jedlik.features.imports.entries import EntryPlace

_ACCESS_DENIED: Final = ServiceError("AccessDeniedException", "Access is denied")


async def named_operation(context: Context, text: str) -> BulkOperation:
    """Returns the operation of the caller whose ARN is `text`. Raises Reject."""
    place = parse_operation_arn(context, text)
    (stored,) = await context.node.storage.read([entry_key(place)], consistent=True)
    if stored is None or place.region != context.region:
        raise operation_not_found(text)
    return operation_from_bytes(stored)


def parse_operation_arn(context: Context, text: str) -> EntryPlace:
    """Returns where the operation with an ARN is, whether it exists or not. Raises Reject."""
    parsed = parse_table_arn(text)
    identity = None if parsed is None else id_in(parsed.resource)
    if parsed is None or not identity:
        raise invalid("Invalid Bulk Operation ARN")
    if parsed.account_id != context.account_id:
        raise Reject(_ACCESS_DENIED)
    return EntryPlace(parsed.region, parsed.account_id, parsed.table_name, identity)


def operation_not_found(arn: str) -> Reject:
    """Returns the error for an operation that does not exist."""
    message = f"Requested resource not found: BulkOperation: {clipped(arn)} not found"
    return Reject(ServiceError("ResourceNotFoundException", message))
