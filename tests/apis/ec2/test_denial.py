"""How EC2 words a refusal. Recorded forms: two public logs of 2026."""

import orjson

from jedlik.features.identity.messages import decode_message
from tests.apis.ec2.signed_in import ANNA, Anna, statement
from tests.engine.in_memory import ACCOUNT, REGION, Caller

ONE = "i-0123456789abcdef0"
INSTANCE = f"arn:aws:ec2:{REGION}:{ACCOUNT}:instance/{ONE}"
BEGIN = f"AccessDeniedException: You are not authorized to perform this operation. User: {ANNA}"


def test_an_action_without_a_resource() -> None:
    assert Anna(Caller()).refusal("DescribeInstances") == (
        f"{BEGIN} is not authorized to perform: ec2:DescribeInstances because no identity-based"
        " policy allows the ec2:DescribeInstances action"
    )


def test_an_action_on_a_resource_ends_in_a_message_that_can_be_decoded() -> None:
    caller = Caller()
    refused = Anna(caller).refusal("StopInstances", InstanceIds=[ONE])
    text, _, encoded = refused.partition(". Encoded authorization failure message: ")
    assert text == (
        f"{BEGIN} is not authorized to perform: ec2:StopInstances on resource: {INSTANCE} because"
        " no identity-based policy allows the ec2:StopInstances action"
    )
    decoded = orjson.loads(decode_message(caller.node.sealing, ACCOUNT, encoded))
    assert (decoded["allowed"], decoded["explicitDeny"]) == (False, False)
    context = decoded["context"]
    assert context["principal"]["arn"] == ANNA
    assert (context["action"], context["resource"]) == ("ec2:StopInstances", INSTANCE)


def test_an_explicit_deny_says_what_was_looked_at() -> None:
    caller = Caller()
    condition = {"StringEquals": {"aws:RequestedRegion": REGION}}
    deny = statement("ec2:*", "*", "Deny", Condition=condition)
    refused = Anna(caller, statement("ec2:*"), deny).refusal("StopInstances", InstanceIds=[ONE])
    assert "with an explicit deny in an identity-based policy." in refused
    decoded = orjson.loads(decode_message(caller.node.sealing, ACCOUNT, refused.rpartition(" ")[2]))
    assert decoded["explicitDeny"] is True
    assert decoded["context"]["conditions"]["items"] == [
        {"key": "aws:requestedregion", "values": {"items": [{"value": REGION}]}}
    ]
