"""EnableKeyRotation, DisableKeyRotation and GetKeyRotationStatus, and the job that rotates keys."""

import pytest

from tests.engine.in_memory import START_MS, Caller
from tests.features.encryption_keys.kms import (
    arn,
    create_key,
    decrypted,
    describe_key,
    encrypted,
    key_id,
    pass_days,
)

DAY_S = 86_400


def test_a_new_key_is_not_rotated() -> None:
    caller = Caller()
    key = key_id(caller)
    status = caller.call("GetKeyRotationStatus", KeyId=key)
    assert status == {"KeyRotationEnabled": False, "KeyId": arn(key)}


@pytest.mark.parametrize(("members", "days"), [({}, 365), ({"RotationPeriodInDays": 90}, 90)])
def test_a_key_is_rotated_once_in_a_period(members: dict[str, object], days: int) -> None:
    caller = Caller()
    created = create_key(caller)
    key = created["KeyId"]
    old = encrypted(caller, key, b"old")
    caller.call("EnableKeyRotation", KeyId=key, **members)
    assert caller.call("GetKeyRotationStatus", KeyId=key) == {
        "KeyRotationEnabled": True,
        "KeyId": arn(key),
        "RotationPeriodInDays": days,
        "NextRotationDate": START_MS / 1000 + days * DAY_S,
    }
    pass_days(caller, days - 0.01)
    assert describe_key(caller, key)["CurrentKeyMaterialId"] == created["CurrentKeyMaterialId"]
    pass_days(caller, 0.01)
    rotated = describe_key(caller, key)["CurrentKeyMaterialId"]
    assert rotated != created["CurrentKeyMaterialId"]
    new = encrypted(caller, key, b"new")
    assert (decrypted(caller, old), decrypted(caller, new)) == (b"old", b"new")
    answer = caller.call("Decrypt", CiphertextBlob=old)
    assert answer["KeyMaterialId"] == created["CurrentKeyMaterialId"]
    next_s = caller.call("GetKeyRotationStatus", KeyId=key)["NextRotationDate"]
    assert next_s == START_MS / 1000 + 2 * days * DAY_S
    pass_days(caller, days)
    assert describe_key(caller, key)["CurrentKeyMaterialId"] != rotated


def test_rotation_ends_when_it_is_disabled() -> None:
    caller = Caller()
    created = create_key(caller)
    key = created["KeyId"]
    caller.call("EnableKeyRotation", KeyId=key)
    caller.call("DisableKeyRotation", KeyId=key)
    caller.call("DisableKeyRotation", KeyId=key)
    pass_days(caller, 400)
    assert describe_key(caller, key)["CurrentKeyMaterialId"] == created["CurrentKeyMaterialId"]


def test_a_period_that_is_set_again_starts_again() -> None:
    caller = Caller()
    created = create_key(caller)
    key = created["KeyId"]
    caller.call("EnableKeyRotation", KeyId=key)
    pass_days(caller, 300)
    caller.call("EnableKeyRotation", KeyId=key, RotationPeriodInDays=100)
    pass_days(caller, 99)
    assert describe_key(caller, key)["CurrentKeyMaterialId"] == created["CurrentKeyMaterialId"]
    pass_days(caller, 1)
    assert describe_key(caller, key)["CurrentKeyMaterialId"] != created["CurrentKeyMaterialId"]


def test_a_disabled_key_is_not_rotated() -> None:
    caller = Caller()
    created = create_key(caller)
    key = created["KeyId"]
    caller.call("EnableKeyRotation", KeyId=key)
    caller.call("DisableKey", KeyId=key)
    pass_days(caller, 366)
    assert describe_key(caller, key)["CurrentKeyMaterialId"] == created["CurrentKeyMaterialId"]
    caller.call("EnableKey", KeyId=key)
    pass_days(caller, 365)
    assert describe_key(caller, key)["CurrentKeyMaterialId"] != created["CurrentKeyMaterialId"]


def test_a_table_stays_readable_when_its_key_is_rotated() -> None:
    caller = Caller()
    key = key_id(caller)
    caller.create(SSESpecification={"SSEType": "KMS", "KMSMasterKeyId": key})
    item = {"pk": {"S": "a"}}
    caller.call("PutItem", TableName="music", Item=item)
    caller.call("EnableKeyRotation", KeyId=key)
    pass_days(caller, 365)
    assert caller.call("GetItem", TableName="music", Key=item)["Item"] == item
