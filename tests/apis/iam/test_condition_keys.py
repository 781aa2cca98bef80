"""Condition keys of requests of IAM.

Source: Service Authorization Reference, "Actions, resources, and condition keys for AWS Identity
and Access Management".
"""

from typing import Any

import pytest

from jedlik.apis.api import Checked
from jedlik.apis.condition_keys import ConditionKeys
from jedlik.apis.iam.api import IAM
from jedlik.engine.context import Context
from tests.apis.iam.samples import READ_ONLY
from tests.apis.sts.callers import Server, allow, arn, document, trust
from tests.engine.in_memory import ACCOUNT, REGION, result_of


def keys(server: Server, name: str, at: int = 0, **request: Any) -> ConditionKeys:
    """Returns the keys of one authorization of a request."""
    operation = IAM.operations[name]
    context = Context(server.node, REGION, server.root)
    found = result_of(operation.authorizations(request, request, context))
    assert found is not None
    checked = Checked(operation, request, request)
    return IAM.permissions.condition_keys(checked, found[at], None)


@pytest.mark.parametrize("kind", ["User", "Group", "Role"])
@pytest.mark.parametrize("verb", ["Attach", "Detach"])
def test_the_policy_that_is_attached(verb: str, kind: str) -> None:
    request: dict[str, Any] = {f"{kind}Name": "x", "PolicyArn": READ_ONLY}
    found = keys(Server(), f"{verb}{kind}Policy", **request)
    assert found.get("iam:policyarn") == (READ_ONLY,)
    assert keys(Server(), "GetPolicy", PolicyArn=READ_ONLY).get("iam:policyarn") is None


def test_the_boundary_of_the_request() -> None:
    server = Server()
    for name in ("CreateUser", "PutUserPermissionsBoundary"):
        found = keys(server, name, UserName="anna", PermissionsBoundary=READ_ONLY)
        assert found.get("iam:permissionsboundary") == (READ_ONLY,)
    assert keys(server, "CreateUser", UserName="anna").get("iam:permissionsboundary") is None


def test_the_boundary_that_a_user_or_role_has() -> None:
    server = Server()
    own = server.call(
        server.root,
        "CreatePolicy",
        PolicyName="limit",
        PolicyDocument=document(allow("s3:*")),
        Path="/p/",
    )["Policy"]["Arn"]
    server.user("anna", PermissionsBoundary=own)
    server.user("bob")
    for name in ("AttachUserPolicy", "DetachUserPolicy", "PutUserPolicy", "DeleteUserPolicy"):
        found = keys(server, name, UserName="anna", PolicyArn=READ_ONLY)
        assert found.get("iam:permissionsboundary") == (own,)
    found = keys(server, "DeleteUserPermissionsBoundary", UserName="anna")
    assert found.get("iam:permissionsboundary") == (own,)
    for name in ("GetUser", "DeleteUser"):
        assert keys(server, name, UserName="anna").get("iam:permissionsboundary") is None
    found = keys(server, "PutUserPolicy", UserName="bob")
    assert found.get("iam:permissionsboundary") is None


def test_tags_of_the_request_and_of_the_entity() -> None:
    server = Server()
    server.user("anna", Tags=[{"Key": "Team", "Value": "blue"}])
    found = keys(server, "TagUser", UserName="anna", Tags=[{"Key": "Cost", "Value": "7"}])
    assert found.get("aws:resourcetag/team") == ("blue",)
    assert found.get("iam:resourcetag/team") == ("blue",)
    assert found.get("aws:requesttag/cost") == ("7",)
    assert found.get("aws:requesttag/team") is None
    assert found.get("aws:tagkeys") == ("Cost",)
    removed = keys(server, "UntagUser", UserName="anna", TagKeys=["a", "b"])
    assert removed.get("aws:tagkeys") == ("a", "b")
    assert keys(server, "GetUser", UserName="absent").get("aws:resourcetag/team") is None


def test_tags_that_differ_only_in_case_decide_nothing() -> None:
    server = Server()
    tags = [{"Key": "team", "Value": "blue"}, {"Key": "Team", "Value": "red"}]
    found = keys(server, "CreatePolicy", PolicyName="p", Tags=tags)
    assert found.get("aws:tagkeys") == ("team", "Team")
    assert not found.is_undecidable
    assert found.get("aws:requesttag/team") is None
    assert found.is_undecidable


def test_the_service_of_a_role() -> None:
    server = Server()
    linked = keys(server, "CreateServiceLinkedRole", AWSServiceName="dax.amazonaws.com")
    assert linked.get("iam:awsservicename") == ("dax.amazonaws.com",)
    passed = keys(server, "AddRoleToInstanceProfile", at=1, InstanceProfileName="i", RoleName="r")
    assert passed.get("iam:passedtoservice") == ("ec2.amazonaws.com",)


def test_a_path_that_is_not_that_of_the_entity_tells_nothing() -> None:
    server = Server()
    made = server.role("app", trust(ACCOUNT), Path="/p/", Tags=[{"Key": "team", "Value": "blue"}])
    found = keys(server, "SimulatePrincipalPolicy", PolicySourceArn=made, ActionNames=[])
    assert found.get("aws:resourcetag/team") == ("blue",)
    for other in (arn("role", "app"), arn("role", "p/app", "999999999999"), arn("mfa", "app"), "?"):
        found = keys(server, "SimulatePrincipalPolicy", PolicySourceArn=other, ActionNames=[])
        assert found.get("aws:resourcetag/team") is None
