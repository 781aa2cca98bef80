"""Attached policies and boundaries."""

from tests.engine.in_memory import Caller
from tests.features.identity.calls import ALLOW_GET, READ_ONLY, arn
from tests.features.secondary_indexes.samples import verified


def test_another_boundary_replaces_the_first() -> None:
    caller = Caller()
    caller.call("CreatePolicy", PolicyName="get", PolicyDocument=ALLOW_GET)
    caller.call("CreateUser", UserName="anna", PermissionsBoundary=READ_ONLY)
    for boundary in (arn("policy", "get"), arn("policy", "get"), READ_ONLY):
        caller.call("PutUserPermissionsBoundary", UserName="anna", PermissionsBoundary=boundary)
        assert verified(caller).sentences == []
    caller.call("DeletePolicy", PolicyArn=arn("policy", "get"))
    for _ in range(2):  # a boundary that does not exist is removed too
        caller.call("DeleteUserPermissionsBoundary", UserName="anna")


def test_a_policy_that_was_created_again_is_another_policy() -> None:
    caller = Caller()
    caller.call("CreateUser", UserName="anna")
    caller.call("CreatePolicy", PolicyName="get", PolicyDocument=ALLOW_GET)
    caller.call("AttachUserPolicy", UserName="anna", PolicyArn=arn("policy", "get"))
    in_use = caller.refusal("DeletePolicy", PolicyArn=arn("policy", "get"))
    assert in_use.startswith("DeleteConflict")
    caller.call("DetachUserPolicy", UserName="anna", PolicyArn=arn("policy", "get"))
    caller.call("DeletePolicy", PolicyArn=arn("policy", "get"))
    caller.call("CreatePolicy", PolicyName="get", PolicyDocument=ALLOW_GET)
    attached = caller.call("ListAttachedUserPolicies", UserName="anna")["AttachedPolicies"]
    assert attached == []
