"""The API of AWS Key Management Service as a value."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from jedlik.apis.api import Api, Deferred, Operation, Permissions
from jedlik.apis.authorization import Authorization
from jedlik.apis.kms.model.errors import ERRORS
from jedlik.engine.context import Context
from jedlik.wire.json_1_0 import JSON_1_1

if TYPE_CHECKING:  # a server in open mode decides nothing
    from jedlik.core.iam.policies import ResourcePolicy

# A test compares the names with `built`.
_NAMES: Final = (
    *("CancelKeyDeletion", "CreateAlias", "CreateKey", "Decrypt", "DeleteAlias", "DescribeKey"),
    *("DisableKey", "DisableKeyRotation", "EnableKey", "EnableKeyRotation", "Encrypt"),
    *("GenerateDataKey", "GenerateDataKeyWithoutPlaintext", "GetKeyPolicy"),
    *("GetKeyRotationStatus", "ListAliases", "ListKeyPolicies", "ListKeys", "ListResourceTags"),
    *("PutKeyPolicy", "ReEncrypt", "ScheduleKeyDeletion", "TagResource", "UntagResource"),
    *("UpdateAlias", "UpdateKeyDescription"),
)


def _load() -> Sequence[Operation]:
    from jedlik.apis.kms.built import BUILT  # noqa: PLC0415  (most servers never use it)

    return BUILT


async def _policy_of(context: Context, needed: Authorization) -> "ResourcePolicy":
    from jedlik.features.encryption_keys.key_policies import (  # noqa: PLC0415  (as above)
        policy_of_key,
    )

    return await policy_of_key(context, needed.resource)


# Source: KMS Developer Guide, "Allowing users in other accounts to use a KMS key".
_SHARED_ACTIONS: Final = frozenset(
    f"kms:{name}"
    for name in (
        *("Decrypt", "DescribeKey", "Encrypt", "GenerateDataKey", "GetKeyRotationStatus"),
        *("GenerateDataKeyWithoutPlaintext", "ReEncryptFrom", "ReEncryptTo"),
    )
)

KMS: Final = Api(
    "KMS",
    protocols=(JSON_1_1,),
    target_prefix="TrentService",
    signing_name="kms",
    iam_prefix="kms",
    errors=ERRORS,
    operations=(Deferred(_NAMES, _load),),
    permissions=Permissions(shared_actions=_SHARED_ACTIONS, policy_of=_policy_of),
)
