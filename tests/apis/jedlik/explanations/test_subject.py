"""The principal of an explanation, in every way in which it can be named."""

import pytest

from jedlik.features.identity.records import group_entry
from jedlik.storage.interface import Batch, Delete
from tests.apis.jedlik.explanations.asking import ANNA, JOB, Asked
from tests.apis.sts.callers import allow, arn, document
from tests.engine.in_memory import ACCOUNT, result_of

SESSION = f"arn:aws:sts::{ACCOUNT}:assumed-role/Job/s1"
ROOT = f"arn:aws:iam::{ACCOUNT}:root"


@pytest.mark.parametrize(
    ("named", "shown"),
    [
        (ANNA, ANNA),
        ("user/Anna", ANNA),
        (JOB, JOB),
        ("role/Job", JOB),
        (SESSION, SESSION),
        (ROOT, ROOT),
        (ACCOUNT, ROOT),
        ("root", ROOT),
    ],
)
def test_names(named: str, shown: str) -> None:
    found = Asked().explain(Principal=named)
    assert (found["Principal"], found["Decision"]) == (shown, "allowed")


def test_the_caller_is_meant_if_nobody_is_named() -> None:
    asked = Asked()
    assert asked.explain()["Principal"] == ROOT
    assert asked.explain(asked.anna)["Principal"] == ANNA


@pytest.mark.parametrize(
    "named",
    [
        "Anna",
        "group/Readers",
        "user/",
        f"arn:aws:iam::{ACCOUNT}:group/G",
        f"arn:aws:sts::{ACCOUNT}:assumed-role/Job",
        "arn:aws:iam",
        "arn:aws:dynamodb:us-east-1:1:table/T",
    ],
)
def test_what_is_no_principal(named: str) -> None:
    assert Asked().refusal(Principal=named).startswith("ValidationException: Principal must be")


def test_principals_of_other_accounts() -> None:
    text = Asked().refusal(Principal="arn:aws:iam::999999999999:user/Anna")
    assert text.startswith("ValidationException: Principal belongs to account 999999999999")


@pytest.mark.parametrize("named", ["user/Bob", "role/Nothing", arn("user", "wrong/path/Anna")])
def test_principals_that_do_not_exist(named: str) -> None:
    assert Asked().refusal(Principal=named).startswith("NoSuchEntity: The ")


def test_policies_say_where_they_come_from() -> None:
    asked = Asked()
    asked.call("CreateGroup", GroupName="Readers")
    asked.call("AddUserToGroup", GroupName="Readers", UserName="Anna")
    read_only = "arn:aws:iam::aws:policy/AmazonDynamoDBReadOnlyAccess"
    asked.call("AttachGroupPolicy", GroupName="Readers", PolicyArn=read_only)
    asked.call("PutUserPermissionsBoundary", UserName="Anna", PermissionsBoundary=read_only)
    found = [
        (each["PolicyType"], each["PolicyName"], each.get("AttachedTo", ""))
        for each in asked.explain(Principal=ANNA)["Statements"]
    ]
    assert found == [
        ("inline", "p", "user Anna"),
        ("managed", "AmazonDynamoDBReadOnlyAccess", "group Readers"),
        ("boundary", "AmazonDynamoDBReadOnlyAccess", ""),
    ]


def test_session_policies_are_given_or_those_of_the_caller() -> None:
    asked = Asked()
    some = document(allow("dynamodb:PutItem"))
    assert asked.explain(Principal=JOB)["Notes"][1].startswith("Session policies belong")
    found = asked.explain(Principal=JOB, SessionPolicies=[some])
    assert (found["Decision"], found["DecidedBy"]) == ("implicitDeny", "session policy")
    read_only = "arn:aws:iam::aws:policy/AmazonDynamoDBReadOnlyAccess"
    found = asked.explain(Principal=SESSION, SessionPolicies=[some], SessionPolicyArns=[read_only])
    assert found["Decision"] == "allowed"
    assert [each["PolicyType"] for each in found["Statements"]] == ["inline", "session"]
    bob = asked.server.user("Bob", allow("sts:AssumeRole"))
    members = {"RoleArn": JOB, "RoleSessionName": "s1", "Policy": some}
    session = asked.server.session(bob, "AssumeRole", **members)
    own = asked.explain(session)
    assert (own["Decision"], own["DecidedBy"], own["Notes"]) == (
        "implicitDeny",
        "session policy",
        [],
    )
    assert asked.refusal(Principal=JOB, SessionPolicies=["{"]).startswith("MalformedPolicy")


def test_a_federated_user_is_known_only_to_itself() -> None:
    asked = Asked()
    federated = f"arn:aws:sts::{ACCOUNT}:federated-user/fred"
    text = asked.refusal(Principal=federated)
    assert text.startswith("ValidationException: Nothing is stored about a federated user")
    asked.server.user("Maker", allow("sts:GetFederationToken"), allow("dynamodb:*"))
    maker = asked.server.principal(
        asked.call("CreateAccessKey", UserName="Maker")["AccessKey"]["AccessKeyId"]
    )
    given = {"Name": "fred", "Policy": document(allow("dynamodb:GetItem"))}
    fred = asked.server.session(maker, "GetFederationToken", **given)
    assert asked.explain(fred)["Decision"] == "allowed"
    found = asked.explain(fred, Action="dynamodb:PutItem")
    assert found["DecidedBy"] == "session policy"
    found = asked.explain(fred, Action="iam:GetUser", Resource="*")
    assert found["Reasons"][0].startswith("Credentials of GetSessionToken and GetFederationToken")


def test_a_policy_that_cannot_be_read_denies_everything() -> None:
    asked = Asked()
    asked.call("CreateGroup", GroupName="Lost")
    asked.call("AddUserToGroup", GroupName="Lost", UserName="Anna")
    group = asked.call("GetGroup", GroupName="Lost")["Group"]["GroupId"]
    _remove(asked, group)
    found = asked.explain(Principal=ANNA)
    assert found["Decision"] == "implicitDeny"
    assert found["Reasons"] == [
        f"A policy of user Anna cannot be read, which denies everything: group {group} of user"
        f" {asked.anna.user_id}"
    ]


def _remove(asked: Asked, group: str) -> None:
    batch = Batch((Delete(group_entry(ACCOUNT, group).key),), None)
    result_of(asked.server.node.storage.transact([], lambda _: batch))
