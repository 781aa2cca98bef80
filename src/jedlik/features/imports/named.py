"""The import that an ARN in a request names.

Source of the codes, and of `Invalid Import ARN`: recorded answers, October 2026, and Alternator's
test_import.py (September 2026). The text of ImportNotFoundException is by analogy with backups.
"""

from typing import Final

from jedlik.core.errors import REQUEST_INVALID, Reject, ServiceError, invalid
from jedlik.core.limits import TABLE_NAME_CHARACTERS_MIN
from jedlik.core.types.arn import parse_table_arn
from jedlik.core.types.echo import clipped
from jedlik.engine.context import Context
from jedlik.features.imports.entries import EntryPlace
from jedlik.features.imports.records import Import, entry_key, id_in, import_from_bytes

_ARN_PARTS: Final = 6
_ACCESS_DENIED: Final = ServiceError("AccessDeniedException", "Access is denied")


async def named_import(context: Context, text: str) -> Import:
    """Returns the import of the caller whose ARN is `text`. Raises Reject."""
    place = parse_import_arn(context, text)
    if place.region != context.region:
        raise _not_found(text)
    (stored,) = await context.node.storage.read([entry_key(place)], consistent=True)
    if stored is None:
        raise _not_found(text)
    return import_from_bytes(stored)


def parse_import_arn(context: Context, text: str) -> EntryPlace:
    """Returns where the import with an ARN is, whether it exists or not. Raises Reject."""
    parts = text.split(":", _ARN_PARTS - 1)
    if len(parts) < _ARN_PARTS or parts[0] != "arn":
        raise invalid("Invalid Import ARN")
    if parts[1] != "aws" or parts[2] != "dynamodb":
        raise Reject(_ACCESS_DENIED)
    parsed = parse_table_arn(text)
    identity = None if parsed is None else id_in(parsed.resource)
    if parsed is None or not identity or len(parsed.table_name) < TABLE_NAME_CHARACTERS_MIN:
        raise invalid("Invalid Import ARN")
    if parsed.account_id != context.account_id or not parsed.region:
        raise Reject(_ACCESS_DENIED)
    return EntryPlace(parsed.region, parsed.account_id, parsed.table_name, identity)


def table_of_arn(context: Context, text: str) -> str | None:
    """Returns the name of the table of an ARN, None if it is in another Region. Raises Reject.

    Source: by analogy with the recorded answers of ListExports.
    """
    parsed = parse_table_arn(text)
    if parsed is None or parsed.resource:
        raise invalid(REQUEST_INVALID + "tableArn is not a valid ARN")
    if parsed.account_id != context.account_id:
        raise Reject(_ACCESS_DENIED)
    return parsed.table_name if parsed.region == context.region else None


def _not_found(arn: str) -> Reject:
    return Reject(ServiceError("ImportNotFoundException", f"Import not found: {clipped(arn)}"))
