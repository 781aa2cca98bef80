"""References that are stored with a count."""

import asyncio

from jedlik.features.identity.links import usage_of
from jedlik.features.identity.transaction import Transaction
from tests.engine.in_memory import ACCOUNT, Caller, result_of
from tests.features.identity.calls import ALLOW_GET, READ_ONLY, arn
from tests.features.secondary_indexes.samples import verified


def test_the_usage_of_a_policy() -> None:
    caller = Caller()
    caller.call("CreateUser", UserName="anna")
    caller.call("AttachUserPolicy", UserName="anna", PolicyArn=READ_ONLY)
    caller.call("PutUserPermissionsBoundary", UserName="anna", PermissionsBoundary=READ_ONLY)

    def usage() -> object:
        return result_of(usage_of(Transaction(caller.node), ACCOUNT, READ_ONLY))

    assert usage() == {"Attached": 1, "Boundaries": 1}
    caller.call("DetachUserPolicy", UserName="anna", PolicyArn=READ_ONLY)
    caller.call("DeleteUserPermissionsBoundary", UserName="anna")
    assert usage() == {"Attached": 0, "Boundaries": 0}


def test_changes_at_the_same_time_are_all_counted() -> None:
    caller = Caller()
    caller.call("CreateGroup", GroupName="readers")
    caller.call("CreatePolicy", PolicyName="get", PolicyDocument=ALLOW_GET)
    users = [f"u{number}" for number in range(8)]
    for name in users:
        caller.call("CreateUser", UserName=name)

    async def together() -> None:
        policy = arn("policy", "get")
        calls = [caller.calls("AddUserToGroup", GroupName="readers", UserName=u) for u in users]
        calls += [caller.calls("AttachUserPolicy", UserName=u, PolicyArn=policy) for u in users]
        await asyncio.gather(*calls)

    result_of(together())
    found = caller.call("GetPolicy", PolicyArn=arn("policy", "get"))["Policy"]
    assert found["AttachmentCount"] == len(users)
    assert len(caller.call("GetGroup", GroupName="readers")["Users"]) == len(users)
    assert verified(caller).sentences == []
