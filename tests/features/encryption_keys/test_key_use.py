"""A table under a key of the customer: what its maker must be allowed to do with the key.

Sources of the texts: ack-api-quirks, DDB-TABLE-023 and 461 (October 2026); aws-cdk #18616.
"""

import re
from typing import Any

import pytest

from jedlik.core.errors import Reject
from tests.engine.in_memory import ACCOUNT, REGION, Caller, table
from tests.features.encryption_keys.test_key_policies import ROOT, grant, key_with
from tests.features.encryption_keys.test_key_policies import policy as policy_text
from tests.features.encryption_keys.test_table_encryption import UUID, kms
from tests.pipeline.test_authorize import ANNA, Server, statement

USES = ["kms:CreateGrant", "kms:DescribeKey", "kms:Decrypt"]
VIA = {"StringEquals": {"kms:ViaService": f"dynamodb.{REGION}.amazonaws.com"}}
READABLE = (
    "The ciphertext refers to a customer master key that does not exist, does not exist in this"
    " region, or you are not allowed to access."
)


def tables(*more: str) -> Server:
    """Returns a server whose Anna may do everything with tables."""
    return Server(statement("dynamodb:*"), *more)


def may(*actions: str, **more: object) -> str:
    """Returns a policy that allows several actions."""
    return statement(list(actions), **more)  # type: ignore[arg-type]


def creates(server: Server, key_id: str, name: str = "secrets") -> str:
    """Returns the error of CreateTable, without its code. Empty if the table was created."""
    members: dict[str, Any] = {**table(name), "SSESpecification": kms(key_id)}
    try:
        server.call("CreateTable", **members)
    except Reject as rejected:
        code, message = rejected.error.code, rejected.error.message or ""
    else:
        return ""
    assert code == "AccessDeniedException", message
    return message


def quoted(message: str) -> str:
    """Returns the pattern of a refusal by KMS in the words of DynamoDB."""
    begin = (
        f"KMS key access denied error: com.amazonaws.services.kms.model.AWSKMSException: {message}"
    )
    end = " (Service: AWSKMS; Status Code: 400; Error Code: AccessDeniedException; Request ID: "
    return re.escape(begin + end) + UUID + re.escape("; Proxy: null)")


def refused(action: str, key_id: str, reason: str) -> str:
    resource = f"arn:aws:kms:{REGION}:{ACCOUNT}:key/{key_id}"
    return quoted(
        f"User: {ANNA} is not authorized to perform: {action} on resource: {resource} {reason}"
    )


def test_who_may_use_the_key_makes_and_changes_tables_under_it() -> None:
    server = tables(may(*USES))
    key_id = key_with(server)
    assert creates(server, key_id) == ""
    server.call("UpdateTable", TableName="music", SSESpecification=kms(key_id))


@pytest.mark.parametrize("action", USES[:2])
def test_the_action_that_is_missing_is_named(action: str) -> None:
    server = tables(may(*[each for each in USES if each != action]))
    key_id = key_with(server)
    reason = f"because no identity-based policy allows the {action} action"
    assert re.fullmatch(refused(action, key_id, reason), creates(server, key_id))
    with pytest.raises(Reject, match=f"not authorized to perform: {action}"):
        server.call("UpdateTable", TableName="music", SSESpecification=kms(key_id))
    with pytest.raises(Reject, match="Requested resource not found"):
        server.caller.call("DescribeTable", TableName="secrets")


def test_who_may_not_decrypt_reads_another_text() -> None:
    server = tables(may(*USES[:2]))
    assert re.fullmatch(quoted(READABLE), creates(server, key_with(server)))


def test_a_deny_of_the_key() -> None:
    server = tables(may("kms:*"))
    key_id = key_with(server, grant(ROOT), grant("*", "kms:CreateGrant", "Deny"))
    reason = "with an explicit deny in a resource-based policy"
    assert re.fullmatch(refused("kms:CreateGrant", key_id, reason), creates(server, key_id))


def test_the_policy_of_a_key_may_allow_it_for_tables_alone() -> None:
    # Recorded by intrale/platform: no permission in a policy of the identity is needed then.
    server = tables()
    allowed = {**grant("*"), "Condition": VIA}
    key_id = key_with(server, grant(ROOT, "kms:Put*"), allowed)
    assert creates(server, key_id) == ""
    with pytest.raises(Reject) as rejected:
        server.call("DescribeKey", KeyId=key_id)
    assert rejected.value.error.code == "AccessDeniedException"


@pytest.mark.parametrize(
    ("condition", "is_allowed"),
    [
        ({"StringEquals": {"kms:ViaService": "dynamodb.eu-west-1.amazonaws.com"}}, False),
        ({"StringEquals": {"kms:CallerAccount": ACCOUNT}}, True),
        ({"Bool": {"aws:ViaAWSService": "true"}}, True),
        ({"ForAnyValue:StringEquals": {"aws:CalledVia": "dynamodb.amazonaws.com"}}, True),
        ({"StringEquals": {"kms:EncryptionContext:aws:dynamodb:tableName": "secrets"}}, True),
        ({"StringEquals": {"kms:EncryptionContext:aws:dynamodb:tableName": "music"}}, False),
        ({"StringEquals": {"aws:username": "Anna"}}, True),
        ({"StringEquals": {"aws:RequestedRegion": REGION}}, True),
        ({"StringEquals": {"aws:ResourceTag/team": "blue"}}, True),
        ({"DateGreaterThan": {"aws:CurrentTime": "2100-01-01"}}, False),
    ],
)
def test_condition_keys(condition: dict[str, Any], is_allowed: bool) -> None:
    server = tables(may("kms:*", Condition=condition))
    key_id = key_with(server)
    tags = [{"TagKey": "Team", "TagValue": "blue"}]
    server.caller.call("KMS.TagResource", KeyId=key_id, Tags=tags)
    assert (creates(server, key_id) == "") == is_allowed


def test_a_grant_has_condition_keys_of_its_own() -> None:
    resource = {"Bool": {"kms:GrantIsForAWSResource": "true"}}
    reads = may("kms:DescribeKey", "kms:Decrypt")
    server = tables(reads, may("kms:CreateGrant", Condition=resource))
    assert creates(server, key_with(server)) == ""
    server = tables(may(*USES, Condition=resource))
    assert "kms:DescribeKey" in creates(server, key_with(server))


def test_everybody_may_use_the_key_of_dynamodb_unless_a_policy_denies_it() -> None:
    sse = {"Enabled": True}
    server = tables()
    server.call("UpdateTable", TableName="music", SSESpecification=sse)
    server = tables(statement("kms:*", effect="Deny"))
    with pytest.raises(Reject, match="explicit deny in an identity-based policy"):
        server.call("UpdateTable", TableName="music", SSESpecification=sse)


def test_the_permission_is_looked_at_before_the_state_of_the_key() -> None:
    server = tables()
    key_id = key_with(server)
    server.caller.call("DisableKey", KeyId=key_id)
    assert "not authorized to perform: kms:CreateGrant" in creates(server, key_id)


def test_open_mode_asks_for_nothing() -> None:
    caller = Caller(is_open=True)
    nobody = grant(f"arn:aws:iam::{ACCOUNT}:root", "kms:Put*")
    policy = policy_text(nobody)
    made = caller.call("CreateKey", Policy=policy, BypassPolicyLockoutSafetyCheck=True)
    caller.create("secrets", SSESpecification=kms(made["KeyMetadata"]["KeyId"]))
