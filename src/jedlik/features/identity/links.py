"""References between entities that are stored with a count: members of groups, uses of policies.

A link is an entry of its own, so that the users of a group and the entities of a policy can be
listed. The count is in a record, so that "delete the members first" can be proved in a transaction.
"""

from jedlik.features.identity.records import (
    GroupRecord,
    LinkRecord,
    UsageRecord,
    Use,
    group_entry,
    link_entry,
    usage_entry,
)
from jedlik.features.identity.transaction import Transaction


async def usage_of(transaction: Transaction, account_id: str, policy: str) -> UsageRecord:
    """Returns how often a managed policy is used. policy: as in PolicyHolderRecord."""
    found = await transaction.get(usage_entry(account_id, policy))
    return {"Attached": 0, "Boundaries": 0} if found is None else found


async def add_use(
    transaction: Transaction, account_id: str, policy: str, use: Use, entity_id: str
) -> None:
    """Stores that an entity has a managed policy attached, or as its boundary."""
    await _count(transaction, account_id, policy, use, 1)
    link: LinkRecord = {"Id": entity_id, "Use": use}
    transaction.put(link_entry(account_id, policy, use, entity_id), link)


async def remove_use(
    transaction: Transaction, account_id: str, policy: str, use: Use, entity_id: str
) -> None:
    """Removes what `add_use` has stored."""
    await _count(transaction, account_id, policy, use, -1)
    transaction.delete(link_entry(account_id, policy, use, entity_id))


def add_member(transaction: Transaction, group: GroupRecord, user_id: str) -> None:
    """Stores that a user is a member of a group, and the group with its new count."""
    group["MemberCount"] += 1
    link: LinkRecord = {"Id": user_id, "Use": "member"}
    transaction.put(link_entry(group["AccountId"], group["Id"], "member", user_id), link)
    transaction.put(group_entry(group["AccountId"], group["Id"]), group)


def remove_member(transaction: Transaction, group: GroupRecord, user_id: str) -> None:
    """Removes what `add_member` has stored."""
    group["MemberCount"] -= 1
    transaction.delete(link_entry(group["AccountId"], group["Id"], "member", user_id))
    transaction.put(group_entry(group["AccountId"], group["Id"]), group)


async def _count(
    transaction: Transaction, account_id: str, policy: str, use: Use, change: int
) -> None:
    usage = await usage_of(transaction, account_id, policy)
    usage["Attached" if use == "attached" else "Boundaries"] += change
    entry = usage_entry(account_id, policy)
    if usage["Attached"] or usage["Boundaries"]:
        transaction.put(entry, usage)
    else:
        transaction.delete(entry)
