"""The policy of a key decides about its use, together with the policies of identities.

Source: KMS Developer Guide, "Key policies in AWS KMS" and "Default key policy".
"""

import base64
from typing import Any

import orjson
import pytest

from jedlik.core.errors import Reject
from tests.engine.in_memory import ACCOUNT
from tests.pipeline.test_authorize import ANNA, Server, statement

TEXT = base64.b64encode(b"text").decode()
ROOT = f"arn:aws:iam::{ACCOUNT}:root"


def policy(*statements: dict[str, Any]) -> str:
    return orjson.dumps({"Version": "2012-10-17", "Statement": statements}).decode()


def grant(principal: str, action: str = "kms:*", effect: str = "Allow") -> dict[str, Any]:
    return {"Effect": effect, "Principal": {"AWS": principal}, "Action": action, "Resource": "*"}


def key_with(server: Server, *statements: dict[str, Any]) -> str:
    """Creates a key and returns its id."""
    members: dict[str, Any] = {"BypassPolicyLockoutSafetyCheck": True}
    if statements:
        members["Policy"] = policy(*statements)
    made = server.caller.call("CreateKey", **members)
    key_id: str = made["KeyMetadata"]["KeyId"]
    return key_id


def encrypts(server: Server, key_id: str) -> bool:
    try:
        server.call("Encrypt", KeyId=key_id, Plaintext=TEXT)
    except Reject as reject:
        if reject.error.code != "AccessDeniedException":
            raise
        return False
    return True


def test_the_default_policy_lets_policies_of_identities_decide() -> None:
    may = Server(statement("kms:Encrypt"))
    assert encrypts(may, key_with(may))
    may_not = Server(statement("kms:Decrypt"))
    assert not encrypts(may_not, key_with(may_not))


def test_a_policy_that_does_not_name_the_account_leaves_policies_of_identities_without_effect() -> (
    None
):
    server = Server(statement("kms:*"))
    key_id = key_with(server, grant(f"arn:aws:iam::{ACCOUNT}:user/team/Bob"))
    with pytest.raises(Reject) as rejected:
        server.call("Encrypt", KeyId=key_id, Plaintext=TEXT)
    assert rejected.value.error.message == (
        f"User: {ANNA} is not authorized to perform: kms:Encrypt on resource:"
        f" arn:aws:kms:us-east-1:{ACCOUNT}:key/{key_id}"
        " because no resource-based policy allows the kms:Encrypt action"
    )


def test_a_policy_may_name_a_user_who_has_no_policy() -> None:
    server = Server()
    assert encrypts(server, key_with(server, grant(ROOT), grant(ANNA, "kms:Encrypt")))
    assert not encrypts(server, key_with(server, grant(ROOT), grant(ANNA, "kms:Decrypt")))


def test_a_deny_of_the_key_wins() -> None:
    server = Server(statement("kms:*"))
    assert not encrypts(server, key_with(server, grant(ROOT), grant(ANNA, effect="Deny")))


def test_a_key_that_does_not_exist_has_no_policy() -> None:
    server = Server(statement("kms:*"))
    with pytest.raises(Reject) as rejected:
        server.call("Encrypt", KeyId="00000000-0000-0000-0000-000000000000", Plaintext=TEXT)
    assert rejected.value.error.code == "NotFoundException"
