"""Finds the instances of a place.

A terminated instance can be described for an hour. After that it does not exist, although its
record is removed only by the next launch. Source: EC2 User Guide, "Terminate Amazon EC2 instances".
"""

from collections.abc import Sequence
from typing import Final

from jedlik.engine.context import Node
from jedlik.features.identity.transaction import Transaction
from jedlik.features.instances.records import (
    FleetRecord,
    InstanceRecord,
    Place,
    fleet_entry,
    instance_entry,
)
from jedlik.features.instances.refusals import malformed_instance_id, no_instances
from jedlik.features.instances.rules import State, is_id, state_at

VISIBLE_MS: Final = 3_600_000


async def fleet_of(transaction: Transaction, place: Place) -> FleetRecord:
    """Returns the list of all instances of a place."""
    found = await transaction.get(fleet_entry(place))
    if found is None:
        return {"AccountId": place.account_id, "Region": place.region, "Instances": {}}
    return found


def is_visible(ended_ms: int, now_ms: int) -> bool:
    """Returns whether an instance can be described. ended_ms: as in FleetRecord."""
    return not ended_ms or now_ms < ended_ms + VISIBLE_MS


async def all_instances(transaction: Transaction, place: Place) -> list[InstanceRecord]:
    """Returns the instances of a place, oldest first."""
    now_ms = transaction.node.clock.now_ms()
    fleet = await fleet_of(transaction, place)
    ids = [each for each, ended_ms in fleet["Instances"].items() if is_visible(ended_ms, now_ms)]
    found = await transaction.get_all([instance_entry(place, each) for each in ids])
    return [record for record in found if record is not None]


async def instances_of(
    transaction: Transaction, place: Place, ids: Sequence[str]
) -> list[InstanceRecord]:
    """Returns instances in the order of their ids, each once.

    Raises Reject: InvalidInstanceID.Malformed, or InvalidInstanceID.NotFound with all ids that do
    not exist.
    """
    wanted = list(dict.fromkeys(ids))
    for each in wanted:
        if not is_id(each, "i"):
            raise malformed_instance_id(each)
    now_ms = transaction.node.clock.now_ms()
    ended = (await fleet_of(transaction, place))["Instances"]
    known = [each for each in wanted if each in ended and is_visible(ended[each], now_ms)]
    if len(known) < len(wanted):
        raise no_instances([each for each in wanted if each not in known])
    found = await transaction.get_all([instance_entry(place, each) for each in known])
    return [record for record in found if record is not None]


async def instance_of(transaction: Transaction, place: Place, instance_id: str) -> InstanceRecord:
    """Returns an instance. Raises Reject as `instances_of`."""
    (record,) = await instances_of(transaction, place, [instance_id])
    return record


def put_instance(transaction: Transaction, place: Place, record: InstanceRecord) -> None:
    """Stores an instance."""
    transaction.put(instance_entry(place, record["Id"]), record)


def state_of(node: Node, record: InstanceRecord) -> State:
    """Returns the state that an instance has now."""
    return state_at(record, node.clock.now_ms(), node.transition_delay_ms)
