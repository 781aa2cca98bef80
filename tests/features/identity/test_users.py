"""Users and groups: what belongs to them, and to whom."""

import asyncio

from jedlik.core.errors import Reject
from jedlik.storage.memory import MemoryStorage
from tests.engine.in_memory import Caller, result_of
from tests.features.identity.calls import READ_ONLY
from tests.features.secondary_indexes.samples import verified


def test_each_account_has_its_own_users() -> None:
    storage = MemoryStorage()
    first, second = Caller(storage=storage), Caller(storage=storage, account_id="210987654321")
    first.call("CreateUser", UserName="anna")
    assert second.call("ListUsers")["Users"] == []
    assert second.refusal("GetUser", UserName="anna").startswith("NoSuchEntity")
    second.call("CreateUser", UserName="anna")
    assert first.call("GetUser", UserName="anna") != second.call("GetUser", UserName="anna")


def test_one_of_two_users_with_a_name_is_created() -> None:
    caller = Caller()

    async def create() -> str:
        try:
            await caller.calls("CreateUser", UserName="anna")
        except Reject as rejected:
            return rejected.error.code
        return "created"

    async def together() -> list[str]:
        return await asyncio.gather(*(create() for _ in range(5)))

    found = sorted(result_of(together()))
    assert found == [*["EntityAlreadyExists"] * 4, "created"]
    assert verified(caller).sentences == []


def test_a_deleted_user_leaves_its_boundary_unused() -> None:
    caller = Caller()
    caller.call("CreateUser", UserName="anna", PermissionsBoundary=READ_ONLY)
    caller.call("DeleteUser", UserName="anna")
    policy = caller.call("GetPolicy", PolicyArn=READ_ONLY)["Policy"]
    assert policy["PermissionsBoundaryUsageCount"] == 0
    assert verified(caller).sentences == []


def test_a_renamed_group_has_the_same_members() -> None:
    caller = Caller()
    caller.call("CreateGroup", GroupName="readers")
    caller.call("CreateUser", UserName="anna")
    caller.call("AddUserToGroup", GroupName="readers", UserName="anna")
    caller.call("UpdateGroup", GroupName="readers", NewGroupName="writers")
    (group,) = caller.call("ListGroupsForUser", UserName="anna")["Groups"]
    assert group["GroupName"] == "writers"
    assert caller.refusal("DeleteGroup", GroupName="writers").startswith("DeleteConflict")
    assert verified(caller).sentences == []
