"""The export that an ARN in a request names.

Source of the texts: recorded answers, October 2026 (ack-api-quirks; Alternator test_export.py).
"""

from typing import Final

from jedlik.core.errors import Reject, ServiceError, invalid
from jedlik.core.types.arn import parse_table_arn
from jedlik.core.types.echo import clipped
from jedlik.engine.context import Context
from jedlik.features.exports.records import Export, export_from_bytes, export_key, id_in

_ARN_PARTS: Final = 6
_INVALID: Final = "Invalid Export ARN"
_ACCESS_DENIED: Final = ServiceError("AccessDeniedException", "Access is denied")


async def named_export(context: Context, text: str) -> Export:
    """Returns the export whose ARN is `text`. Raises Reject."""
    parts = text.split(":", _ARN_PARTS - 1)
    if len(parts) < _ARN_PARTS or parts[0] != "arn":
        raise invalid(_INVALID)
    is_own = parts[1:3] == ["aws", "dynamodb"] and parts[4] == context.account_id
    if not is_own or not parts[3]:
        raise Reject(_ACCESS_DENIED)
    arn = parse_table_arn(text)
    identity = None if arn is None else id_in(arn.resource)
    if arn is None or not identity:
        raise invalid(_INVALID)
    if arn.region != context.region:
        raise _not_found("Invalid export arn")
    key = export_key(arn.region, arn.account_id, arn.table_name, identity)
    (stored,) = await context.node.storage.read([key], consistent=True)
    if stored is None:
        raise _not_found(f"Export not found: {clipped(text)}")
    return export_from_bytes(stored)


def _not_found(what: str) -> Reject:
    return Reject(ServiceError("ExportNotFoundException", f"Export not found: {what}"))
