"""What operations do to keys, apart from what the tests of the operations show."""

import pytest

from jedlik.core.errors import Reject
from jedlik.features.encryption_keys import keys
from jedlik.features.encryption_keys.keys import add_tags, checked_policy, new_record
from jedlik.features.encryption_keys.records import Place
from jedlik.features.encryption_keys.rules import default_policy
from tests.engine.in_memory import ACCOUNT, REGION, Caller
from tests.features.encryption_keys.kms import describe_key, key_id, pass_days

PLACE = Place(REGION, ACCOUNT)


def test_an_account_has_a_limited_number_of_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "ENCRYPTION_KEYS", 2)
    caller = Caller()
    first = key_id(caller)
    key_id(caller)
    assert caller.refusal("CreateKey").startswith("LimitExceededException: ")
    caller.call("ScheduleKeyDeletion", KeyId=first, PendingWindowInDays=7)
    pass_days(caller, 7)
    key_id(caller)


def test_the_same_state_again_is_no_change() -> None:
    caller = Caller()
    key = key_id(caller)
    caller.create(SSESpecification={"SSEType": "KMS", "KMSMasterKeyId": key})
    caller.call("DisableKey", KeyId=key)
    since = caller.describe()["SSEDescription"]["InaccessibleEncryptionDateTime"]
    caller.clock.time_ms += 1000
    caller.call("DisableKey", KeyId=key)
    assert caller.describe()["SSEDescription"]["InaccessibleEncryptionDateTime"] == since


def test_a_scheduled_deletion_ends_rotation() -> None:
    caller = Caller()
    key = key_id(caller)
    caller.call("EnableKeyRotation", KeyId=key, RotationPeriodInDays=90)
    caller.call("ScheduleKeyDeletion", KeyId=key)
    caller.call("CancelKeyDeletion", KeyId=key)
    before = describe_key(caller, key)["CurrentKeyMaterialId"]
    pass_days(caller, 200)
    assert describe_key(caller, key)["CurrentKeyMaterialId"] == before


def test_tags_and_policies_are_checked() -> None:
    record = new_record(PLACE, "a", 0, "{}")
    add_tags(record, [("a", "1"), ("b", "2")])
    assert record["Tags"] == {"a": "1", "b": "2"}
    with pytest.raises(Reject, match="Duplicate"):
        add_tags(record, [("a", "1"), ("a", "2")])
    context = Caller().context
    policy = default_policy(ACCOUNT)
    assert checked_policy(policy, context, record, bypasses_check=False) == policy
    with pytest.raises(Reject, match="will not allow you"):
        checked_policy(default_policy("9" * 12), context, record, bypasses_check=False)
