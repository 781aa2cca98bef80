"""TerminateInstances: ends instances for good."""

from typing import Final

from jedlik.apis.api import Access
from jedlik.apis.ec2.model.instances import (
    TERMINATE_INSTANCES,
    TerminateInstancesRequest,
    TerminateInstancesResponse,
)
from jedlik.apis.ec2.operation import ec2_operation
from jedlik.apis.ec2.rules import on_instances
from jedlik.apis.ec2.shown import change_shown
from jedlik.engine.context import Context
from jedlik.features.identity.transaction import Transaction
from jedlik.features.instances.records import Place
from jedlik.features.instances.rules import Action
from jedlik.features.instances.transitions import change_states


async def _run(
    request: TerminateInstancesRequest, context: Context, transaction: Transaction, place: Place
) -> TerminateInstancesResponse:
    changed = await change_states(transaction, place, request["InstanceIds"], Action.TERMINATE)
    return {"TerminatingInstances": [change_shown(each) for each in changed]}


OPERATION: Final = ec2_operation(
    "TerminateInstances",
    Access.WRITE,
    TERMINATE_INSTANCES,
    on_instances("ec2:TerminateInstances"),
    _run,
)
