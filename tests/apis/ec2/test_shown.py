"""Records as members of answers."""

from tests.engine.in_memory import ACCOUNT, Caller
from tests.features.instances.started import IMAGE, described, make_role, run, start


def test_an_instance_that_runs() -> None:
    caller = Caller()
    make_role(caller)
    (one,) = start(
        caller,
        InstanceType="t3.micro",
        IamInstanceProfile={"Name": "Reader"},
        TagSpecifications=[
            {"ResourceType": "instance", "Tags": [{"Key": "Name", "Value": "web"}]},
            {"ResourceType": "volume", "Tags": [{"Key": "Other", "Value": "x"}]},
        ],
    )
    (found,) = described(caller, one)
    profile = found["IamInstanceProfile"]
    assert profile["Arn"] == f"arn:aws:iam::{ACCOUNT}:instance-profile/Reader"
    assert (
        found["PrivateDnsName"] == f"ip-{found['PrivateIpAddress'].replace('.', '-')}.ec2.internal"
    )
    assert (found["InstanceId"], found["ImageId"], found["InstanceType"]) == (
        one,
        IMAGE,
        "t3.micro",
    )
    assert found["Tags"] == [{"Key": "Name", "Value": "web"}]
    assert found["SecurityGroups"][0]["GroupName"] == "default"
    assert found["State"] == {"Code": 16, "Name": "running"}
    assert found["MetadataOptions"] == {
        "State": "applied",
        "HttpTokens": "required",
        "HttpPutResponseHopLimit": 2,
        "HttpEndpoint": "enabled",
        "HttpProtocolIpv6": "disabled",
        "InstanceMetadataTags": "disabled",
    }
    assert "KeyName" not in found
    assert "StateReason" not in found


def test_a_terminated_instance_has_no_network() -> None:
    caller = Caller()
    (one,) = start(caller)
    caller.call("TerminateInstances", InstanceIds=[one])
    (found,) = described(caller, one)
    assert found["State"] == {"Code": 48, "Name": "terminated"}
    assert found["PrivateDnsName"] == ""
    assert not {"VpcId", "SubnetId", "PrivateIpAddress"} & found.keys()
    assert found["SecurityGroups"] == []


def test_instances_are_shown_in_their_reservations() -> None:
    caller = Caller()
    first, second = run(caller, 2), run(caller)
    found = caller.call("DescribeInstances")["Reservations"]
    assert [each["ReservationId"] for each in found] == [
        first["ReservationId"],
        second["ReservationId"],
    ]
    assert [len(each["Instances"]) for each in found] == [2, 1]
    assert {each["OwnerId"] for each in found} == {ACCOUNT}


def test_options_are_pending_while_the_instance_is() -> None:
    caller = Caller(delay_ms=1_000)
    (one,) = start(caller)
    assert described(caller, one)[0]["MetadataOptions"]["State"] == "pending"
    caller.clock.time_ms += 1_000
    assert described(caller, one)[0]["MetadataOptions"]["State"] == "applied"
