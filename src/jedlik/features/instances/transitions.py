"""StartInstances, StopInstances, TerminateInstances: the changes that the table in `rules` allows.

All instances of a request change, or none does.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final, NamedTuple

from jedlik.features.identity.transaction import Transaction
from jedlik.features.instances.fleet import fleet_of, instances_of, put_instance, state_of
from jedlik.features.instances.records import InstanceRecord, Place, fleet_entry
from jedlik.features.instances.refusals import refusal
from jedlik.features.instances.rules import ENDING, NEXT, Action, State

_FLAGS: Final = {Action.TERMINATE: "disableApiTermination", Action.STOP: "disableApiStop"}


class Transition(NamedTuple):
    """What became of one instance."""

    instance_id: str
    before: State
    after: State


async def change_states(
    transaction: Transaction, place: Place, ids: Sequence[str], action: Action
) -> list[Transition]:
    """Returns what became of each instance, in the order of the request.

    Raises Reject: as `instances_of`, IncorrectInstanceState, OperationNotPermitted.
    """
    records = await instances_of(transaction, place, ids)
    changed = [_changed(transaction, record, action) for record in records]
    for record, transition in zip(records, changed, strict=True):
        if transition.before is not transition.after:
            put_instance(transaction, place, record)
    if action is Action.TERMINATE:
        await _note_end(transaction, place, changed)
    return changed


def _changed(transaction: Transaction, record: InstanceRecord, action: Action) -> Transition:
    """Changes the state of a record. Raises Reject."""
    node = transaction.node
    before = state_of(node, record)
    after = NEXT.get((before, action))
    if after is None:
        which = "The" if action is Action.START else "This"
        text = f"{which} instance '{record['Id']}' is not in a state from which it can be"
        raise refusal("IncorrectInstanceState", f"{text} {action.value}.")
    if after is before:
        return Transition(record["Id"], before, before)
    _check_protection(record, action)
    now_ms = node.clock.now_ms()
    record["State"] = after.title
    record["SinceMs"] = now_ms
    moment = datetime.fromtimestamp(now_ms / 1000, UTC)
    is_start = action is Action.START
    record["Reason"] = "" if is_start else f"User initiated ({moment:%Y-%m-%d %H:%M:%S} GMT)"
    if is_start:
        record["LaunchedMs"] = now_ms
    if after in ENDING:
        record.pop("Profile", None)
    return Transition(record["Id"], before, after)


def _check_protection(record: InstanceRecord, action: Action) -> None:
    is_protected = {Action.TERMINATE: record["IsProtected"], Action.STOP: record["CannotStop"]}
    if is_protected.get(action):
        verb = action.value
        text = (
            f"The instance '{record['Id']}' may not be {verb}. Modify its '{_FLAGS[action]}'"
            " instance attribute and try again."
        )
        raise refusal("OperationNotPermitted", text)


async def _note_end(transaction: Transaction, place: Place, changed: Sequence[Transition]) -> None:
    """Stores when the instances ended, so that they are removed an hour later."""
    now_ms = transaction.node.clock.now_ms()
    fleet = await fleet_of(transaction, place)
    for each in changed:
        if not fleet["Instances"][each.instance_id]:
            fleet["Instances"][each.instance_id] = now_ms
    transaction.put(fleet_entry(place), fleet)
