"""What the operations of IAM need: every operation has a rule that names its own action."""

from collections.abc import Mapping
from typing import Any

import pytest

from jedlik.apis.iam.api import IAM
from jedlik.core.principal import Principal
from jedlik.engine.context import Context
from tests.apis.sts.callers import Server, arn
from tests.engine.in_memory import ACCOUNT, REGION, Caller, result_of

# A request with each member that a rule looks at.
EVERYTHING: Mapping[str, Any] = {
    "UserName": "u",
    "GroupName": "g",
    "RoleName": "r",
    "PolicyName": "p",
    "InstanceProfileName": "i",
    "PolicyArn": arn("policy", "p"),
    "PolicySourceArn": arn("user", "u"),
    "Url": "https://issuer.example",
    "OpenIDConnectProviderArn": arn("oidc-provider", "issuer.example"),
    "AccessKeyId": "AKIAIOSFODNN7EXAMPLE",
    "AWSServiceName": "dax.amazonaws.com",
    "DeletionTaskId": "task/aws-service-role/dax.amazonaws.com/AWSServiceRoleForDAX/1",
}


def needed(context: Context, name: str, request: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Returns actions and resources of a request."""
    found = result_of(IAM.operations[name].authorizations(request, request, context))
    return [(each.action, each.resource) for each in found or ()]


@pytest.mark.parametrize("name", IAM.names)
def test_every_operation_needs_its_own_action(name: str) -> None:
    (first, *_) = needed(Caller().context, name, EVERYTHING)
    assert first[0] == f"iam:{name}"
    assert first[1] == "*" or first[1].startswith("arn:aws:iam::")


def test_an_arn_has_the_path_of_the_entity() -> None:
    # Otherwise a Deny on `user/admins/*` would not hold for Anna.
    caller = Caller()
    caller.call("CreateUser", UserName="Anna", Path="/admins/")
    found = needed(caller.context, "DeleteUser", {"UserName": "Anna"})
    assert found == [("iam:DeleteUser", arn("user", "admins/Anna"))]
    absent = needed(caller.context, "DeleteUser", {"UserName": "anna"})
    assert absent == [("iam:DeleteUser", arn("user", "anna"))]


def test_a_new_entity_has_the_path_of_the_request() -> None:
    request = {"UserName": "Anna", "Path": "/admins/"}
    found = needed(Caller().context, "CreateUser", request)
    assert found == [("iam:CreateUser", arn("user", "admins/Anna"))]


def test_a_rename_needs_both_names() -> None:
    caller = Caller()
    caller.call("CreateUser", UserName="Anna", Path="/team/")
    both = needed(
        caller.context,
        "UpdateUser",
        {"UserName": "Anna", "NewUserName": "Admin", "NewPath": "/admins/"},
    )
    assert both == [
        ("iam:UpdateUser", arn("user", "team/Anna")),
        ("iam:UpdateUser", arn("user", "admins/Admin")),
    ]


def test_lists_are_about_a_path() -> None:
    context = Caller().context
    assert needed(context, "ListUsers", {}) == [("iam:ListUsers", arn("user", ""))]
    found = needed(context, "ListRoles", {"PathPrefix": "/apps/"})
    assert found == [("iam:ListRoles", arn("role", "apps/"))]


def test_a_user_who_names_nobody_is_meant_himself() -> None:
    server = Server()
    anna = server.user("anna", Path="/team/")
    context = Context(server.node, REGION, anna)
    assert needed(context, "CreateAccessKey", {}) == [("iam:CreateAccessKey", anna.arn)]
    keys = server.call(anna, "ListAccessKeys")["AccessKeyMetadata"]
    assert [each["UserName"] for each in keys] == ["anna"]
    assert server.call(anna, "GetUser")["User"]["Arn"] == anna.arn
    used = needed(context, "GetAccessKeyLastUsed", {"AccessKeyId": keys[0]["AccessKeyId"]})
    assert used == [("iam:GetAccessKeyLastUsed", anna.arn)]


def test_a_user_changes_his_password() -> None:
    server = Server()
    anna: Principal = server.user("anna")
    server.call(server.root, "CreateLoginProfile", UserName="anna", Password="Passw0rd!")
    wrong = {"OldPassword": "Passw0rd?", "NewPassword": "N3wPassw0rd!"}
    assert server.refusal(anna, "ChangePassword", **wrong).startswith("AccessDeniedException")
    server.call(anna, "ChangePassword", **{**wrong, "OldPassword": "Passw0rd!"})
    assert server.refusal(anna, "ChangePassword", **{**wrong, "OldPassword": "Passw0rd!"})
    assert needed(Context(server.node, REGION, anna), "ChangePassword", {}) == [
        ("iam:ChangePassword", f"arn:aws:iam::{ACCOUNT}:user/anna")
    ]


# Public logs of the service: `iam:CreatePolicy on resource: policy aws-guest-policy because no
# identity-based policy allows the iam:CreatePolicy action`, and the same for the others.
def test_how_refusals_name_policies_and_the_caller() -> None:
    server = Server()
    context = Context(server.node, REGION, server.user("anna"))

    def titles(name: str, **request: Any) -> list[str]:
        found = result_of(IAM.operations[name].authorizations(request, request, context))
        return [each.title or each.resource for each in found or ()]

    policy = arn("policy", "web")
    tags = [{"Key": "a", "Value": ""}]
    assert titles("CreatePolicy", PolicyName="web", Path="/a/") == ["policy web"]
    assert titles("CreatePolicy", PolicyName="web", Tags=tags) == ["policy web", "policy web"]
    assert titles("ListPolicies") == ["policy path /"]
    assert titles("ListPolicies", PathPrefix="/a/") == ["policy path /a/"]
    for name in ("GetPolicy", "CreatePolicyVersion", "DeletePolicyVersion", "ListPolicyTags"):
        assert titles(name, PolicyArn=policy) == [f"policy {policy}"]
    for name in ("CreateAccessKey", "ListAccessKeys"):
        assert titles(name) == ["user nullanna"]
        assert titles(name, UserName="anna") == ["user anna"]
    assert titles("GetUser") == ["user anna"]
    assert titles("ListVirtualMFADevices") == [f"arn:aws:iam::{ACCOUNT}:mfa/"]
