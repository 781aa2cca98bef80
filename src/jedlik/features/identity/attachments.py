"""Attaches managed policies to users, groups and roles, and sets permissions boundaries."""

from collections.abc import Mapping
from typing import Final

from jedlik.core.errors import Reject
from jedlik.features.identity.aws_policies import AwsPolicy
from jedlik.features.identity.entities import (
    Named,
    bounded_to_change,
    holder_to_change,
    policy_at,
    reference_to,
)
from jedlik.features.identity.limits import ATTACHED_POLICIES
from jedlik.features.identity.links import add_use, remove_use
from jedlik.features.identity.records import (
    BoundedRecord,
    Kind,
    PolicyRecord,
    bounded_entry,
    holder_entry,
)
from jedlik.features.identity.refusals import no_such_entity, quota_exceeded
from jedlik.features.identity.transaction import Transaction

_QUOTAS: Final[Mapping[Kind, str]] = {
    "user": "PoliciesPerUser",
    "group": "PoliciesPerGroup",
    "role": "PoliciesPerRole",
}


async def attach(transaction: Transaction, holder: Named, arn: str) -> None:
    """Attaches a managed policy. Does nothing if it is attached. Raises Reject."""
    record = await holder_to_change(transaction, holder)
    policy = reference_to(await policy_at(transaction, holder.account_id, arn))
    if policy in record["Attached"]:
        return
    if len(record["Attached"]) >= ATTACHED_POLICIES:
        raise quota_exceeded(_QUOTAS[holder.kind], ATTACHED_POLICIES)
    record["Attached"].append(policy)
    transaction.put(holder_entry(holder.account_id, record["Id"]), record)
    await add_use(transaction, holder.account_id, policy, "attached", record["Id"])


async def detach(transaction: Transaction, holder: Named, arn: str) -> None:
    """Detaches a managed policy. Raises Reject: NoSuchEntity if it is not attached."""
    record = await holder_to_change(transaction, holder)
    policy = reference_to(await policy_at(transaction, holder.account_id, arn))
    if policy not in record["Attached"]:
        raise no_such_entity(f"Policy {arn} was not found.")
    record["Attached"].remove(policy)
    transaction.put(holder_entry(holder.account_id, record["Id"]), record)
    await remove_use(transaction, holder.account_id, policy, "attached", record["Id"])


async def put_boundary(transaction: Transaction, holder: Named, arn: str) -> None:
    """Sets the permissions boundary of a user or role. Raises Reject."""
    record = await bounded_to_change(transaction, holder)
    await set_boundary(transaction, record, arn)
    transaction.put(bounded_entry(holder.account_id, record["Id"]), record)


async def set_boundary(transaction: Transaction, record: BoundedRecord, arn: str) -> None:
    """Sets the permissions boundary in a record that the caller stores. Raises Reject."""
    policy = reference_to(await _boundary_at(transaction, record["AccountId"], arn))
    if record.get("Boundary") == policy:
        return
    await forget_boundary(transaction, record)
    record["Boundary"] = policy
    await add_use(transaction, record["AccountId"], policy, "boundary", record["Id"])


async def _boundary_at(
    transaction: Transaction, account_id: str, arn: str
) -> PolicyRecord | AwsPolicy:
    try:
        return await policy_at(transaction, account_id, arn)
    except Reject as reject:
        if reject.error.code != "NoSuchEntity":
            raise
        text = f"Scope ARN: {arn} does not exist or is not attachable."
        raise no_such_entity(text) from None


async def delete_boundary(transaction: Transaction, holder: Named) -> None:
    """Removes the permissions boundary of a user or role. Does nothing if there is none."""
    record = await bounded_to_change(transaction, holder)
    await forget_boundary(transaction, record)
    record.pop("Boundary", None)
    transaction.put(bounded_entry(holder.account_id, record["Id"]), record)


async def forget_boundary(transaction: Transaction, record: BoundedRecord) -> None:
    """Removes the use of the boundary of an entity, such as one that is deleted."""
    if "Boundary" in record:
        account_id, policy = record["AccountId"], record["Boundary"]
        await remove_use(transaction, account_id, policy, "boundary", record["Id"])
