"""The operations of KMS that Jedlik has. `api` imports this module at the first request for one."""

from typing import Final

from jedlik.apis.api import Operation
from jedlik.apis.kms.operations import aliases, cryptography, keys, policies, rotation, tags

BUILT: Final[tuple[Operation, ...]] = (
    *keys.OPERATIONS,
    *aliases.OPERATIONS,
    *cryptography.OPERATIONS,
    *policies.OPERATIONS,
    *rotation.OPERATIONS,
    *tags.OPERATIONS,
)
