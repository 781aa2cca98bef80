"""The operations that start, stop, reboot and terminate instances.

RebootInstances changes nothing, because nothing runs in an instance itself.
"""

from typing import Final

from jedlik.apis.api import Access
from jedlik.apis.ec2.model.instances import (
    REBOOT_INSTANCES,
    START_INSTANCES,
    STOP_INSTANCES,
    TERMINATE_INSTANCES,
    RebootInstancesRequest,
    StartInstancesRequest,
    StartInstancesResponse,
    StopInstancesRequest,
    StopInstancesResponse,
    TerminateInstancesRequest,
    TerminateInstancesResponse,
)
from jedlik.apis.ec2.operation import ec2_operation
from jedlik.apis.ec2.rules import on_instances
from jedlik.apis.ec2.shown import change_shown
from jedlik.engine.context import Context
from jedlik.features.identity.transaction import Transaction
from jedlik.features.instances.fleet import instances_of, state_of
from jedlik.features.instances.records import Place
from jedlik.features.instances.refusals import refusal
from jedlik.features.instances.rules import Action, State
from jedlik.features.instances.transitions import change_states


async def _start_instances(
    request: StartInstancesRequest, context: Context, transaction: Transaction, place: Place
) -> StartInstancesResponse:
    changed = await change_states(transaction, place, request["InstanceIds"], Action.START)
    return {"StartingInstances": [change_shown(each) for each in changed]}


async def _stop_instances(
    request: StopInstancesRequest, context: Context, transaction: Transaction, place: Place
) -> StopInstancesResponse:
    changed = await change_states(transaction, place, request["InstanceIds"], Action.STOP)
    return {"StoppingInstances": [change_shown(each) for each in changed]}


async def _reboot_instances(
    request: RebootInstancesRequest, context: Context, transaction: Transaction, place: Place
) -> None:
    for record in await instances_of(transaction, place, request["InstanceIds"]):
        if state_of(context.node, record) not in {State.PENDING, State.RUNNING}:
            text = (
                f"This instance '{record['Id']}' is not in a state from which it can be rebooted."
            )
            raise refusal("IncorrectInstanceState", text)


async def _terminate_instances(
    request: TerminateInstancesRequest, context: Context, transaction: Transaction, place: Place
) -> TerminateInstancesResponse:
    changed = await change_states(transaction, place, request["InstanceIds"], Action.TERMINATE)
    return {"TerminatingInstances": [change_shown(each) for each in changed]}


OPERATIONS: Final = (
    ec2_operation(
        "StartInstances",
        Access.WRITE,
        START_INSTANCES,
        on_instances("ec2:StartInstances"),
        _start_instances,
    ),
    ec2_operation(
        "StopInstances",
        Access.WRITE,
        STOP_INSTANCES,
        on_instances("ec2:StopInstances"),
        _stop_instances,
    ),
    ec2_operation(
        "RebootInstances",
        Access.WRITE,
        REBOOT_INSTANCES,
        on_instances("ec2:RebootInstances"),
        _reboot_instances,
    ),
    ec2_operation(
        "TerminateInstances",
        Access.WRITE,
        TERMINATE_INSTANCES,
        on_instances("ec2:TerminateInstances"),
        _terminate_instances,
    ),
)
