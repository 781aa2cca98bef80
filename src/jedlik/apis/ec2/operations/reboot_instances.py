"""RebootInstances: changes nothing, because nothing runs in an instance itself."""

from typing import Final

from jedlik.apis.api import Access
from jedlik.apis.ec2.model.instances import REBOOT_INSTANCES, RebootInstancesRequest
from jedlik.apis.ec2.operation import ec2_operation
from jedlik.apis.ec2.rules import on_instances
from jedlik.engine.context import Context
from jedlik.features.identity.transaction import Transaction
from jedlik.features.instances.fleet import instances_of, state_of
from jedlik.features.instances.records import Place
from jedlik.features.instances.refusals import refusal
from jedlik.features.instances.rules import State


async def _run(
    request: RebootInstancesRequest, context: Context, transaction: Transaction, place: Place
) -> None:
    for record in await instances_of(transaction, place, request["InstanceIds"]):
        if state_of(context.node, record) not in {State.PENDING, State.RUNNING}:
            text = (
                f"This instance '{record['Id']}' is not in a state from which it can be rebooted."
            )
            raise refusal("IncorrectInstanceState", text)


OPERATION: Final = ec2_operation(
    "RebootInstances",
    Access.WRITE,
    REBOOT_INSTANCES,
    on_instances("ec2:RebootInstances"),
    _run,
)
