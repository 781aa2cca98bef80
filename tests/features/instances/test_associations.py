"""Profiles of instances: by name and ARN, one at most, and by id after a profile was deleted."""

from typing import Any

from tests.engine.in_memory import ACCOUNT, Caller
from tests.features.instances.started import IMAGE, described, make_role, start

ARN = f"arn:aws:iam::{ACCOUNT}:instance-profile"


def associate(caller: Caller, instance_id: str, **profile: str) -> dict[str, Any]:
    answer = caller.call(
        "AssociateIamInstanceProfile", InstanceId=instance_id, IamInstanceProfile=profile
    )
    found: dict[str, Any] = answer["IamInstanceProfileAssociation"]
    return found


def found_in(caller: Caller) -> list[dict[str, Any]]:
    answer = caller.call("DescribeIamInstanceProfileAssociations")
    found: list[dict[str, Any]] = answer["IamInstanceProfileAssociations"]
    return found


def test_a_profile_by_name_and_by_arn() -> None:
    caller = Caller()
    make_role(caller)
    one, two = start(caller, 2)
    by_name = associate(caller, one, Name="Reader")["IamInstanceProfile"]
    by_arn = associate(caller, two, Arn=f"{ARN}/Reader")["IamInstanceProfile"]
    assert by_name == by_arn == {"Arn": f"{ARN}/Reader", "Id": by_name["Id"]}
    assert by_name["Id"].startswith("AIPA")
    assert described(caller, one)[0]["IamInstanceProfile"] == by_name


def test_profiles_that_do_not_exist() -> None:
    caller = Caller()
    make_role(caller)
    (one,) = start(caller)

    def refusal(**profile: str) -> str:
        request = {"InstanceId": one, "IamInstanceProfile": profile}
        return caller.refusal("AssociateIamInstanceProfile", **request)

    named = "InvalidParameterValue: Value ({}) for parameter iamInstanceProfile.{} is invalid."
    name_text = named.format("None", "name") + " Invalid IAM Instance Profile name"
    assert refusal(Name="None") == name_text
    assert refusal(Name="reader").startswith(named.format("reader", "name"))  # names are exact
    assert refusal().startswith(named.format("", "name"))
    for arn in (f"{ARN}/None", f"{ARN}/path/Reader", f"arn:aws:iam::{ACCOUNT}:role/Reader", "x"):
        assert refusal(Arn=arn) == (named.format(arn, "arn") + " Invalid IAM Instance Profile ARN")
    assert refusal(Arn=f"{ARN}/Reader", Name="Reader").startswith("InvalidParameterCombination: ")
    request = {"ImageId": IMAGE, "MinCount": 1, "MaxCount": 1}
    refused = caller.refusal("RunInstances", **request, IamInstanceProfile={"Name": "None"})
    assert refused == name_text


def test_an_instance_has_one_profile_at_most() -> None:
    """Recorded text: public logs of the AWS CLI and Terraform."""
    caller = Caller()
    make_role(caller)
    (one,) = start(caller, IamInstanceProfile={"Name": "Reader"})
    request = {"InstanceId": one, "IamInstanceProfile": {"Name": "Reader"}}
    assert caller.refusal("AssociateIamInstanceProfile", **request) == (
        f"IncorrectState: There is an existing association for instance {one}"
    )


def test_the_states_of_an_association() -> None:
    caller = Caller(delay_ms=1_000)
    make_role(caller)
    (one,) = start(caller)
    made = associate(caller, one, Name="Reader")
    assert made["State"] == "associating"
    assert [each["State"] for each in found_in(caller)] == ["associating"]
    caller.clock.time_ms += 1_000
    assert [each["State"] for each in found_in(caller)] == ["associated"]
    removed = caller.call("DisassociateIamInstanceProfile", AssociationId=made["AssociationId"])
    assert removed["IamInstanceProfileAssociation"]["State"] == "disassociating"
    assert found_in(caller) == []


def test_a_replaced_association_has_another_id() -> None:
    caller = Caller()
    make_role(caller, "Reader")
    make_role(caller, "Writer")
    (one,) = start(caller)
    made = associate(caller, one, Name="Reader")
    answer = caller.call(
        "ReplaceIamInstanceProfileAssociation",
        AssociationId=made["AssociationId"],
        IamInstanceProfile={"Name": "Writer"},
    )
    replaced = answer["IamInstanceProfileAssociation"]
    assert (replaced["State"], replaced["InstanceId"]) == ("associating", one)
    assert replaced["AssociationId"] != made["AssociationId"]
    assert [each["IamInstanceProfile"]["Arn"] for each in found_in(caller)] == [f"{ARN}/Writer"]
    assert caller.refusal(
        "DisassociateIamInstanceProfile", AssociationId=made["AssociationId"]
    ) == (
        "InvalidAssociationID.NotFound: An invalid association-id of"
        f" '{made['AssociationId']}' was given"
    )


def test_a_stopped_instance_gets_a_profile_and_a_terminated_one_does_not() -> None:
    caller = Caller()
    make_role(caller)
    one, two = start(caller, 2)
    caller.call("StopInstances", InstanceIds=[one])
    associate(caller, one, Name="Reader")
    caller.call("TerminateInstances", InstanceIds=[two])
    request = {"InstanceId": two, "IamInstanceProfile": {"Name": "Reader"}}
    refused = caller.refusal("AssociateIamInstanceProfile", **request)
    assert refused.startswith("IncorrectInstanceState: ")


def test_a_profile_of_the_same_name_is_another_one() -> None:
    caller = Caller()
    make_role(caller)
    (one,) = start(caller, IamInstanceProfile={"Name": "Reader"})
    before = described(caller, one)[0]["IamInstanceProfile"]["Id"]
    caller.call("RemoveRoleFromInstanceProfile", InstanceProfileName="Reader", RoleName="Reader")
    caller.call("DeleteInstanceProfile", InstanceProfileName="Reader")
    caller.call("CreateInstanceProfile", InstanceProfileName="Reader")
    caller.call("AddRoleToInstanceProfile", InstanceProfileName="Reader", RoleName="Reader")
    assert described(caller, one)[0]["IamInstanceProfile"] == {"Id": before}
    (association,) = found_in(caller)
    assert association["IamInstanceProfile"] == {"Id": before}
