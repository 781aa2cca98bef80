"""Which instance profile an instance has. An instance has one at most.

Sources: EC2 API Reference, AssociateIamInstanceProfile and ReplaceIamInstanceProfileAssociation;
texts: public logs of Terraform and the AWS CLI (IncorrectState, Invalid IAM Instance Profile name).
"""

from typing import Final, NamedTuple

from jedlik.engine.context import Node
from jedlik.features.identity.arns import arn_of, parse_iam_arn
from jedlik.features.identity.records import (
    InstanceProfileRecord,
    RoleRecord,
    instance_profile_entry,
    name_entry,
    role_entry,
)
from jedlik.features.identity.transaction import Transaction
from jedlik.features.instances.fleet import all_instances, instance_of, put_instance, state_of
from jedlik.features.instances.records import InstanceRecord, Place, ProfileUse
from jedlik.features.instances.refusals import (
    combination,
    invalid_for,
    no_association,
    refusal,
)
from jedlik.features.instances.rules import ENDING, new_id

_KIND: Final = "instance-profile"


class Association(NamedTuple):
    """An instance and its profile. profile: None if the profile was deleted."""

    instance_id: str
    use: ProfileUse
    profile: InstanceProfileRecord | None


async def profile_named(
    transaction: Transaction, account_id: str, arn: str | None, name: str | None
) -> InstanceProfileRecord:
    """Returns the profile that a request names by its ARN or by its name. Raises Reject."""
    if arn is not None and name is not None:
        raise combination(
            "The parameter 'iamInstanceProfile.name' may not be used in combination with"
            " 'iamInstanceProfile.arn'"
        )
    if arn is None:
        found = await _profile(transaction, account_id, name or "")
        if found is None:
            reason = "Invalid IAM Instance Profile name"
            raise invalid_for(name or "", "iamInstanceProfile.name", reason)
        return found
    parsed = parse_iam_arn(arn)
    found = None
    if parsed is not None and (parsed.account_id, parsed.kind) == (account_id, _KIND):
        found = await _profile(transaction, account_id, parsed.name)
    if found is None or arn_of(found, _KIND) != arn:
        raise invalid_for(arn, "iamInstanceProfile.arn", "Invalid IAM Instance Profile ARN")
    return found


async def profile_of(
    transaction: Transaction, account_id: str, record: InstanceRecord
) -> InstanceProfileRecord | None:
    """Returns the profile of an instance, None if it has none or its profile was deleted."""
    if "Profile" not in record:
        return None
    return await transaction.get(instance_profile_entry(account_id, record["Profile"]["Id"]))


async def role_of(
    transaction: Transaction, account_id: str, profile: InstanceProfileRecord
) -> RoleRecord | None:
    """Returns the role of a profile, None if it has none."""
    for role_id in profile["Roles"]:
        return await transaction.get(role_entry(account_id, role_id))
    return None


def new_use(node: Node, profile_id: str) -> ProfileUse:
    """Returns a new association with a profile."""
    association_id = new_id("iip-assoc", node.ids.uuid())
    return {"Id": profile_id, "AssociationId": association_id, "SinceMs": node.clock.now_ms()}


async def associate(
    transaction: Transaction, place: Place, instance_id: str, profile: InstanceProfileRecord
) -> Association:
    """Gives an instance a profile.

    Raises Reject: as `instance_of`, IncorrectInstanceState, IncorrectState if it has a profile.
    """
    record = await instance_of(transaction, place, instance_id)
    _check_living(transaction.node, record)
    if "Profile" in record:
        text = f"There is an existing association for instance {instance_id}"
        raise refusal("IncorrectState", text)
    return _associated(transaction, place, record, profile)


async def replace(
    transaction: Transaction, place: Place, association_id: str, profile: InstanceProfileRecord
) -> Association:
    """Gives the instance of an association another profile. Raises Reject."""
    record = await _instance_with(transaction, place, association_id)
    return _associated(transaction, place, record, profile)


async def disassociate(transaction: Transaction, place: Place, association_id: str) -> Association:
    """Removes an association. Returns what it was. Raises Reject."""
    record = await _instance_with(transaction, place, association_id)
    profile = await profile_of(transaction, place.account_id, record)
    use = record.pop("Profile")
    put_instance(transaction, place, record)
    return Association(record["Id"], use, profile)


async def associations(transaction: Transaction, place: Place) -> list[Association]:
    """Returns all associations of a place, in the order of the instances."""
    records = [each for each in await all_instances(transaction, place) if "Profile" in each]
    profiles = await transaction.get_all(
        [instance_profile_entry(place.account_id, each["Profile"]["Id"]) for each in records]
    )
    return [
        Association(record["Id"], record["Profile"], profile)
        for record, profile in zip(records, profiles, strict=True)
    ]


async def _profile(
    transaction: Transaction, account_id: str, name: str
) -> InstanceProfileRecord | None:
    """Returns the profile of exactly this name."""
    entry = await transaction.get(name_entry(account_id, _KIND, name))
    if entry is None:
        return None
    record = await transaction.get(instance_profile_entry(account_id, entry["Id"]))
    return record if record is not None and record["Name"] == name else None


async def _instance_with(
    transaction: Transaction, place: Place, association_id: str
) -> InstanceRecord:
    for record in await all_instances(transaction, place):
        if record.get("Profile", {}).get("AssociationId") == association_id:
            return record
    raise no_association(association_id)


def _associated(
    transaction: Transaction, place: Place, record: InstanceRecord, profile: InstanceProfileRecord
) -> Association:
    use = record["Profile"] = new_use(transaction.node, profile["Id"])
    put_instance(transaction, place, record)
    return Association(record["Id"], use, profile)


def _check_living(node: Node, record: InstanceRecord) -> None:
    state = state_of(node, record)
    if state in ENDING:
        text = f"The instance '{record['Id']}' is not in the 'running' or 'stopped' states."
        raise refusal("IncorrectInstanceState", text)
