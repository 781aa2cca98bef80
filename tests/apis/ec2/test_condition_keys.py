"""The condition keys of EC2."""

from tests.apis.ec2.signed_in import Anna, statement
from tests.engine.in_memory import Caller
from tests.features.instances.started import IMAGE, start

RUN = {"ImageId": IMAGE, "MinCount": 1, "MaxCount": 1}


def tagged(**tags: str) -> dict[str, object]:
    found = [{"Key": key, "Value": value} for key, value in tags.items()]
    return {"TagSpecifications": [{"ResourceType": "instance", "Tags": found}]}


def test_the_type_of_an_instance() -> None:
    condition = {"StringEquals": {"ec2:InstanceType": "t3.micro"}}
    anna = Anna(Caller(), statement("ec2:RunInstances", Condition=condition))
    anna.call("RunInstances", **RUN, InstanceType="t3.micro")
    assert anna.denied("RunInstances", **RUN)[0] == "ec2:RunInstances"


def test_tags_of_a_request() -> None:
    condition = {
        "StringEquals": {"aws:RequestTag/Team": "red", "ec2:CreateAction": "RunInstances"},
        "ForAllValues:StringEquals": {"aws:TagKeys": ["Team"]},
    }
    anna = Anna(
        Caller(), statement("ec2:RunInstances"), statement("ec2:CreateTags", Condition=condition)
    )
    anna.call("RunInstances", **RUN, **tagged(Team="red"))
    for tags in ({"Team": "blue"}, {"Team": "red", "Other": "x"}, {"Other": "x"}):
        assert anna.denied("RunInstances", **RUN, **tagged(**tags))[0] == "ec2:CreateTags"
    (one,) = start(Caller())
    team = [{"Key": "Team", "Value": "red"}]
    assert anna.denied("CreateTags", Resources=[one], Tags=team)[0] == "ec2:CreateTags"


def test_a_policy_that_asks_for_the_tags_of_a_resource_denies() -> None:
    """They are not known, so neither an Allow nor a Deny that rests on them may let pass."""
    caller = Caller()
    (one,) = start(caller)
    for key in ("aws:ResourceTag/Team", "ec2:ResourceTag/Team"):
        condition = {"StringNotEquals": {key: "red"}}
        anna = Anna(caller, statement("ec2:*", Condition=condition))
        assert anna.denied("StopInstances", InstanceIds=[one])[0] == "ec2:StopInstances"
        equal = statement("ec2:*", "*", "Deny", Condition={"StringEquals": {key: "red"}})
        anna = Anna(caller, statement("ec2:*"), equal)
        assert anna.denied("StopInstances", InstanceIds=[one])[0] == "ec2:StopInstances"
