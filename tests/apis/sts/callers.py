"""Users, roles and their sessions, who call operations as in `--auth enforce`."""

import json
from collections.abc import Mapping
from typing import Any

from jedlik.core.errors import Reject
from jedlik.core.principal import Principal
from jedlik.engine.context import Context
from jedlik.features.identity.accounts import create_account
from jedlik.features.identity.directory import Directory
from tests.engine.in_memory import ACCOUNT, REGION, Caller, api_of, result_of

ROOT_KEY = "AKIAROOT"


def document(*statements: Mapping[str, Any]) -> str:
    """Returns a policy."""
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def allow(action: str, resource: str | list[str] = "*", **more: Any) -> dict[str, Any]:
    """Returns a statement."""
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


def trust(principal: Any, action: Any = "sts:AssumeRole", **more: Any) -> str:
    """Returns a trust policy. principal: an AWS principal."""
    statement = {"Effect": "Allow", "Principal": {"AWS": principal}, "Action": action, **more}
    return document(statement)


def arn(kind: str, name: str, account_id: str = ACCOUNT) -> str:
    """Returns the ARN of a user or role."""
    return f"arn:aws:iam::{account_id}:{kind}/{name}"


class Server:
    """A node, and the principals that call its operations. Everything runs in this process."""

    def __init__(self) -> None:
        self.caller = Caller()
        self.node = self.caller.node
        self.directory = Directory(self.node, {ROOT_KEY: (ACCOUNT, "secret")})
        self.root = self.principal(ROOT_KEY)

    def principal(self, access_key_id: str, token: str = "") -> Principal:
        """Returns who has a key."""
        identity = result_of(self.directory.load(access_key_id, token))
        assert identity is not None
        return identity.principal

    def call(self, principal: Principal, name: str, **members: Any) -> dict[str, Any]:
        """Returns the answer to a call of somebody. No stage decides whether it is allowed."""
        api = api_of(name)
        operation = api.operations[name]
        operation.shape.check(members)
        context = Context(self.node, REGION, principal)
        answer = result_of(operation.run(operation.check(members), context))
        return dict(answer or {})

    def refusal(self, principal: Principal, name: str, **members: Any) -> str:
        """Returns the error of a call that must be refused, as `Code: message`."""
        try:
            answer = self.call(principal, name, **members)
        except Reject as rejected:
            return f"{rejected.error.code}: {rejected.error.message}"
        raise AssertionError(f"{name} was accepted: {answer}")

    def user(self, name: str, *statements: Mapping[str, Any], **members: Any) -> Principal:
        """Creates a user with an inline policy."""
        self.call(self.root, "CreateUser", UserName=name, **members)
        if statements:
            policy = {"PolicyName": "p", "PolicyDocument": document(*statements)}
            self.call(self.root, "PutUserPolicy", UserName=name, **policy)
        key = self.call(self.root, "CreateAccessKey", UserName=name)["AccessKey"]
        return self.principal(key["AccessKeyId"])

    def role(self, name: str, trusted: str, *statements: Mapping[str, Any], **members: Any) -> str:
        """Creates a role with an inline policy. Returns its ARN."""
        made = self.call(
            self.root, "CreateRole", RoleName=name, AssumeRolePolicyDocument=trusted, **members
        )
        if statements:
            policy = {"PolicyName": "p", "PolicyDocument": document(*statements)}
            self.call(self.root, "PutRolePolicy", RoleName=name, **policy)
        found: str = made["Role"]["Arn"]
        return found

    def session(self, principal: Principal, name: str, **members: Any) -> Principal:
        """Returns the principal of the credentials that an operation answers."""
        made = self.call(principal, name, **members)["Credentials"]
        return self.principal(made["AccessKeyId"], made["SessionToken"])

    def other_root(self, account_id: str) -> Principal:
        """Creates another account. Returns its root."""
        return self.principal(result_of(create_account(self.node, account_id)).access_key_id)
