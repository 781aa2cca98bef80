"""Makes the operations of AWS Backup. They have the same course.

A request is one transaction. It raises no epoch: no process caches vaults or plans. Operations that
list read outside of a transaction, because a scan cannot be proved.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final, TypeVar

from jedlik.apis.api import Access, Answer, Operation, Plane
from jedlik.apis.authorization import Rule
from jedlik.apis.backup.rules import place_of
from jedlik.engine.context import Context
from jedlik.features.aws_backup.listing import Wanted, listed
from jedlik.features.identity.transaction import Transaction, transact
from jedlik.wire.shapes.json_request import JsonRequest

R = TypeVar("R", bound=Mapping[str, Any])
S = TypeVar("S", bound=Mapping[str, Any])

_SECOND_MS: Final = 1000


def backup_operation(
    name: str,
    access: Access,
    shape: JsonRequest[R],
    rule: Rule,
    act: Callable[[R, Context, Transaction], Awaitable[Answer]],
) -> Operation:
    """Returns an operation. act: does the work of a request. It may be called again."""

    async def run(request: R, context: Context) -> Answer:
        return await transact(
            context.node, lambda each: act(request, context, each), raises_epoch=False
        )

    return Operation(name, access, Plane.CONTROL, shape, _unchanged, run, rule)


def list_operation(
    name: str,
    shape: JsonRequest[R],
    rule: Rule,
    run: Callable[[R, Context], Awaitable[Answer]],
) -> Operation:
    """Returns an operation that lists."""
    return Operation(name, Access.READ, Plane.CONTROL, shape, _unchanged, run, rule)


async def page(
    context: Context,
    request: Mapping[str, Any],
    wanted: Wanted[S],
    member: str,
    shown: Callable[[S], Mapping[str, object]],
) -> Answer:
    """Returns the answer with a page. member: of the answer. shown: shows a record."""
    found, token = await listed(context.node, place_of(context), request, wanted)
    answer: dict[str, object] = {member: list(map(shown, found))}
    if token is not None:
        answer["NextToken"] = token
    return answer


def is_wanted_job(
    request: Mapping[str, Any],
    job: Mapping[str, Any],
    shown: Mapping[str, object],
    equal: Mapping[str, str],
) -> bool:
    """Returns whether a request that lists jobs asks for this one.

    job: its record. shown: the same, as answers show it. equal: the members of requests that
    choose jobs, and the members of `shown` that must be equal to them.
    """
    return (
        all(request[by] == shown.get(member) for by, member in equal.items() if by in request)
        and is_between(
            job["CreatedMs"], request.get("ByCreatedBefore"), request.get("ByCreatedAfter")
        )
        and is_between(
            job.get("EndedMs"), request.get("ByCompleteBefore"), request.get("ByCompleteAfter")
        )
    )


def is_between(at_ms: int | None, before_s: float | None, after_s: float | None) -> bool:
    """Returns whether a time is in the range that a request asks for. None: there is no bound, or
    no time.
    """
    if before_s is None and after_s is None:
        return True
    if at_ms is None:
        return False
    seconds = at_ms / _SECOND_MS
    return (before_s is None or seconds < before_s) and (after_s is None or seconds > after_s)


def _unchanged(request: R) -> R:
    return request
