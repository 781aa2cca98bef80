"""The decision, with the condition keys that are known and those that are given."""

from tests.apis.jedlik.explanations.asking import ANNA, JOB, MUSIC, Asked
from tests.apis.sts.callers import allow
from tests.engine.in_memory import ACCOUNT


def decided(condition: dict[str, object], **context: list[str]) -> str:
    asked = Asked()
    asked.server.user("Bob", allow("dynamodb:*", Condition=condition))
    given = {key.replace("__", ":"): each for key, each in context.items()}
    decision: str = asked.explain(Principal="user/Bob", Context=given)["Decision"]
    return decision


def test_known_keys() -> None:
    for operator, key, value in (
        ("DateLessThan", "aws:CurrentTime", "2100-01-01T00:00:00Z"),
        ("NumericGreaterThan", "aws:EpochTime", "1000"),
        ("StringEquals", "aws:RequestedRegion", "us-east-1"),
        ("StringEquals", "aws:ResourceAccount", ACCOUNT),
        ("Bool", "aws:ViaAWSService", "false"),
        ("StringEquals", "aws:username", "Bob"),
    ):
        assert decided({operator: {key: value}}) == "allowed", key


def test_given_keys_are_in_any_case_and_have_several_values() -> None:
    leading: dict[str, object] = {"ForAllValues:StringEquals": {"dynamodb:LeadingKeys": ["a", "b"]}}
    assert decided(leading, dynamodb__leadingkeys=["a", "b"]) == "allowed"
    assert decided(leading, dynamodb__LEADINGKEYS=["a", "c"]) == "implicitDeny"
    region: dict[str, object] = {"StringEquals": {"aws:RequestedRegion": "eu-west-1"}}
    assert decided(region, aws__RequestedRegion=["eu-west-1"]) == "allowed"


def test_a_denial_has_the_text_of_the_service() -> None:
    asked = Asked()
    found = asked.explain(Principal=ANNA, Action="PutItem")
    assert found["Message"] == (
        f"User: {ANNA} is not authorized to perform: dynamodb:PutItem on resource: {MUSIC} because"
        " no identity-based policy allows the dynamodb:PutItem action"
    )
    found = asked.explain(Principal=ANNA, Action="AssumeRole", Resource=JOB)
    assert found["Message"] == (
        f"User: {ANNA} is not authorized to perform: sts:AssumeRole on resource: {JOB}"
    )
    found = asked.explain(Principal=ANNA, Action="ec2:RunInstances", Resource="*")
    assert found["Message"].startswith("You are not authorized to perform this operation. User: ")
    assert "Message" not in asked.explain(Principal=ANNA)
