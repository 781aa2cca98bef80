"""Users and groups."""

from collections.abc import Mapping
from typing import NamedTuple

from jedlik.features.identity.attachments import forget_boundary, set_boundary
from jedlik.features.identity.entities import (
    Named,
    delete_entity,
    group_named,
    new_entity,
    rename,
    user_named,
)
from jedlik.features.identity.limits import GROUPS_PER_USER
from jedlik.features.identity.links import add_member, remove_member
from jedlik.features.identity.records import GroupRecord, UserRecord, group_entry, user_entry
from jedlik.features.identity.refusals import delete_conflict, quota_exceeded
from jedlik.features.identity.transaction import Transaction
from jedlik.features.identity.unique_ids import GROUP, USER


class Changes(NamedTuple):
    """A new name or path of an entity; None leaves it."""

    name: str | None
    path: str | None


async def create_user(
    transaction: Transaction, named: Named, path: str, tags: Mapping[str, str], boundary: str | None
) -> UserRecord:
    """Creates a user. boundary: the ARN of a managed policy. Raises Reject."""
    entity = await new_entity(transaction, named, USER, path)
    user: UserRecord = {
        "Id": entity["Id"],
        "AccountId": entity["AccountId"],
        "Name": entity["Name"],
        "Path": path,
        "CreatedS": entity["CreatedS"],
        "Tags": dict(tags),
        "Inline": {},
        "Attached": [],
        "Groups": [],
        "AccessKeys": [],
        "HasPassword": False,
    }
    if boundary is not None:
        await set_boundary(transaction, user, boundary)
    transaction.put(user_entry(named.account_id, user["Id"]), user)
    return user


async def update_user(transaction: Transaction, named: Named, changes: Changes) -> None:
    """Changes the name or the path of a user. Raises Reject."""
    user = await user_named(transaction, named.account_id, named.name)
    if changes.name is not None:
        await rename(transaction, user, "user", changes.name)
    if changes.path is not None:
        user["Path"] = changes.path
    transaction.put(user_entry(named.account_id, user["Id"]), user)


async def delete_user(transaction: Transaction, named: Named) -> None:
    """Deletes a user to whom nothing belongs any more. Raises Reject with DeleteConflict.

    The order of the checks is not recorded.
    """
    user = await user_named(transaction, named.account_id, named.name)
    if user["Groups"]:
        raise delete_conflict("remove user from groups")
    if user["Attached"]:
        raise delete_conflict("detach all policies")
    if user["Inline"]:
        raise delete_conflict("delete policies")
    if user["AccessKeys"]:
        raise delete_conflict("delete access keys")
    if user["HasPassword"]:
        raise delete_conflict("delete login profile")
    await forget_boundary(transaction, user)
    delete_entity(transaction, user, "user")


async def create_group(transaction: Transaction, named: Named, path: str) -> GroupRecord:
    """Creates a group. Raises Reject."""
    entity = await new_entity(transaction, named, GROUP, path)
    group: GroupRecord = {**entity, "Inline": {}, "Attached": [], "MemberCount": 0}
    transaction.put(group_entry(named.account_id, group["Id"]), group)
    return group


async def update_group(transaction: Transaction, named: Named, changes: Changes) -> None:
    """Changes the name or the path of a group. Raises Reject."""
    group = await group_named(transaction, named.account_id, named.name)
    if changes.name is not None:
        await rename(transaction, group, "group", changes.name)
    if changes.path is not None:
        group["Path"] = changes.path
    transaction.put(group_entry(named.account_id, group["Id"]), group)


async def delete_group(transaction: Transaction, named: Named) -> None:
    """Deletes a group without users and policies. Raises Reject with DeleteConflict."""
    group = await group_named(transaction, named.account_id, named.name)
    if group["MemberCount"]:
        raise delete_conflict("remove users from group")
    if group["Attached"]:
        raise delete_conflict("detach all policies")
    if group["Inline"]:
        raise delete_conflict("delete policies")
    delete_entity(transaction, group, "group")


async def add_user_to_group(transaction: Transaction, named: Named, user_name: str) -> None:
    """Adds a user to a group. Does nothing if the user is in it. Raises Reject."""
    user = await user_named(transaction, named.account_id, user_name)
    group = await group_named(transaction, named.account_id, named.name)
    if group["Id"] in user["Groups"]:
        return
    if len(user["Groups"]) >= GROUPS_PER_USER:
        raise quota_exceeded("GroupsPerUser", GROUPS_PER_USER)
    user["Groups"].append(group["Id"])
    transaction.put(user_entry(named.account_id, user["Id"]), user)
    add_member(transaction, group, user["Id"])


async def remove_user_from_group(transaction: Transaction, named: Named, user_name: str) -> None:
    """Removes a user from a group. Does nothing if the user is not in it. Raises Reject."""
    user = await user_named(transaction, named.account_id, user_name)
    group = await group_named(transaction, named.account_id, named.name)
    if group["Id"] not in user["Groups"]:
        return
    user["Groups"].remove(group["Id"])
    transaction.put(user_entry(named.account_id, user["Id"]), user)
    remove_member(transaction, group, user["Id"])
