"""GetSessionToken: temporary credentials of the user who asks for them."""

from collections.abc import Mapping
from typing import Final

from jedlik.apis.api import Access, Operation, Plane
from jedlik.apis.sts.credentials import credentials
from jedlik.apis.sts.model.sessions import (
    GET_SESSION_TOKEN,
    GetSessionTokenRequest,
    GetSessionTokenResponse,
)
from jedlik.core.errors import Reject, ServiceError
from jedlik.core.iam.request import CallerKind
from jedlik.core.principal import is_temporary
from jedlik.engine.context import Context
from jedlik.features.identity.sessions import Session, seal_session

# Source: STS API Reference. The root gets at most an hour, whatever it asks for.
_DEFAULT_S: Final = 43_200
_ROOT_MAX_S: Final = 3_600
_SESSION: Final = ServiceError(
    "AccessDeniedException", "Cannot call GetSessionToken with session credentials"
)


def _check(request: GetSessionTokenRequest) -> int:
    return request.get("DurationSeconds", _DEFAULT_S)


async def _run(duration_s: int, context: Context) -> GetSessionTokenResponse:
    principal = context.principal
    if is_temporary(principal):
        raise Reject(_SESSION)
    if principal.caller.kind is CallerKind.ROOT:
        duration_s = min(duration_s, _ROOT_MAX_S)
    now_s = context.node.clock.now_ms() // 1000
    session: Session = {
        "AccountId": principal.account_id,
        "Kind": "user",
        "EntityId": principal.caller.entity_id,
        "Name": "",
        "IssuedS": now_s,
        "ExpiresS": now_s + duration_s,
        "IsOpen": not principal.is_verified,
    }
    return {"Credentials": credentials(seal_session(context.node.sealing, session))}


def _needs_nothing(request: Mapping[str, object], checked: object, context: Context) -> None:
    """Needs no permission. Source: IAM User Guide, "Permissions for GetSessionToken"."""


OPERATION: Final = Operation(
    "GetSessionToken",
    Access.READ,
    Plane.CONTROL,
    GET_SESSION_TOKEN,
    _check,
    _run,
    _needs_nothing,
)
