"""GetFederationToken: temporary credentials of a user, for somebody else."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from jedlik.apis.api import Access, Operation, Plane
from jedlik.apis.authorization import Authorization
from jedlik.apis.condition_keys import keys_of_tags
from jedlik.apis.sts.credentials import credentials, packed_size
from jedlik.apis.sts.model.sessions import (
    GET_FEDERATION_TOKEN,
    GetFederationTokenRequest,
    GetFederationTokenResponse,
)
from jedlik.core.errors import Reject, ServiceError
from jedlik.core.iam.request import CallerKind
from jedlik.core.principal import is_temporary
from jedlik.engine.context import Context
from jedlik.features.identity.arns import federated_user_arn
from jedlik.features.identity.assume_role import (
    SessionPolicies,
    add_session_policies,
    check_session_policies,
    tags_in,
)
from jedlik.features.identity.sessions import Session, seal_session
from jedlik.features.identity.transaction import transact

# Source: STS API Reference.
_DEFAULT_S: Final = 43_200
_ROOT_MAX_S: Final = 3_600
_SESSION: Final = ServiceError(
    "AccessDeniedException", "Cannot call GetFederationToken with session credentials"
)


class _Checked(NamedTuple):
    name: str
    policies: SessionPolicies
    duration_s: int
    tags: dict[str, str]


def _check(request: GetFederationTokenRequest) -> _Checked:
    arns = [each["arn"] for each in request.get("PolicyArns", ())]
    policies = SessionPolicies(request.get("Policy"), arns)
    check_session_policies(policies)
    tags = tags_in([(each["Key"], each["Value"]) for each in request.get("Tags", ())])
    duration_s = request.get("DurationSeconds", _DEFAULT_S)
    return _Checked(request["Name"], policies, duration_s, tags)


async def _run(checked: _Checked, context: Context) -> GetFederationTokenResponse:
    principal = context.principal
    if is_temporary(principal):
        raise Reject(_SESSION)
    duration_s = checked.duration_s
    if principal.caller.kind is CallerKind.ROOT:
        duration_s = min(duration_s, _ROOT_MAX_S)
    now_s = context.node.clock.now_ms() // 1000
    session: Session = {
        "AccountId": principal.account_id,
        "Kind": "federated",
        "EntityId": principal.caller.entity_id,
        "Name": checked.name,
        "IssuedS": now_s,
        "ExpiresS": now_s + duration_s,
        "IsOpen": not principal.is_verified,
    }
    if checked.tags:
        session["Tags"] = checked.tags
    await transact(context.node, lambda each: add_session_policies(each, session, checked.policies))
    is_limited = checked.policies.are_given or bool(checked.tags)
    return {
        "Credentials": credentials(seal_session(context.node.sealing, session)),
        "FederatedUser": {
            "FederatedUserId": f"{principal.account_id}:{checked.name}",
            "Arn": federated_user_arn(principal.account_id, checked.name),
        },
        "PackedPolicySize": packed_size(session) if is_limited else 0,
    }


def _on_user(
    request: GetFederationTokenRequest, checked: object, context: Context
) -> Sequence[Authorization]:
    """Returns the operation on the federated user, and his tagging if the request has tags.

    Source: IAM User Guide, "Pass session tags in AWS STS".
    """
    arn = federated_user_arn(context.account_id, request["Name"])
    if not request.get("Tags"):
        return (Authorization("sts:GetFederationToken", arn),)
    tags = [(each["Key"], each["Value"]) for each in request["Tags"]]
    keys = tuple(keys_of_tags(tags).items())
    actions = ("sts:GetFederationToken", "sts:TagSession")
    return [Authorization(action, arn, keys=keys) for action in actions]


OPERATION: Final = Operation(
    "GetFederationToken",
    Access.READ,
    Plane.CONTROL,
    GET_FEDERATION_TOKEN,
    _check,
    _run,
    _on_user,
)
