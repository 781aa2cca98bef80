"""SignIn: temporary credentials of a user, for the name and the password.

The request is not signed, and no policy decides about it: the password says who makes it. Where it
may come from is decided by `pipeline.unsigned`.
"""

from collections.abc import Mapping
from typing import Final

from jedlik.apis.api import Access, Operation, Plane
from jedlik.apis.jedlik.model import SIGN_IN, SignInRequest, SignInResponse
from jedlik.concurrency import FullError
from jedlik.core.errors import Reject, ServiceError, invalid
from jedlik.core.iam.request import Context as ConditionContext
from jedlik.engine.context import Context
from jedlik.features.identity.sessions import Credentials
from jedlik.features.identity.sign_in import (
    HASHES,
    Claim,
    Claimed,
    begin,
    prove,
    replace,
    session_of,
)

_DEFAULT_S: Final = 43_200
_PASSWORD_CHARACTERS_MAX: Final = 128  # Source: IAM API Reference, ChangePassword
# What CloudTrail shows for the name of a user who does not exist. People type passwords into the
# wrong field. Source: CloudTrail User Guide, "AWS Management Console sign-in events".
_HIDDEN: Final = "HIDDEN_DUE_TO_SECURITY_REASONS"
_OPEN: Final = ServiceError(
    "AccessDeniedException",
    "This server accepts all credentials (--auth open), so there is nothing to sign in to. Use any"
    " access key.",
)
_BUSY: Final = ServiceError(
    "ThrottlingException", "Too many people sign in at the moment. Try again in a few seconds."
)


def _check(request: SignInRequest) -> SignInRequest:
    """Checks the passwords here, because an error of the shape may repeat the value."""
    for name, password in (
        ("Password", request["Password"]),
        ("NewPassword", request.get("NewPassword", request["Password"])),
    ):
        if not 1 <= len(password) <= _PASSWORD_CHARACTERS_MAX:
            raise invalid(f"{name} must have 1 to {_PASSWORD_CHARACTERS_MAX} characters.")
    return request


async def _run(request: SignInRequest, context: Context) -> SignInResponse:
    keys = context.keys
    if keys is None:  # no stage decides what principals may do
        raise Reject(_OPEN)
    try:
        with HASHES.place():
            made = await _signed_in(request, context, keys)
    except FullError:
        raise Reject(_BUSY) from None
    return {
        "Credentials": {
            "AccessKeyId": made.access_key_id,
            "SecretAccessKey": made.secret_access_key,
            "SessionToken": made.session_token,
            "Expiration": made.expires_s,
        }
    }


async def _signed_in(
    request: SignInRequest, context: Context, keys: ConditionContext
) -> Credentials:
    claim = Claim(request["Account"], request["UserName"])
    attempt = await begin(context.node, claim)
    _show(request, context, attempt.claimed)
    await prove(attempt, request["Password"])
    profile = await replace(attempt, request.get("NewPassword"), keys)
    return session_of(attempt, profile, request.get("DurationSeconds", _DEFAULT_S))


def _show(request: SignInRequest, context: Context, claimed: Claimed) -> None:
    """Sets what the audit log shows. Before, it shows nothing: nobody has attempted anything."""
    context.principal = claimed.principal
    context.account_id = claimed.principal.account_id
    if claimed.account_id is None:
        request["Account"] = _HIDDEN
    if claimed.user is None:
        request["UserName"] = _HIDDEN


def _decided_by_password(request: Mapping[str, object], checked: object, context: Context) -> None:
    """The operation decides, by the password."""


OPERATION: Final = Operation(
    "SignIn", Access.WRITE, Plane.CONTROL, SIGN_IN, _check, _run, _decided_by_password
)
