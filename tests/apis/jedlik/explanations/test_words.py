"""The sentences of an explanation."""

from tests.apis.jedlik.explanations.asking import ANNA, JOB, MUSIC, Asked
from tests.apis.sts.callers import allow, document


def test_what_is_missing() -> None:
    asked = Asked()
    read_only = "arn:aws:iam::aws:policy/AmazonDynamoDBReadOnlyAccess"
    asked.call("PutUserPermissionsBoundary", UserName="Anna", PermissionsBoundary=read_only)
    assert asked.explain(Principal=ANNA, Action="PutItem")["Reasons"] == [
        f"No identity-based policy of user Anna, or of a group of it, allows dynamodb:PutItem on"
        f" {MUSIC}.",
        f"The permissions boundary of user Anna does not allow dynamodb:PutItem on {MUSIC}.",
    ]
    given = [document(allow("s3:*"))]
    assert asked.explain(Principal=JOB, SessionPolicies=given)["Reasons"] == [
        f"No session policy of role Job allows dynamodb:GetItem on {MUSIC}."
    ]


def test_what_decided() -> None:
    asked = Asked()
    assert asked.explain(Principal=ANNA)["Reasons"] == [
        f"Statement 1 of the inline policy p of user Anna allows dynamodb:GetItem on {MUSIC}."
    ]
    (root,) = asked.explain()["Reasons"]
    assert root.startswith("The root of account 123456789012 needs no policy for dynamodb:GetItem")
    assert asked.explain()["Outcomes"] == {}
    deny = {**allow("dynamodb:Get*", Sid="NoReads"), "Effect": "Deny"}
    asked.call("PutUserPolicy", UserName="Anna", PolicyName="no", PolicyDocument=document(deny))
    found = asked.explain(Principal=ANNA)
    assert (found["Decision"], found["Outcomes"]) == (
        "explicitDeny",
        {"identity-based policy": "explicitDeny"},
    )
    assert found["Reasons"] == [
        f"Statement 1 (NoReads) of the inline policy no of user Anna denies dynamodb:GetItem on"
        f" {MUSIC}."
    ]
    assert [(each["Sid"], each["Contribution"]) for each in found["Statements"][1:]] == [
        ("NoReads", "deny")
    ]


def test_why_a_statement_does_not_apply() -> None:
    asked = Asked()
    condition = {
        "StringEquals": {"aws:username": ["Bob", "Eve"]},
        "Bool": {"aws:SecureTransport": True},
    }
    statement = allow("dynamodb:GetItem", f"{MUSIC}2", Condition=condition)
    asked.server.user("Carl", statement)
    (shown,) = asked.explain(Principal="user/Carl")["Statements"]
    assert (shown["Applies"], shown["Contribution"], shown["Number"]) == (False, "none", 1)
    assert shown["Statement"] == statement
    assert shown["Unmet"] == [
        f"it does not cover {MUSIC}",
        "its condition StringEquals demands Bob, Eve for aws:username, and the request has Carl",
        "its condition Bool demands true for aws:SecureTransport, and the request does not have"
        " this key",
    ]
    assert shown["Summary"].startswith(
        "Statement 1 of the inline policy p of user Carl allows dynamodb:GetItem, but does not"
        " apply: it does not cover"
    )


def test_how_closely_a_resource_policy_names_the_caller() -> None:
    asked = Asked()
    found = asked.explain(Principal=ANNA, Action="AssumeRole", Resource=JOB)
    assert found["Statements"][0]["Summary"].endswith(
        "allows the request to the account, whose own policies decide."
    )
    statement = {**allow("dynamodb:PutItem"), "Principal": {"AWS": JOB}}
    asked.call("PutResourcePolicy", ResourceArn=MUSIC, Policy=document(statement))
    found = asked.explain(Principal=JOB, Action="PutItem")
    assert found["Statements"][0]["Summary"].endswith(
        "allows the request within the boundary and the session policies."
    )
    found = asked.explain(Principal=ANNA, Action="PutItem")
    assert found["Statements"][0]["Unmet"] == [f"it does not name {ANNA}"]
