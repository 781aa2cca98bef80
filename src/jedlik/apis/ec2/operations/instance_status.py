"""DescribeInstanceStatus: the states of instances, and the checks of those that run."""

from collections.abc import Mapping
from typing import Final

from jedlik.apis.api import Access
from jedlik.apis.authorization import account_wide
from jedlik.apis.ec2.filters import Values, filtered, of
from jedlik.apis.ec2.model.instances import (
    DESCRIBE_INSTANCE_STATUS,
    DescribeInstanceStatusRequest,
    DescribeInstanceStatusResponse,
    InstanceStatus,
    InstanceStatusSummary,
)
from jedlik.apis.ec2.operation import ec2_operation
from jedlik.apis.ec2.pages import page
from jedlik.apis.ec2.shown import state_shown
from jedlik.engine.context import Context, Node
from jedlik.features.identity.transaction import Transaction
from jedlik.features.instances.fleet import all_instances, instances_of, state_of
from jedlik.features.instances.records import InstanceRecord, Place
from jedlik.features.instances.rules import State

# Source: API Reference, DescribeInstanceStatus.
_FILTERS: Final[Mapping[str, Values[InstanceStatus]]] = {
    "availability-zone": of(lambda found: found["AvailabilityZone"]),
    "instance-state-code": of(lambda found: str(found["InstanceState"]["Code"])),
    "instance-state-name": of(lambda found: found["InstanceState"]["Name"]),
    "instance-status.status": of(lambda found: found["InstanceStatus"]["Status"]),
    "system-status.status": of(lambda found: found["SystemStatus"]["Status"]),
}
_OK: Final[InstanceStatusSummary] = {
    "Details": [{"Name": "reachability", "Status": "passed"}],
    "Status": "ok",
}
_NOT_APPLICABLE: Final[InstanceStatusSummary] = {"Details": [], "Status": "not-applicable"}


async def _run(
    request: DescribeInstanceStatusRequest,
    context: Context,
    transaction: Transaction,
    place: Place,
) -> DescribeInstanceStatusResponse:
    ids = request.get("InstanceIds")
    if ids:
        records = await instances_of(transaction, place, ids)
    else:
        records = await all_instances(transaction, place)
    found = [_shown(context.node, each) for each in records]
    if not request.get("IncludeAllInstances"):
        found = [each for each in found if each["InstanceState"]["Name"] == "running"]
    passed = filtered(found, request.get("Filters", []), _FILTERS)
    shown, token = page(request, passed, lambda each: each["InstanceId"], "InstanceIds")
    answer: DescribeInstanceStatusResponse = {"InstanceStatuses": shown}
    if token is not None:
        answer["NextToken"] = token
    return answer


def _shown(node: Node, record: InstanceRecord) -> InstanceStatus:
    state = state_of(node, record)
    summary = _OK if state is State.RUNNING else _NOT_APPLICABLE
    return {
        "AvailabilityZone": record["Zone"],
        "InstanceId": record["Id"],
        "InstanceState": state_shown(state),
        "InstanceStatus": summary,
        "SystemStatus": summary,
    }


OPERATIONS: Final = (
    ec2_operation(
        "DescribeInstanceStatus",
        Access.READ,
        DESCRIBE_INSTANCE_STATUS,
        account_wide("ec2:DescribeInstanceStatus"),
        _run,
    ),
)
