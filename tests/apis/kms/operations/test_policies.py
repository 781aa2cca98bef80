"""GetKeyPolicy, PutKeyPolicy and ListKeyPolicies. Source: API Reference of KMS."""

import json

import pytest

from jedlik.core.limits import KEY_POLICY_BYTES
from tests.engine.in_memory import ACCOUNT, Caller
from tests.features.encryption_keys.kms import ROOT, key_id

LOCKOUT = (
    "MalformedPolicyDocumentException: The new key policy will not allow you to update the key "
    "policy in the future."
)


def policy(principal: str, action: str = "kms:*") -> str:
    """Returns a policy that allows an action to a principal."""
    statement = {
        "Effect": "Allow",
        "Principal": {"AWS": principal},
        "Action": action,
        "Resource": "*",
    }
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def stored(caller: Caller, key: str) -> str:
    answer = caller.call("GetKeyPolicy", KeyId=key)
    assert answer["PolicyName"] == "default"
    return str(answer["Policy"])


def test_a_new_key_has_the_default_policy() -> None:
    caller = Caller()
    key = key_id(caller)
    # Recorded in LocalStack, tests/aws/services/kms, April 2024.
    assert json.loads(stored(caller, key)) == {
        "Version": "2012-10-17",
        "Id": "key-default-1",
        "Statement": [
            {
                "Sid": "Enable IAM User Permissions",
                "Effect": "Allow",
                "Principal": {"AWS": ROOT},
                "Action": "kms:*",
                "Resource": "*",
            }
        ],
    }
    answer = caller.call("ListKeyPolicies", KeyId=key)
    assert answer == {"PolicyNames": ["default"], "Truncated": False}


def test_a_policy_is_stored_as_it_was_sent() -> None:
    caller = Caller()
    key = key_id(caller)
    sent = policy(ROOT) + "\n"
    caller.call("PutKeyPolicy", KeyId=key, PolicyName="default", Policy=sent)
    assert stored(caller, key) == sent
    other = caller.call("CreateKey", Policy=sent)["KeyMetadata"]["KeyId"]
    assert stored(caller, other) == sent


@pytest.mark.parametrize(
    "locking",
    [policy(f"arn:aws:iam::{ACCOUNT[::-1]}:root"), policy(ROOT, "kms:Decrypt")],
    ids=["another account", "another action"],
)
def test_a_caller_that_locks_itself_out_must_say_so(locking: str) -> None:
    caller = Caller()
    key = key_id(caller)
    before = stored(caller, key)
    assert caller.refusal("PutKeyPolicy", KeyId=key, Policy=locking) == LOCKOUT
    assert caller.refusal("CreateKey", Policy=locking) == LOCKOUT
    assert stored(caller, key) == before
    caller.call("PutKeyPolicy", KeyId=key, Policy=locking, BypassPolicyLockoutSafetyCheck=True)
    assert stored(caller, key) == locking


def test_what_is_no_policy() -> None:
    caller = Caller()
    key = key_id(caller)
    for text in ("no JSON", "[]", '{"Version": "2012-10-17"}'):
        refusal = caller.refusal("PutKeyPolicy", KeyId=key, Policy=text)
        assert refusal.startswith("MalformedPolicyDocumentException: "), text
    large = policy(ROOT) + " " * KEY_POLICY_BYTES
    assert caller.refusal("PutKeyPolicy", KeyId=key, Policy=large).startswith(
        "LimitExceededException: "
    )
    for name, members in (("GetKeyPolicy", {}), ("PutKeyPolicy", {"Policy": policy(ROOT)})):
        refusal = caller.refusal(name, KeyId=key, PolicyName="other", **members)
        assert refusal == "NotFoundException: No such policy exists"


def test_the_policy_of_a_key_that_will_be_deleted_can_be_replaced() -> None:
    caller = Caller()
    key = key_id(caller)
    caller.call("ScheduleKeyDeletion", KeyId=key)
    caller.call("PutKeyPolicy", KeyId=key, Policy=policy(ROOT))
    assert stored(caller, key) == policy(ROOT)
