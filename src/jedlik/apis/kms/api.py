"""The API of AWS Key Management Service as a value."""

from collections.abc import Sequence
from typing import Final

from jedlik.apis.api import Api, Deferred, Operation
from jedlik.apis.kms.model.errors import ERRORS
from jedlik.wire.json_1_0 import JSON_1_1

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


KMS: Final = Api(
    "KMS",
    protocols=(JSON_1_1,),
    target_prefix="TrentService",
    signing_name="kms",
    iam_prefix="kms",
    errors=ERRORS,
    operations=Deferred(_NAMES, _load),
)
