"""The operations of the API that Jedlik does not have yet, by the capability that they need.

Their requests are authenticated and then refused with UnknownOperationException and a sentence that
names the missing capability. From this code SDKs and tools conclude that an endpoint lacks an
operation: Terraform then reads a table without its backups. docs/adr/0014 has the reasons, and
docs/differences.md has the list.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from jedlik.apis.api import Access, Answer, Operation, Plane
from jedlik.apis.authorization import refused
from jedlik.core.errors import Reject, ServiceError
from jedlik.engine.context import Context
from jedlik.wire.shapes.request import Request

# Source of the names: the current model of the API.
OPERATIONS_BY_CAPABILITY: Final[Mapping[str, Sequence[str]]] = {
    "contributor insights": (
        "DescribeContributorInsights",
        "ListContributorInsights",
        "UpdateContributorInsights",
    ),
    "global tables": (
        "CreateGlobalTable",
        "DescribeGlobalTable",
        "DescribeGlobalTableSettings",
        "DescribeTableReplicaAutoScaling",
        "ListGlobalTables",
        "UpdateGlobalTable",
        "UpdateGlobalTableSettings",
        "UpdateTableReplicaAutoScaling",
    ),
    "Kinesis destinations": (
        "DescribeKinesisStreamingDestination",
        "DisableKinesisStreamingDestination",
        "EnableKinesisStreamingDestination",
        "UpdateKinesisStreamingDestination",
    ),
}
_READING: Final = ("Describe", "Get", "List")


def _refused(name: str, capability: str) -> Operation:
    """Returns an operation that refuses every request."""
    access = Access.READ if name.startswith(_READING) else Access.WRITE
    check = _refusal(f"{name} is not available: this version of Jedlik has no {capability}")
    return Operation(name, access, Plane.CONTROL, Request(), check, _run, refused)


def _refusal(message: str) -> Callable[[Any], Any]:
    def check(request: object) -> object:
        raise Reject(ServiceError("UnknownOperationException", message))

    return check


async def _run(checked: object, context: Context) -> Answer:
    raise AssertionError("`check` refuses every request")


OPERATIONS: Final = tuple(
    _refused(name, capability)
    for capability, names in OPERATIONS_BY_CAPABILITY.items()
    for name in names
)
