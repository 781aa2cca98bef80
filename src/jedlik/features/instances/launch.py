"""RunInstances: makes instances, all of a request or none.

A request with the client token of an earlier one returns the instances of that one. The SDKs put a
token into every request, so a repetition after a lost answer makes nothing twice.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

from jedlik.features.identity.records import InstanceProfileRecord
from jedlik.features.identity.transaction import Transaction
from jedlik.features.instances.associations import new_use
from jedlik.features.instances.fleet import fleet_of, is_visible
from jedlik.features.instances.key_pairs import key_pair_named
from jedlik.features.instances.places import Zone, address_in, zone_named
from jedlik.features.instances.records import (
    FleetRecord,
    InstanceRecord,
    InstanceSettings,
    LaunchRecord,
    Place,
    fleet_entry,
    instance_entry,
    launch_entry,
)
from jedlik.features.instances.refusals import refusal
from jedlik.features.instances.rules import State, new_id

# Ours: the quota of the service is in processors.
INSTANCES_MAX: Final = 500
_TERMINATED_MAX: Final = 500


class Launch(NamedTuple):
    """What a RunInstances wants.

    most, least: how many instances. Fewer than `least` are not started.
    token: its client token, empty without one. digest: of its other members.
    """

    settings: InstanceSettings
    profile: InstanceProfileRecord | None
    most: int
    least: int
    token: str
    digest: str


class Launched(NamedTuple):
    """The instances of a launch. is_new: whether they were made now, not by an earlier request."""

    records: list[InstanceRecord]
    is_new: bool


async def launch(transaction: Transaction, place: Place, wanted: Launch) -> Launched:
    """Returns the instances that were made.

    Raises Reject: IdempotentParameterMismatch, InvalidKeyPair.NotFound, InstanceLimitExceeded.
    """
    repeated = await _repeated(transaction, place, wanted)
    if repeated is not None:
        return Launched(repeated, is_new=False)
    if "KeyName" in wanted.settings:
        await key_pair_named(transaction, place, wanted.settings["KeyName"])
    fleet = await fleet_of(transaction, place)
    await _forget(transaction, place, fleet)
    count = _permitted(fleet, wanted)
    records = _new_records(transaction, place, wanted, list(fleet["Instances"]), count)
    for record in records:
        fleet["Instances"][record["Id"]] = 0
        transaction.put(instance_entry(place, record["Id"]), record)
    transaction.put(fleet_entry(place), fleet)
    if wanted.token:
        made: LaunchRecord = {
            "Digest": wanted.digest,
            "Instances": [each["Id"] for each in records],
        }
        transaction.put(launch_entry(place, wanted.token), made)
    return Launched(records, is_new=True)


async def _repeated(
    transaction: Transaction, place: Place, wanted: Launch
) -> list[InstanceRecord] | None:
    """Returns the instances of an earlier request with the same token, None if there is none."""
    if not wanted.token:
        return None
    earlier = await transaction.get(launch_entry(place, wanted.token))
    if earlier is None:
        return None
    if earlier["Digest"] != wanted.digest:
        text = (
            "Arguments on this idempotent request are inconsistent with arguments used in previous"
        )
        raise refusal("IdempotentParameterMismatch", f"{text} request(s).")
    entries = [instance_entry(place, each) for each in earlier["Instances"]]
    found = await transaction.get_all(entries)
    return [record for record in found if record is not None]


async def _forget(transaction: Transaction, place: Place, fleet: FleetRecord) -> None:
    """Removes what was terminated more than an hour ago, and the oldest if there are too many."""
    now_ms = transaction.node.clock.now_ms()
    ended = {each: at for each, at in fleet["Instances"].items() if at}
    oldest_first = sorted(ended, key=lambda each: ended[each])
    surplus = oldest_first[: max(0, len(ended) - _TERMINATED_MAX)]
    old = [each for each in ended if each in surplus or not is_visible(ended[each], now_ms)]
    entries = [instance_entry(place, each) for each in old]
    for entry, record in zip(entries, await transaction.get_all(entries), strict=True):
        transaction.delete(entry)
        if record is not None and record["ClientToken"]:
            transaction.delete(launch_entry(place, record["ClientToken"]))
    for each in old:
        del fleet["Instances"][each]


def _permitted(fleet: FleetRecord, wanted: Launch) -> int:
    """Returns how many instances are started. Raises Reject with InstanceLimitExceeded."""
    living = sum(not ended_ms for ended_ms in fleet["Instances"].values())
    permitted = min(wanted.most, INSTANCES_MAX - living)
    if permitted < wanted.least:
        # Source of the text: reports of users (2013 to 2023).
        text = (
            f"You have requested more instances ({living + wanted.least}) than your current"
            f" instance limit of {INSTANCES_MAX} allows for the specified instance type."
        )
        raise refusal("InstanceLimitExceeded", text)
    return permitted


def _new_records(
    transaction: Transaction, place: Place, wanted: Launch, others: Sequence[str], count: int
) -> list[InstanceRecord]:
    node = transaction.node
    now_ms = node.clock.now_ms()
    zone = zone_named(place, wanted.settings["Zone"])
    reservation_id = new_id("r", node.ids.uuid())
    taken = {address_in(zone, each) for each in others}
    records: list[InstanceRecord] = []
    for index in range(count):
        instance_id, address = _new_id(transaction, zone, taken)
        record: InstanceRecord = {
            **wanted.settings,  # type: ignore[typeddict-item]  # they have no Profile
            "Id": instance_id,
            "ReservationId": reservation_id,
            "LaunchIndex": index,
            "ClientToken": wanted.token,
            "PrivateIp": address,
            "LaunchedMs": now_ms,
            "State": State.PENDING.title,
            "SinceMs": now_ms,
            "Reason": "",
        }
        if wanted.profile is not None:
            record["Profile"] = new_use(node, wanted.profile["Id"])
        records.append(record)
    return records


def _new_id(transaction: Transaction, zone: Zone, taken: set[str]) -> tuple[str, str]:
    """Returns an id whose address nobody has, and the address. A zone has 4,091 addresses."""
    while True:
        instance_id = new_id("i", transaction.node.ids.uuid())
        address = address_in(zone, instance_id)
        if address not in taken:
            taken.add(address)
            return instance_id, address
