"""Finds entities by name, and gives names to new ones.

Two entities of a kind cannot have names that differ only in upper and lower case. But a request
must name an entity exactly. Policies about identities compare ARNs exactly, so an entity that could
be named in several ways would escape a Deny.
"""

from typing import Final, NamedTuple, TypeVar

from jedlik.core.errors import Reject, ServiceError
from jedlik.features.identity.arns import parse_iam_arn
from jedlik.features.identity.aws_policies import AwsPolicy, aws_policy
from jedlik.features.identity.records import (
    BoundedRecord,
    EntityRecord,
    Entry,
    GroupRecord,
    InstanceProfileRecord,
    Kind,
    NameRecord,
    PolicyHolderRecord,
    PolicyRecord,
    RoleRecord,
    UserRecord,
    bounded_entry,
    entity_entry,
    group_entry,
    holder_entry,
    instance_profile_entry,
    name_entry,
    policy_entry,
    role_entry,
    user_entry,
)
from jedlik.features.identity.refusals import invalid_input, missing, taken
from jedlik.features.identity.transaction import Transaction
from jedlik.features.identity.unique_ids import unique_id

E = TypeVar("E", bound=EntityRecord)

SERVICE_PATH: Final = "/aws-service-role/"  # of roles that services make for themselves


class Named(NamedTuple):
    """A name in an account. kind: of the entity."""

    account_id: str
    kind: Kind
    name: str


async def id_of(transaction: Transaction, named: Named) -> str:
    """Returns the unique id that a name leads to. Raises Reject with NoSuchEntity."""
    found = await transaction.get(name_entry(*named))
    if found is None:
        raise missing(named.kind, named.name)
    return found["Id"]


async def user_named(transaction: Transaction, account_id: str, name: str) -> UserRecord:
    """Returns a user. Raises Reject with NoSuchEntity."""
    named = Named(account_id, "user", name)
    entry = user_entry(account_id, await id_of(transaction, named))
    return exact(named, await transaction.get(entry))


async def group_named(transaction: Transaction, account_id: str, name: str) -> GroupRecord:
    """Returns a group. Raises Reject with NoSuchEntity."""
    named = Named(account_id, "group", name)
    entry = group_entry(account_id, await id_of(transaction, named))
    return exact(named, await transaction.get(entry))


async def role_named(transaction: Transaction, account_id: str, name: str) -> RoleRecord:
    """Returns a role. Raises Reject with NoSuchEntity."""
    named = Named(account_id, "role", name)
    entry = role_entry(account_id, await id_of(transaction, named))
    return exact(named, await transaction.get(entry))


async def instance_profile_named(
    transaction: Transaction, account_id: str, name: str
) -> InstanceProfileRecord:
    """Returns an instance profile. Raises Reject with NoSuchEntity."""
    named = Named(account_id, "instance-profile", name)
    entry = instance_profile_entry(account_id, await id_of(transaction, named))
    return exact(named, await transaction.get(entry))


async def holder_named(transaction: Transaction, named: Named) -> PolicyHolderRecord:
    """Returns a user, group or role. Raises Reject with NoSuchEntity."""
    entry = holder_entry(named.account_id, await id_of(transaction, named))
    return exact(named, await transaction.get(entry))


async def bounded_named(transaction: Transaction, named: Named) -> BoundedRecord:
    """Returns a user or role. Raises Reject with NoSuchEntity."""
    entry = bounded_entry(named.account_id, await id_of(transaction, named))
    return exact(named, await transaction.get(entry))


async def role_to_change(transaction: Transaction, account_id: str, name: str) -> RoleRecord:
    """Returns a role that is no service's. Raises Reject: NoSuchEntity, UnmodifiableEntity."""
    role = await role_named(transaction, account_id, name)
    _check_own(role, "role")
    return role


async def holder_to_change(transaction: Transaction, named: Named) -> PolicyHolderRecord:
    """Returns a user, a group, or a role that is no service's. Raises Reject as above."""
    record = await holder_named(transaction, named)
    _check_own(record, named.kind)
    return record


async def bounded_to_change(transaction: Transaction, named: Named) -> BoundedRecord:
    """Returns a user, or a role that is no service's. Raises Reject as above."""
    record = await bounded_named(transaction, named)
    _check_own(record, named.kind)
    return record


def is_service_linked(role: EntityRecord) -> bool:
    """Returns whether only a service may change a role."""
    return role["Path"].startswith(SERVICE_PATH)


def _check_own(record: EntityRecord, kind: Kind) -> None:
    # Only roles have this path because of a service. Source of the text: reports of users who
    # deleted such a role, or changed one of AWS's. Which operations: the service model.
    if kind == "role" and is_service_linked(record):
        text = (
            f"Cannot perform the operation on the protected role '{record['Name']}' - this role is"
            " only modifiable by AWS"
        )
        raise Reject(ServiceError("UnmodifiableEntity", text))


async def entity_named(transaction: Transaction, named: Named) -> EntityRecord:
    """Returns an entity of any kind. Raises Reject with NoSuchEntity."""
    entry = entity_entry(named.account_id, await id_of(transaction, named))
    return exact(named, await transaction.get(entry))


async def policy_at(
    transaction: Transaction, account_id: str, arn: str
) -> PolicyRecord | AwsPolicy:
    """Returns the managed policy with an ARN.

    Raises Reject: InvalidInput if the text is no ARN of a policy, NoSuchEntity.
    """
    named = policy_name_in(arn)
    shipped = aws_policy(arn)
    if shipped is not None:
        return shipped
    found = None
    if named.account_id == account_id:
        name = await transaction.get(name_entry(*named))
        if name is not None:
            found = await transaction.get(policy_entry(account_id, name["Id"]))
    parsed = parse_iam_arn(arn)
    assert parsed is not None
    if found is None or (found["Path"], found["Name"]) != (parsed.path, parsed.name):
        raise missing("policy", arn)
    return found


async def own_policy_at(transaction: Transaction, account_id: str, arn: str) -> PolicyRecord:
    """Returns the managed policy of a customer. Raises Reject as `policy_at`."""
    found = await policy_at(transaction, account_id, arn)
    if isinstance(found, AwsPolicy):
        raise missing("policy", arn)
    return found


def policy_name_in(arn: str) -> Named:
    """Returns the name of the policy in an ARN. Raises Reject with InvalidInput."""
    parsed = parse_iam_arn(arn)
    if parsed is None or parsed.kind != "policy":
        raise invalid_input(f"ARN {arn} is not valid.")
    return Named(parsed.account_id, "policy", parsed.name)


def reference_to(policy: PolicyRecord | AwsPolicy) -> str:
    """Returns how records refer to a managed policy, see PolicyHolderRecord."""
    return policy.arn if isinstance(policy, AwsPolicy) else policy["Id"]


async def new_entity(
    transaction: Transaction, named: Named, prefix: str, path: str
) -> EntityRecord:
    """Returns the record of a new entity with its unique id, and takes the name for it.

    prefix: of its unique id. Raises Reject with EntityAlreadyExists.
    """
    await _check_free(transaction, named)
    entity_id = unique_id(prefix, named.account_id, transaction.node.ids)
    name: NameRecord = {"Id": entity_id}
    transaction.put(name_entry(*named), name)
    return {
        "Id": entity_id,
        "AccountId": named.account_id,
        "Name": named.name,
        "Path": path,
        "CreatedS": transaction.now_s,
        "Tags": {},
    }


async def rename(transaction: Transaction, record: EntityRecord, kind: Kind, name: str) -> None:
    """Gives an entity another name. The caller stores the record."""
    account_id = record["AccountId"]
    if name.lower() != record["Name"].lower():
        await _check_free(transaction, Named(account_id, kind, name))
    transaction.delete(name_entry(account_id, kind, record["Name"]))
    entry: NameRecord = {"Id": record["Id"]}
    transaction.put(name_entry(account_id, kind, name), entry)
    record["Name"] = name


def delete_entity(transaction: Transaction, record: EntityRecord, kind: Kind) -> None:
    """Deletes an entity and its name."""
    transaction.delete(name_entry(record["AccountId"], kind, record["Name"]))
    transaction.delete(entity_entry(record["AccountId"], record["Id"]))


def exact(named: Named, record: E | None) -> E:
    """Returns a record if it has exactly this name. Raises Reject with NoSuchEntity."""
    if record is None or record["Name"] != named.name:
        raise missing(named.kind, named.name)
    return record


def entry_of(record: EntityRecord) -> Entry[EntityRecord]:
    """Returns where an entity is stored."""
    return entity_entry(record["AccountId"], record["Id"])


async def _check_free(transaction: Transaction, named: Named) -> None:
    if await transaction.get(name_entry(*named)) is not None:
        raise taken(named.kind, named.name)
