"""AssumeRole and GetFederationToken with boto3 over HTTP, as recorded on the service.

Source: LocalStack, tests/aws/services/sts/test_sts.py and its snapshots (June 2024, April and July
2025). The tests are named after its own.
"""

import re
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from tests.api.clients import REGION
from tests.apis.iam.samples import ACCOUNT, arn, name, refusal
from tests.apis.iam.test_enforced import Server, server  # noqa: F401  (a fixture)
from tests.apis.sts.callers import allow, document, trust

TAGGING = ["sts:AssumeRole", "sts:TagSession"]
_UNCHECKED = Config(parameter_validation=False)


def role(made: Server, *statements: dict[str, Any]) -> str:
    """Creates a role that the account may assume, with tags. Returns its ARN."""
    role_name = name("role")
    made.iam.create_role(RoleName=role_name, AssumeRolePolicyDocument=trust(ACCOUNT, TAGGING))
    if statements:
        policy = {"PolicyName": "p", "PolicyDocument": document(*statements)}
        made.iam.put_role_policy(RoleName=role_name, **policy)
    return arn("role", role_name)


def tag(key: str, value: str = "v") -> dict[str, str]:
    return {"Key": key, "Value": value}


def test_assume_role(server: Server) -> None:  # noqa: F811
    _, credentials = server.user(allow("sts:*"))
    reader = role(server)
    sts = server.client("sts", credentials)
    made = sts.assume_role(RoleArn=reader, RoleSessionName="session-1", DurationSeconds=900)
    user = made["AssumedRoleUser"]
    role_name = reader.rpartition("/")[2]
    assert user["Arn"] == f"arn:aws:sts::{ACCOUNT}:assumed-role/{role_name}/session-1"
    assert re.fullmatch(r"AROA[A-Z0-9]{17}:session-1", user["AssumedRoleId"])
    assert set(made["Credentials"]) == {
        *("AccessKeyId", "SecretAccessKey", "SessionToken", "Expiration")
    }
    assert made["Credentials"]["AccessKeyId"].startswith("ASIA")
    assert len(made["Credentials"]["AccessKeyId"]) == 20


def test_get_federation_token(server: Server) -> None:  # noqa: F811
    _, credentials = server.user(allow("*"))
    sts = server.client("sts", credentials)
    made = sts.get_federation_token(Name="TestToken", DurationSeconds=900)
    assert made["FederatedUser"] == {
        "FederatedUserId": f"{ACCOUNT}:TestToken",
        "Arn": f"arn:aws:sts::{ACCOUNT}:federated-user/TestToken",
    }
    assert made["PackedPolicySize"] == 0


@pytest.mark.parametrize(
    "role_arn",
    [
        *("nothing-valid-in-here", "arn::b:::something/test-role"),
        *("arn:a::::something/test-role", "arn:a:::something/test-role", "arn:a:a::aaaaaaaaaa:"),
    ],
)
def test_sts_invalid_parameters(server: Server, role_arn: str) -> None:  # noqa: F811
    _, credentials = server.user(allow("*"))
    sts = boto3.client(
        "sts", endpoint_url=server.url, region_name=REGION, config=_UNCHECKED, **credentials
    )
    found = refusal(sts.assume_role, RoleArn=role_arn, RoleSessionName="Session1")
    assert found == ("ValidationError", f"{role_arn} is invalid")
    sts.close()


def test_a_session_name_that_is_refused(server: Server) -> None:  # noqa: F811
    _, credentials = server.user(allow("*"))
    sts = server.client("sts", credentials)
    members = {"RoleArn": "arn:a:b:::something/test-role", "RoleSessionName": "Session1:2"}
    with pytest.raises(ClientError) as refused:
        sts.assume_role(**members)
    error = refused.value.response["Error"]
    assert (error["Code"], error["Type"]) == ("ValidationError", "Sender")
    assert error["Message"] == (
        "1 validation error detected: Value 'Session1:2' at 'roleSessionName' failed to satisfy"
        r" constraint: Member must satisfy regular expression pattern: [\w+=,.@-]*"
    )


@pytest.mark.parametrize("key", ["SessionTag1", "sessiontag1"])
def test_iam_role_chaining_override_transitive_tags(
    server: Server,  # noqa: F811
    key: str,
) -> None:
    _, credentials = server.user(allow("*"))
    second = role(server)
    first = role(server, {**allow(TAGGING[0], second), "Action": TAGGING})
    session = server.assume(
        credentials, first, Tags=[tag("SessionTag1")], TransitiveTagKeys=["SessionTag1"]
    )
    sts = server.client("sts", session)
    members = {"RoleArn": second, "RoleSessionName": "override"}
    assert refusal(sts.assume_role, **members, Tags=[tag(key, "other")]) == (
        "InvalidParameterValue",
        "One of the specified transitive tag keys can't be set because it conflicts with a"
        " transitive tag key from the calling session.",
    )
    sts.assume_role(**members, Tags=[tag("SessionTag2")])


def test_assume_role_tag_validation(server: Server) -> None:  # noqa: F811
    _, credentials = server.user(allow("*"))
    sts = server.client("sts", credentials)
    members: dict[str, Any] = {"RoleArn": role(server), "RoleSessionName": "tags"}
    one = {**members, "Tags": [tag("SessionTag1")]}
    assert refusal(sts.assume_role, **one, TransitiveTagKeys=["InvalidKey"]) == (
        "InvalidParameterValue",
        "The specified transitive tag key must be included in the requested tags.",
    )
    sts.assume_role(**one, TransitiveTagKeys=["sessiontag1"])  # in any case
    twice = {**members, "Tags": [tag("SessionTag1"), tag("sessiontag1")]}
    assert refusal(sts.assume_role, **twice, TransitiveTagKeys=["sessiontag1"]) == (
        "InvalidParameterValue",
        "Duplicate tag keys found. Please note that Tag keys are case insensitive.",
    )
