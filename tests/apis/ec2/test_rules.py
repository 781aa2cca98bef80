"""What a caller must be allowed to do, and iam:PassRole for the role that an instance gets."""

import pytest

from tests.apis.ec2.signed_in import Anna, statement
from tests.engine.in_memory import ACCOUNT, REGION, Caller
from tests.features.instances.started import IMAGE, make_role, start

EC2 = f"arn:aws:ec2:{REGION}:{ACCOUNT}"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/apps/Reader"
RUN = {"ImageId": IMAGE, "MinCount": 1, "MaxCount": 1}
READER = {"IamInstanceProfile": {"Name": "Reader"}}
ONE = "i-0123456789abcdef0"


@pytest.mark.parametrize(
    ("name", "members", "action", "resource"),
    [
        ("DescribeInstances", {}, "ec2:DescribeInstances", "*"),
        ("RunInstances", RUN, "ec2:RunInstances", f"{EC2}:instance/*"),
        ("StopInstances", {"InstanceIds": [ONE]}, "ec2:StopInstances", f"{EC2}:instance/{ONE}"),
        (
            "ModifyInstanceMetadataOptions",
            {"InstanceId": ONE},
            "ec2:ModifyInstanceMetadataOptions",
            f"{EC2}:instance/{ONE}",
        ),
        ("CreateKeyPair", {"KeyName": "k"}, "ec2:CreateKeyPair", f"{EC2}:key-pair/k"),
        (
            "CreateTags",
            {"Resources": [ONE], "Tags": [{"Key": "a", "Value": "b"}]},
            "ec2:CreateTags",
            f"{EC2}:instance/{ONE}",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_nothing_is_allowed_without_a_policy(
    name: str, members: dict[str, object], action: str, resource: str
) -> None:
    """Recorded resources: public logs of RunInstances and Describe operations, 2026."""
    assert Anna(Caller()).denied(name, **members) == (action, resource)


def test_running_needs_every_kind_of_resource() -> None:
    """Source: Service Authorization Reference, RunInstances."""
    caller = Caller()
    caller.call("CreateKeyPair", KeyName="k", KeyType="ed25519")
    kinds = ["instance", "image", "network-interface", "security-group", "subnet", "volume"]
    allowed: list[str] = []
    for kind in kinds:
        anna = Anna(caller, *(statement("ec2:RunInstances", each) for each in allowed))
        action, resource = anna.denied("RunInstances", **RUN, KeyName="k")
        assert action == "ec2:RunInstances"
        assert f":{kind}/" in resource
        allowed.append(f"arn:aws:ec2:*:*:{kind}/*")
    anna = Anna(caller, *(statement("ec2:RunInstances", each) for each in allowed))
    assert anna.denied("RunInstances", **RUN, KeyName="k")[1] == f"{EC2}:key-pair/k"
    assert anna.call("RunInstances", **RUN)["Instances"]


def test_an_instance_gets_a_role_only_from_who_may_pass_it() -> None:
    caller = Caller()
    make_role(caller)
    (one,) = start(caller)
    anna = Anna(caller, statement("ec2:*"))
    associate = {"InstanceId": one, **READER}
    assert anna.denied("RunInstances", **RUN, **READER) == ("iam:PassRole", ROLE)
    assert anna.denied("AssociateIamInstanceProfile", **associate) == ("iam:PassRole", ROLE)
    by_arn = {"Arn": f"arn:aws:iam::{ACCOUNT}:instance-profile/Reader"}
    assert anna.denied("RunInstances", **RUN, IamInstanceProfile=by_arn)[0] == "iam:PassRole"
    anna = Anna(caller, statement("ec2:*"), statement("iam:PassRole", ROLE))
    made = anna.call("AssociateIamInstanceProfile", **associate)
    association_id = made["IamInstanceProfileAssociation"]["AssociationId"]
    anna = Anna(caller, statement("ec2:*"))
    assert anna.denied(
        "ReplaceIamInstanceProfileAssociation", AssociationId=association_id, **READER
    ) == ("iam:PassRole", ROLE)
    # Who takes a profile away passes nothing.
    anna.call("DisassociateIamInstanceProfile", AssociationId=association_id)


def test_a_role_can_be_passed_to_ec2_only() -> None:
    caller = Caller()
    make_role(caller)
    for service, is_allowed in (("ec2.amazonaws.com", True), ("lambda.amazonaws.com", False)):
        condition = {"StringEquals": {"iam:PassedToService": service}}
        passing = statement("iam:PassRole", ROLE, Condition=condition)
        anna = Anna(caller, statement("ec2:*"), passing)
        if is_allowed:
            anna.call("RunInstances", **RUN, **READER)
        else:
            assert anna.denied("RunInstances", **RUN, **READER) == ("iam:PassRole", ROLE)


def test_an_association_acts_on_its_instance() -> None:
    caller = Caller()
    make_role(caller)
    one, _ = start(caller, 2, **READER)
    found = caller.call("DescribeIamInstanceProfileAssociations")
    first, second = (each["AssociationId"] for each in found["IamInstanceProfileAssociations"])
    anna = Anna(caller, statement("ec2:*", f"{EC2}:instance/{one}"))
    action, resource = anna.denied("DisassociateIamInstanceProfile", AssociationId=second)
    assert action == "ec2:DisassociateIamInstanceProfile"
    assert resource.startswith(f"{EC2}:instance/i-")
    anna.call("DisassociateIamInstanceProfile", AssociationId=first)
    # An association that does not exist has no instance: the answer tells nothing about it.
    assert (
        anna.denied("DisassociateIamInstanceProfile", AssociationId="x")[1] == f"{EC2}:instance/*"
    )


def test_tags_at_creation_need_a_right_of_their_own() -> None:
    tags = [{"ResourceType": "instance", "Tags": [{"Key": "a", "Value": "b"}]}]
    anna = Anna(Caller(), statement("ec2:RunInstances"))
    assert anna.denied("RunInstances", **RUN, TagSpecifications=tags) == (
        "ec2:CreateTags",
        f"{EC2}:instance/*",
    )


def test_a_dry_run_is_authorized() -> None:
    """Source: EC2 API Reference, "Common query parameters", DryRun."""
    caller = Caller()
    assert Anna(caller).denied("RunInstances", **RUN, DryRun=True)[0] == "ec2:RunInstances"
    refused = Anna(caller, statement("ec2:*")).refusal("RunInstances", **RUN, DryRun=True)
    assert refused == "DryRunOperation: Request would have succeeded, but DryRun flag is set."
