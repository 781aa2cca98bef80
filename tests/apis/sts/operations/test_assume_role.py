"""AssumeRole. Texts are those of LocalStack's test_sts.py (2024 to 2026) and of public reports."""

from typing import Any

import pytest

from jedlik.apis.sts.api import STS
from jedlik.core.iam.decision import decide
from jedlik.core.iam.request import FixedContext, Request
from jedlik.core.principal import Principal
from tests.apis.sts.callers import Server, allow, arn, document, trust
from tests.engine.in_memory import ACCOUNT, START_MS, Caller, result_of

NOW_S = START_MS // 1000
OTHER = "210987654321"
MAY_ASSUME = allow("sts:AssumeRole")


def allows(principal: Principal, action: str) -> bool:
    """Returns whether the policies of a principal allow an action."""
    assert principal.policies is not None
    request = Request(principal.caller, action, "*", FixedContext(principal.keys))
    return decide(request, principal.policies).is_allowed


def wanted(role: str, **members: Any) -> dict[str, Any]:
    return {"RoleArn": role, "RoleSessionName": "session", **members}


def denied(principal: Principal, role: str, action: str = "sts:AssumeRole") -> str:
    return (
        f"AccessDeniedException: User: {principal.arn} is not authorized to perform: {action} on"
        f" resource: {role}"
    )


def test_a_session_of_a_role() -> None:
    server = Server()
    anna = server.user("anna", MAY_ASSUME)
    role = server.role("reader", trust(ACCOUNT), allow("dynamodb:Get*"), Path="/apps/")
    answer = server.call(anna, "AssumeRole", **wanted(role))
    role_id = server.call(anna, "GetRole", RoleName="reader")["Role"]["RoleId"]
    assert answer["AssumedRoleUser"] == {
        "AssumedRoleId": f"{role_id}:session",
        "Arn": f"arn:aws:sts::{ACCOUNT}:assumed-role/reader/session",
    }
    assert answer["Credentials"]["Expiration"] == NOW_S + 3600
    assert "PackedPolicySize" not in answer
    session = server.session(anna, "AssumeRole", **wanted(role))
    assert session.arn == answer["AssumedRoleUser"]["Arn"]
    assert server.call(session, "GetCallerIdentity") == {
        "Account": ACCOUNT,
        "Arn": session.arn,
        "UserId": f"{role_id}:session",
    }
    assert allows(session, "dynamodb:GetItem")
    assert not allows(session, "dynamodb:PutItem")


@pytest.mark.parametrize(
    ("trusted", "statements", "is_allowed"),
    [
        (arn("user", "anna"), [], True),  # named exactly: no policy of her own is needed
        (arn("user", "bob"), [MAY_ASSUME], False),
        (ACCOUNT, [], False),  # the account delegates, so she needs a policy
        (ACCOUNT, [MAY_ASSUME], True),
        (f"arn:aws:iam::{ACCOUNT}:root", [MAY_ASSUME], True),
        (OTHER, [MAY_ASSUME], False),
        (arn("user", "anna"), [{**MAY_ASSUME, "Effect": "Deny"}], False),
    ],
)
def test_who_may_assume_a_role(
    trusted: str, statements: list[dict[str, Any]], is_allowed: bool
) -> None:
    server = Server()
    anna = server.user("anna", *statements)
    server.user("bob")
    role = server.role("reader", trust(trusted))
    if is_allowed:
        assert server.call(anna, "AssumeRole", **wanted(role))["Credentials"]
    else:
        assert server.refusal(anna, "AssumeRole", **wanted(role)) == denied(anna, role)


def test_a_role_that_does_not_exist_and_one_that_refuses_look_the_same() -> None:
    server = Server()
    anna = server.user("anna", MAY_ASSUME)
    role = server.role("reader", trust(OTHER))
    absent = arn("role", "absent")
    assert server.refusal(anna, "AssumeRole", **wanted(role)) == denied(anna, role)
    assert server.refusal(anna, "AssumeRole", **wanted(absent)) == denied(anna, absent)
    # The path is part of the ARN.
    server.role("pathed", trust(ACCOUNT), Path="/apps/")
    without_path = arn("role", "pathed")
    refused = server.refusal(anna, "AssumeRole", **wanted(without_path))
    assert refused == denied(anna, without_path)


def test_a_user_who_is_created_again_is_another_user() -> None:
    server = Server()
    server.user("anna")
    role = server.role("reader", trust(arn("user", "anna")))
    for key in server.call(server.root, "ListAccessKeys", UserName="anna")["AccessKeyMetadata"]:
        key_id = key["AccessKeyId"]
        server.call(server.root, "DeleteAccessKey", UserName="anna", AccessKeyId=key_id)
    server.call(server.root, "DeleteUser", UserName="anna")
    again = server.user("anna")
    assert server.refusal(again, "AssumeRole", **wanted(role)) == denied(again, role)


def test_the_root_may_not_assume_roles() -> None:
    server = Server()
    role = server.role("reader", trust(ACCOUNT))
    found = server.refusal(server.root, "AssumeRole", **wanted(role))
    assert found == "AccessDeniedException: Roles may not be assumed by root accounts."


def test_the_external_id() -> None:
    # A confused deputy does not know the id.
    server = Server()
    anna = server.user("anna", MAY_ASSUME)
    condition = {"StringEquals": {"sts:ExternalId": "secret"}}
    role = server.role("reader", trust(ACCOUNT, Condition=condition))
    assert server.call(anna, "AssumeRole", **wanted(role, ExternalId="secret"))
    for members in ({}, {"ExternalId": "other"}):
        found = server.refusal(anna, "AssumeRole", **wanted(role, **members))
        assert found == denied(anna, role)


def test_a_role_of_another_account() -> None:
    server = Server()
    anna = server.user("anna", MAY_ASSUME)
    other = server.other_root(OTHER)
    made = server.call(
        other, "CreateRole", RoleName="theirs", AssumeRolePolicyDocument=trust(ACCOUNT)
    )
    role = made["Role"]["Arn"]
    session = server.session(anna, "AssumeRole", **wanted(role))
    assert session.account_id == OTHER
    bob = server.user("bob")  # both accounts must allow
    assert server.refusal(bob, "AssumeRole", **wanted(role)) == denied(bob, role)


def test_session_policies() -> None:
    server = Server()
    anna = server.user("anna", MAY_ASSUME)
    role = server.role("reader", trust(ACCOUNT), allow("dynamodb:*"))
    only_get = document(allow("dynamodb:GetItem"), allow("s3:*"))
    managed = "arn:aws:iam::aws:policy/AWSLambdaInvocation-DynamoDB"
    both = wanted(role, Policy=only_get, PolicyArns=[{"arn": managed}])
    answer = server.call(anna, "AssumeRole", **both)
    assert 0 < answer["PackedPolicySize"] <= 100
    session = server.session(anna, "AssumeRole", **both)
    assert allows(session, "dynamodb:GetItem")
    assert allows(session, "dynamodb:GetRecords")  # of the managed policy
    assert not allows(session, "dynamodb:PutItem")
    assert not allows(session, "s3:GetObject")  # the role does not allow it


@pytest.mark.parametrize(
    ("members", "code"),
    [
        ({"Policy": "{"}, "MalformedPolicyDocument"),
        ({"Policy": document(allow("a:B"), {"Sid": "x" * 2048})}, "PackedPolicyTooLarge"),
        ({"PolicyArns": [{"arn": arn("policy", "absent")}]}, "NoSuchEntity"),
        (
            {"PolicyArns": [{"arn": arn("policy", str(each))} for each in range(11)]},
            "ValidationException",
        ),
    ],
)
def test_session_policies_that_are_refused(members: dict[str, Any], code: str) -> None:
    server = Server()
    anna = server.user("anna", MAY_ASSUME)
    role = server.role("reader", trust(ACCOUNT))
    assert server.refusal(anna, "AssumeRole", **wanted(role, **members)).startswith(code)


def test_durations() -> None:
    server = Server()
    anna = server.user("anna", MAY_ASSUME)
    role = server.role("reader", trust(ACCOUNT), MAY_ASSUME, MaxSessionDuration=7200)
    found = server.call(anna, "AssumeRole", **wanted(role, DurationSeconds=7200))
    assert found["Credentials"]["Expiration"] == NOW_S + 7200
    too_long = server.refusal(anna, "AssumeRole", **wanted(role, DurationSeconds=7201))
    assert too_long == (
        "ValidationException: The requested DurationSeconds exceeds the MaxSessionDuration set for"
        " this role."
    )
    for session in (
        server.session(anna, "AssumeRole", **wanted(role)),
        server.session(anna, "GetSessionToken"),
    ):
        chained = server.refusal(session, "AssumeRole", **wanted(role, DurationSeconds=3601))
        assert chained == (
            "ValidationException: The requested DurationSeconds exceeds the 1 hour session limit"
            " for roles assumed by role chaining."
        )


TAGGING = ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"]


def tags(**values: str) -> list[dict[str, str]]:
    return [{"Key": key, "Value": value} for key, value in values.items()]


def test_session_tags() -> None:
    server = Server()
    anna = server.user("anna", allow("sts:*"))
    role = server.role("reader", trust(ACCOUNT, TAGGING), Tags=tags(Team="blue", Kind="app"))
    sent = wanted(role, Tags=tags(team="red", Cost="1"), TransitiveTagKeys=["Cost"])
    session = server.session(anna, "AssumeRole", **sent)
    assert session.keys["aws:principaltag/team"] == ("red",)
    assert session.keys["aws:principaltag/kind"] == ("app",)
    assert session.transitive_tags == {"Cost": "1"}


def test_tags_need_permission_of_the_role() -> None:
    server = Server()
    anna = server.user("anna", allow("sts:*"))
    role = server.role("reader", trust(ACCOUNT))
    found = server.refusal(anna, "AssumeRole", **wanted(role, Tags=tags(a="b")))
    assert found == denied(anna, role, "sts:TagSession")
    found = server.refusal(anna, "AssumeRole", **wanted(role, SourceIdentity="anna"))
    assert found == denied(anna, role, "sts:SetSourceIdentity")


def test_conditions_on_tags_and_names() -> None:
    server = Server()
    anna = server.user("anna", allow("sts:*"))
    condition = {
        "StringEquals": {"aws:RequestTag/team": "red"},
        "StringLike": {"sts:RoleSessionName": "${aws:username}-*"},
    }
    role = server.role("reader", trust(ACCOUNT, TAGGING, Condition=condition))
    members = {"RoleArn": role, "RoleSessionName": "anna-1", "Tags": tags(Team="red")}
    assert server.call(anna, "AssumeRole", **members)
    for wrong in ({"Tags": tags(Team="blue")}, {"RoleSessionName": "bob-1"}):
        found = server.refusal(anna, "AssumeRole", **{**members, **wrong})
        assert found == denied(anna, role)


def test_what_a_chain_of_roles_inherits() -> None:
    server = Server()
    anna = server.user("anna", allow("sts:*"))
    first = server.role("first", trust(ACCOUNT, TAGGING), allow("sts:*"))
    second = server.role("second", trust(ACCOUNT, TAGGING), allow("sts:*"))
    members = wanted(
        first, Tags=tags(Cost="1", Team="red"), TransitiveTagKeys=["Cost"], SourceIdentity="anna"
    )
    session = server.session(anna, "AssumeRole", **members)
    assert session.keys["aws:sourceidentity"] == ("anna",)
    chained = server.session(session, "AssumeRole", **wanted(second, Tags=tags(New="2")))
    assert chained.keys["aws:principaltag/cost"] == ("1",)
    assert "aws:principaltag/team" not in chained.keys
    assert chained.keys["aws:sourceidentity"] == ("anna",)
    assert chained.transitive_tags == {"Cost": "1"}
    text = (
        "InvalidParameterValue: One of the specified transitive tag keys can't be set because it"
        " conflicts with a transitive tag key from the calling session."
    )
    for key in ("Cost", "cOST"):
        found = server.refusal(session, "AssumeRole", **wanted(second, Tags=tags(**{key: "2"})))
        assert found == text


def test_tags_that_are_refused() -> None:
    server = Server()
    anna = server.user("anna", allow("sts:*"))
    role = server.role("reader", trust(ACCOUNT, TAGGING))
    transitive = wanted(role, Tags=tags(a="b"), TransitiveTagKeys=["c"])
    assert server.refusal(anna, "AssumeRole", **transitive) == (
        "InvalidParameterValue: The specified transitive tag key must be included in the requested"
        " tags."
    )
    twice = wanted(role, Tags=tags(a="b", A="c"))
    assert server.refusal(anna, "AssumeRole", **twice) == (
        "InvalidParameterValue: Duplicate tag keys found. Please note that Tag keys are case"
        " insensitive."
    )


@pytest.mark.parametrize(
    "role",
    [
        *("nothing-valid-in-here", "arn::b:::something/test-role", "arn:a::::something/test-role"),
        *("arn:a:::something/test-role", "arn:a:a::aaaaaaaaaa:"),
    ],
)
def test_texts_that_are_no_arns(role: str) -> None:
    server = Server()
    found = server.refusal(server.user("anna"), "AssumeRole", **wanted(role))
    assert found == f"ValidationException: {role} is invalid"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Session1:2", r"Member must satisfy regular expression pattern: [\w+=,.@-]*"),
        ("s" * 65, "Member must have length less than or equal to 64"),
    ],
)
def test_names_that_are_refused(name: str, text: str) -> None:
    caller = Caller()
    members = {"RoleArn": arn("role", "reader"), "RoleSessionName": name}
    assert caller.refusal("AssumeRole", **members) == (
        f"ValidationException: 1 validation error detected: Value '{name}' at 'roleSessionName'"
        f" failed to satisfy constraint: {text}"
    )


def test_in_open_mode_everybody_may_assume_a_role_that_exists() -> None:
    caller = Caller(is_open=True)
    made = caller.call("CreateRole", RoleName="r", AssumeRolePolicyDocument=trust(OTHER))
    role = made["Role"]["Arn"]
    credentials = caller.call("AssumeRole", **wanted(role))["Credentials"]
    absent = arn("role", "absent")
    assert caller.refusal("AssumeRole", **wanted(absent)).startswith("AccessDeniedException")
    # These credentials work in open mode alone.
    server = Server()
    server.directory = type(server.directory)(caller.node, {})
    key = (credentials["AccessKeyId"], credentials["SessionToken"])
    with pytest.raises(AssertionError):
        server.principal(*key)


def test_the_operation_itself_decides() -> None:
    operation = STS.operations["AssumeRole"]
    request = wanted(arn("role", "r"))
    assert result_of(operation.authorizations(request, request, Caller().context)) is None
