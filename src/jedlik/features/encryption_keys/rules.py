"""Pure rules about keys: their names, and what is possible in which state.

Source: KMS Developer Guide, "Key states of AWS KMS keys".
"""

import re
from collections.abc import Mapping
from typing import Final, NamedTuple

from jedlik.core.errors import ServiceError
from jedlik.features.encryption_keys.errors import (
    disabled,
    invalid_arn,
    invalid_key_id,
    other_region,
    pending_deletion,
)
from jedlik.features.encryption_keys.records import KeyRecord, Place

DAY_MS: Final = 86_400_000
DELETION_DAYS_MIN: Final = 7
DELETION_DAYS_MAX: Final = 30
ROTATION_DAYS: Final = 365
ALIAS: Final = "alias/"
RESERVED_ALIAS: Final = "alias/aws/"

_KEY: Final = "key/"
_ARN: Final = "arn:"
_ARN_PARTS: Final = 6
_KEY_ID: Final = re.compile(
    r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|mrk-[0-9a-f]{32}", re.ASCII
)


class Reference(NamedTuple):
    """A key as a request names it: by its id, or by an alias. The other one is empty."""

    place: Place
    key_id: str
    alias: str

    @property
    def arn(self) -> str:
        """Returns the ARN of the key or of the alias."""
        return arn_in(self.place, self.alias or _KEY + self.key_id)


def arn_in(place: Place, resource: str) -> str:
    """Returns the ARN of a key (`key/<id>`) or an alias (`alias/<name>`)."""
    return f"arn:aws:kms:{place.region}:{place.account_id}:{resource}"


def arn_of(record: KeyRecord) -> str:
    """Returns the ARN of a key."""
    return arn_in(Place(record["Region"], record["AccountId"]), _KEY + record["Id"])


def reference_to(text: str, place: Place) -> Reference:
    """Returns the key that a request from `place` names: by id, ARN, alias name or alias ARN.

    Raises Reject: NotFoundException, InvalidArnException.
    """
    if text.startswith(_ARN):
        parts = text.split(":", _ARN_PARTS - 1)
        if len(parts) < _ARN_PARTS or parts[1:3] != ["aws", "kms"] or not parts[4]:
            raise invalid_arn(text)
        if parts[3] != place.region:
            raise other_region(parts[3])
        place = Place(parts[3], parts[4])
        resource = parts[5]
        if resource.startswith(ALIAS):
            return Reference(place, "", resource)
        if not resource.startswith(_KEY):
            raise invalid_arn(text)
        text = resource.removeprefix(_KEY)
    elif text.startswith(ALIAS):
        return Reference(place, "", text)
    if not _KEY_ID.fullmatch(text):
        raise invalid_key_id(text)
    return Reference(place, text, "")


def is_key_id(text: str) -> bool:
    """Returns whether a text has the form of the id of a key."""
    return _KEY_ID.fullmatch(text) is not None


def use_refusal(record: KeyRecord) -> ServiceError | None:
    """Returns why a key cannot encrypt and decrypt, or None."""
    if record["State"] == "Disabled":
        return disabled(arn_of(record))
    return change_refusal(record)


def change_refusal(record: KeyRecord) -> ServiceError | None:
    """Returns why a key cannot be changed, or None."""
    if record["State"] == "PendingDeletion":
        return pending_deletion(arn_of(record))
    return None


def key_metadata(record: KeyRecord) -> Mapping[str, object]:
    """Returns the KeyMetadata of CreateKey and DescribeKey."""
    metadata: dict[str, object] = {
        "AWSAccountId": record["AccountId"],
        "KeyId": record["Id"],
        "Arn": arn_of(record),
        "CreationDate": record["CreatedMs"] / 1000,
        "Enabled": record["State"] == "Enabled",
        "Description": record["Description"],
        "KeyUsage": "ENCRYPT_DECRYPT",
        "KeyState": record["State"],
        "Origin": "AWS_KMS",
        "KeyManager": record["Manager"],
        "CustomerMasterKeySpec": "SYMMETRIC_DEFAULT",
        "KeySpec": "SYMMETRIC_DEFAULT",
        "EncryptionAlgorithms": ["SYMMETRIC_DEFAULT"],
        "MultiRegion": False,
        "CurrentKeyMaterialId": record["Materials"][-1]["Id"],
    }
    deletion_ms = record.get("DeletionMs")
    if deletion_ms is not None:
        metadata["DeletionDate"] = deletion_ms / 1000
    return metadata


def default_policy(account_id: str) -> str:
    """Returns the policy of a key that is created without one. Source: recorded, LocalStack, 2024;
    the layout is that of the KMS Developer Guide, "Default key policy".
    """
    return _DEFAULT_POLICY.replace("ACCOUNT", account_id)


def service_key_policy(place: Place) -> str:
    """Returns the policy of the key of DynamoDB: everybody in the account may use it by DynamoDB.

    Source: KMS Developer Guide, "View AWS managed keys"; shortened to what applies here.
    """
    return _SERVICE_KEY_POLICY.replace("ACCOUNT", place.account_id).replace("REGION", place.region)


_DEFAULT_POLICY: Final = """{
  "Version" : "2012-10-17",
  "Id" : "key-default-1",
  "Statement" : [ {
    "Sid" : "Enable IAM User Permissions",
    "Effect" : "Allow",
    "Principal" : {
      "AWS" : "arn:aws:iam::ACCOUNT:root"
    },
    "Action" : "kms:*",
    "Resource" : "*"
  } ]
}"""
_SERVICE_KEY_POLICY: Final = """{
  "Version" : "2012-10-17",
  "Id" : "auto-dynamodb-1",
  "Statement" : [ {
    "Sid" : "Allow access through Amazon DynamoDB for all principals in the account that are\
 authorized to use Amazon DynamoDB",
    "Effect" : "Allow",
    "Principal" : {
      "AWS" : "*"
    },
    "Action" : [ "kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*",\
 "kms:CreateGrant", "kms:DescribeKey" ],
    "Resource" : "*",
    "Condition" : {
      "StringEquals" : {
        "kms:CallerAccount" : "ACCOUNT",
        "kms:ViaService" : "dynamodb.REGION.amazonaws.com"
      }
    }
  }, {
    "Sid" : "Allow direct access to key metadata to the account",
    "Effect" : "Allow",
    "Principal" : {
      "AWS" : "arn:aws:iam::ACCOUNT:root"
    },
    "Action" : [ "kms:Describe*", "kms:Get*", "kms:List*", "kms:RevokeGrant" ],
    "Resource" : "*"
  } ]
}"""
