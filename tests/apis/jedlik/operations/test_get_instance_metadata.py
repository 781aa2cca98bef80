"""GetInstanceMetadata: what the endpoint of an instance shows."""

import base64

from tests.engine.in_memory import ACCOUNT, START_MS, Caller
from tests.features.instances.started import IMAGE, NO_INSTANCE, make_role, start


def test_an_instance_with_everything() -> None:
    caller = Caller()
    make_role(caller)
    caller.call("CreateKeyPair", KeyName="k", KeyType="ed25519")
    data = base64.b64encode(b"#!/bin/sh").decode()
    (one,) = start(
        caller,
        IamInstanceProfile={"Name": "Reader"},
        KeyName="k",
        UserData=data,
        MetadataOptions={"HttpTokens": "optional", "InstanceMetadataTags": "enabled"},
        TagSpecifications=[{"ResourceType": "instance", "Tags": [{"Key": "Name", "Value": "web"}]}],
    )
    found = caller.call("GetInstanceMetadata", InstanceId=one)
    assert (found["InstanceId"], found["ImageId"], found["State"]) == (one, IMAGE, "running")
    assert (found["AccountId"], found["Region"]) == (ACCOUNT, "us-east-1")
    assert (found["Zone"], found["ZoneId"]) == ("us-east-1a", "use1-az1")
    assert found["LaunchS"] == START_MS // 1000
    assert found["Tags"] == {"Name": "web"}
    assert found["UserData"] == data
    assert found["PublicKey"].startswith("ssh-ed25519 ")
    assert found["ProfileArn"] == f"arn:aws:iam::{ACCOUNT}:instance-profile/Reader"
    assert found["RoleName"] == "Reader"
    assert found["RoleId"].startswith("AROA")
    assert found["Endpoint"] == {
        "HttpTokens": "optional",
        "HttpEndpoint": "enabled",
        "InstanceMetadataTags": "enabled",
    }


def test_tags_are_shown_only_if_the_instance_shows_them() -> None:
    caller = Caller()
    (one,) = start(caller)
    caller.call("CreateTags", Resources=[one], Tags=[{"Key": "Name", "Value": "web"}])
    assert caller.call("GetInstanceMetadata", InstanceId=one)["Tags"] == {}


def test_a_profile_without_a_role_is_not_shown() -> None:
    caller = Caller()
    caller.call("CreateInstanceProfile", InstanceProfileName="Empty")
    (one,) = start(caller, IamInstanceProfile={"Name": "Empty"})
    found = caller.call("GetInstanceMetadata", InstanceId=one)
    assert not {"ProfileArn", "ProfileId", "RoleId", "RoleName"} & found.keys()


def test_a_key_pair_that_was_deleted_is_not_shown() -> None:
    caller = Caller()
    caller.call("CreateKeyPair", KeyName="k", KeyType="ed25519")
    (one,) = start(caller, KeyName="k")
    caller.call("DeleteKeyPair", KeyName="k")
    found = caller.call("GetInstanceMetadata", InstanceId=one)
    assert not {"KeyName", "PublicKey"} & found.keys()


def test_an_instance_that_does_not_exist() -> None:
    refused = Caller().refusal("GetInstanceMetadata", InstanceId=NO_INSTANCE)
    assert refused.startswith("InvalidInstanceID.NotFound: ")
