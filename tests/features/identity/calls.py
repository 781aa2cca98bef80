"""Calls of IAM in this process, for tests of the rules behind them."""

import json
from typing import Any

from tests.engine.in_memory import ACCOUNT, Caller

ALLOW_GET = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Action": "dynamodb:GetItem", "Resource": "*"}],
    }
)
READ_ONLY = "arn:aws:iam::aws:policy/AmazonDynamoDBReadOnlyAccess"


def trusting(principal: Any) -> str:
    """Returns a trust policy. principal: an AWS principal."""
    statement = {"Effect": "Allow", "Principal": {"AWS": principal}, "Action": "sts:AssumeRole"}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def arn(kind: str, name: str) -> str:
    """Returns the ARN of an entity."""
    return f"arn:aws:iam::{ACCOUNT}:{kind}/{name}"


def populated() -> Caller:
    """Returns a storage with entities of every kind that refer to each other."""
    caller = Caller()
    for name in ("anna", "bob"):
        caller.call("CreateUser", UserName=name, Tags=[{"Key": "Team", "Value": "red"}])
    caller.call("CreateGroup", GroupName="readers")
    caller.call("CreatePolicy", PolicyName="get", PolicyDocument=ALLOW_GET)
    caller.call("CreatePolicyVersion", PolicyArn=arn("policy", "get"), PolicyDocument=ALLOW_GET)
    caller.call("CreateRole", RoleName="app", AssumeRolePolicyDocument=trusting(ACCOUNT))
    caller.call("CreateInstanceProfile", InstanceProfileName="machine")
    caller.call("AddRoleToInstanceProfile", InstanceProfileName="machine", RoleName="app")
    caller.call("AddUserToGroup", GroupName="readers", UserName="anna")
    caller.call("AttachUserPolicy", UserName="anna", PolicyArn=arn("policy", "get"))
    caller.call("AttachGroupPolicy", GroupName="readers", PolicyArn=READ_ONLY)
    boundary = {"RoleName": "app", "PermissionsBoundary": arn("policy", "get")}
    caller.call("PutRolePermissionsBoundary", **boundary)
    caller.call("PutUserPolicy", UserName="bob", PolicyName="p", PolicyDocument=ALLOW_GET)
    caller.call("CreateAccessKey", UserName="anna")
    caller.call("CreateLoginProfile", UserName="anna", Password="Passw0rd!")
    caller.call("CreateAccountAlias", AccountAlias="music")
    return caller
