"""The credentials of the role of an instance: whose they are, and when there are none."""

from typing import Any

import orjson
import pytest

from jedlik.features.identity.directory import Directory
from jedlik.features.identity.sessions import open_session
from jedlik.features.instances.credentials import LIFETIME_S
from tests.engine.in_memory import ACCOUNT, REGION, START_MS, Caller, result_of
from tests.features.instances.started import NO_INSTANCE, make_role, start, trust

NOW_S = START_MS // 1000


def credentials(caller: Caller, instance_id: str, **members: str) -> dict[str, Any]:
    return caller.call("GetInstanceCredentials", InstanceId=instance_id, **members)


def instance_with_role(caller: Caller, document: str | None = None) -> str:
    make_role(caller, document=document)
    (one,) = start(caller, IamInstanceProfile={"Name": "Reader"})
    return one


def test_they_are_those_of_a_session_of_the_role() -> None:
    caller = Caller()
    one = instance_with_role(caller)
    found = credentials(caller, one)
    assert (found["Code"], found["RoleName"]) == ("Success", "Reader")
    assert (found["IssuedS"], found["ExpiresS"]) == (NOW_S, NOW_S + LIFETIME_S)
    assert found["AccessKeyId"].startswith("ASIA")
    directory = Directory(caller.node, {})
    identity = result_of(directory.load(found["AccessKeyId"], found["SessionToken"]))
    assert identity is not None
    assert identity.secret == found["SecretAccessKey"]
    assert identity.principal.arn == f"arn:aws:sts::{ACCOUNT}:assumed-role/Reader/{one}"
    keys = identity.principal.keys
    arn = f"arn:aws:ec2:{REGION}:{ACCOUNT}:instance/{one}"
    assert keys["ec2:sourceinstancearn"] == (arn,)
    assert keys["ec2:roledelivery"] == ("2.0",)
    assert keys["aws:principalarn"] == (f"arn:aws:iam::{ACCOUNT}:role/apps/Reader",)


def test_a_policy_can_ask_for_the_version_of_the_metadata_service() -> None:
    caller = Caller()
    found = credentials(caller, instance_with_role(caller), Delivery="1.0")
    opened = open_session(caller.node.sealing, found["AccessKeyId"], found["SessionToken"])
    assert opened is not None
    assert opened[0]["Keys"]["ec2:RoleDelivery"] == "1.0"


def test_two_requests_give_different_credentials() -> None:
    caller = Caller()
    one = instance_with_role(caller)
    first, second = credentials(caller, one), credentials(caller, one)
    assert first["SessionToken"] != second["SessionToken"]
    assert first["AccessKeyId"] != second["AccessKeyId"]


def test_instances_have_their_own_sessions() -> None:
    caller = Caller()
    make_role(caller)
    ids = start(caller, 2, IamInstanceProfile={"Name": "Reader"})
    directory = Directory(caller.node, {})
    arns = []
    for each in ids:
        found = credentials(caller, each)
        identity = result_of(directory.load(found["AccessKeyId"], found["SessionToken"]))
        assert identity is not None
        arns.append(identity.principal.arn.rpartition("/")[2])
    assert arns == ids


def test_an_instance_without_a_role_has_none() -> None:
    caller = Caller()
    (one,) = start(caller)
    assert credentials(caller, one) == {"Code": ""}
    caller.call("CreateInstanceProfile", InstanceProfileName="Empty")
    (two,) = start(caller, IamInstanceProfile={"Name": "Empty"})
    assert credentials(caller, two) == {"Code": ""}


def test_an_instance_that_does_not_run_gets_none() -> None:
    caller = Caller(delay_ms=1_000)
    one = instance_with_role(caller)
    assert credentials(caller, one)["Code"] == "Success"  # pending: what starts needs its role
    caller.clock.time_ms += 1_000
    caller.call("StopInstances", InstanceIds=[one])
    assert credentials(caller, one) == {"Code": "InstanceNotRunning"}
    caller.call("TerminateInstances", InstanceIds=[one])
    assert credentials(caller, one) == {"Code": "InstanceNotRunning"}
    assert caller.refusal("GetInstanceCredentials", InstanceId=NO_INSTANCE).startswith(
        "InvalidInstanceID.NotFound: "
    )


@pytest.mark.parametrize(
    "document",
    [
        trust("lambda.amazonaws.com"),
        trust("ec2.amazonaws.com").replace('"Allow"', '"Deny"'),
        orjson.dumps(
            {
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Principal": {"AWS": ACCOUNT},
                        "Action": "sts:AssumeRole",
                    }
                ],
            }
        ).decode(),
    ],
    ids=["another service", "deny", "the account"],
)
def test_a_role_that_does_not_trust_ec2(document: str) -> None:
    """Source: aws-cli issue 2060: such an instance has no credentials."""
    caller = Caller()
    one = instance_with_role(caller, document)
    assert credentials(caller, one) == {
        "Code": "AssumeRoleUnauthorizedAccess",
        "RoleName": "Reader",
    }


def test_a_role_of_the_same_name_does_not_inherit_a_session() -> None:
    caller = Caller()
    found = credentials(caller, instance_with_role(caller))
    directory = Directory(caller.node, {})
    assert result_of(directory.load(found["AccessKeyId"], found["SessionToken"])) is not None
    caller.call("RemoveRoleFromInstanceProfile", InstanceProfileName="Reader", RoleName="Reader")
    caller.call("DeleteRole", RoleName="Reader")
    assert result_of(directory.load(found["AccessKeyId"], found["SessionToken"])) is None
    caller.call("CreateRole", RoleName="Reader", AssumeRolePolicyDocument=trust())
    assert result_of(directory.load(found["AccessKeyId"], found["SessionToken"])) is None
