"""Makes the operations of EC2. They have the same course.

A request with DryRun is authorized and then refused with DryRunOperation. Another request is one
transaction. It raises no epoch: no process caches instances.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final, TypeVar

from jedlik.apis.api import Access, Answer, Operation, Plane
from jedlik.apis.authorization import Rule
from jedlik.apis.ec2.rules import place_of
from jedlik.core.errors import Reject, ServiceError
from jedlik.engine.context import Context
from jedlik.features.identity.transaction import Transaction, transact
from jedlik.features.instances.records import Place
from jedlik.wire.shapes.query_request import QueryRequest

R = TypeVar("R", bound=Mapping[str, Any])

_DRY_RUN: Final = ServiceError(
    "DryRunOperation", "Request would have succeeded, but DryRun flag is set."
)


def ec2_operation(
    name: str,
    access: Access,
    shape: QueryRequest[R],
    rule: Rule,
    act: Callable[[R, Context, Transaction, Place], Awaitable[Answer]],
) -> Operation:
    """Returns an operation.

    act: does the work of a request in a transaction. It may be called again.
    """

    async def run(request: R, context: Context) -> Answer:
        if request.get("DryRun"):
            raise Reject(_DRY_RUN)
        place = place_of(context)
        return await transact(
            context.node,
            lambda transaction: act(request, context, transaction, place),
            raises_epoch=False,
        )

    return Operation(name, access, Plane.CONTROL, shape, _unchanged, run, rule)


def refuse_dry_run(request: Mapping[str, Any]) -> None:
    """Raises Reject if a request has DryRun."""
    if request.get("DryRun"):
        raise Reject(_DRY_RUN)


def _unchanged(request: R) -> R:
    return request
