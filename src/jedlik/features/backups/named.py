"""The backup that an ARN in a request names.

Source of the texts: recorded answers, October 2026. An ARN with another Region is answered here as
one of a backup that does not exist. The service finds the backup of the same name in the Region of
the endpoint, so its policies would have to name every Region. It refuses the name of a Region that
AWS does not have. Here such a name is one that no Region of AWS could have, unless the request has
it too.
"""

import re
from typing import Final, NamedTuple

from jedlik.core.errors import Reject, ServiceError, invalid
from jedlik.core.types.arn import parse_table_arn
from jedlik.core.types.echo import clipped
from jedlik.engine.context import Context
from jedlik.features.backups.records import Backup, backup_from_bytes, backup_key, id_in

_ARN_PARTS: Final = 6
# How the SDKs recognise a Region of the partition `aws` (botocore, partitions.json).
_REGION_OF_AWS: Final = re.compile(r"(us|eu|ap|sa|ca|me|af|il|mx)-\w+-\d+")
_ACCESS_DENIED: Final = ServiceError("AccessDeniedException", "Access is denied")


class BackupArn(NamedTuple):
    """The parts of the ARN of a backup of the caller."""

    text: str
    region: str
    table_name: str
    id: str


class StoredBackup(NamedTuple):
    """A backup, and the bytes of its entry."""

    backup: Backup
    stored: bytes


def parse_backup_arn(context: Context, text: str) -> BackupArn:
    """Returns the parts of an ARN. Raises Reject if it is not one of a backup of the caller."""
    parts = text.split(":", _ARN_PARTS - 1)
    if len(parts) < _ARN_PARTS or parts[0] != "arn":
        raise invalid("Invalid Backup ARN")
    if parts[1] != "aws" or parts[2] != "dynamodb":
        raise _not_valid()
    parsed = parse_table_arn(text)
    identity = None if parsed is None else id_in(parsed.resource)
    if parsed is None or not identity:
        raise invalid("Invalid Backup ARN")
    if parsed.account_id != context.account_id or not parsed.region:
        raise Reject(_ACCESS_DENIED)
    return BackupArn(text, parsed.region, parsed.table_name, identity)


async def named_backup(context: Context, text: str) -> StoredBackup:
    """Returns the backup in this Region whose ARN is `text`. Raises Reject."""
    arn = parse_backup_arn(context, text)
    if arn.region != context.region:
        is_region = _REGION_OF_AWS.fullmatch(arn.region) is not None
        raise backup_not_found(text) if is_region else _not_valid()
    return await backup_at(context, arn)


async def backup_at(context: Context, arn: BackupArn) -> StoredBackup:
    """Returns the backup with an ARN, of any Region. Raises Reject."""
    key = backup_key(arn.region, context.account_id, arn.table_name, arn.id)
    (stored,) = await context.node.storage.read([key], consistent=True)
    if stored is None:
        raise backup_not_found(arn.text)
    return StoredBackup(backup_from_bytes(stored), stored)


def backup_not_found(arn: str) -> Reject:
    """Returns the error for a backup that does not exist."""
    return Reject(ServiceError("BackupNotFoundException", f"Backup not found: {clipped(arn)}"))


def backup_in_use(message: str) -> Reject:
    """Returns a BackupInUseException."""
    return Reject(ServiceError("BackupInUseException", message))


def _not_valid() -> Reject:
    return invalid("Invalid Request: BackupArn is not valid")
