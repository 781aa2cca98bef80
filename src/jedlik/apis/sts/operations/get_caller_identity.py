"""GetCallerIdentity: the account, the ARN and the unique id of who makes the request.

It needs no permission: the service answers it even if a policy denies it. Source: API Reference of
STS, GetCallerIdentity.
"""

from typing import Final

from jedlik.apis.api import Access, Operation, Plane
from jedlik.apis.sts.model.identity import (
    GET_CALLER_IDENTITY,
    GetCallerIdentityRequest,
    GetCallerIdentityResponse,
)
from jedlik.engine.context import Context


def _check(request: GetCallerIdentityRequest) -> None:
    """Accepts every request. It has no members."""


async def _run(checked: None, context: Context) -> GetCallerIdentityResponse:
    principal = context.principal
    return {
        "UserId": principal.user_id,
        "Account": principal.account_id,
        "Arn": principal.arn,
    }


def _needs_nothing(request: GetCallerIdentityRequest, checked: None, context: Context) -> None:
    """Needs no permission, and no policy can deny it. Source: STS API Reference."""


OPERATION: Final = Operation(
    "GetCallerIdentity",
    Access.READ,
    Plane.CONTROL,
    GET_CALLER_IDENTITY,
    _check,
    _run,
    _needs_nothing,
)
