"""AssumeRoleWithWebIdentity: temporary credentials of a role, for the token of an issuer.

The request is not signed. The token says who makes it.
"""

from typing import Final, NamedTuple

from jedlik.apis.api import Access, Operation, Plane
from jedlik.apis.sts.credentials import credentials, packed_size
from jedlik.apis.sts.model.sessions import (
    ASSUME_ROLE_WITH_WEB_IDENTITY,
    AssumeRoleWithWebIdentityRequest,
    AssumeRoleWithWebIdentityResponse,
)
from jedlik.core.errors import Reject, ServiceError
from jedlik.engine.context import Context
from jedlik.features.identity.arns import role_session_arn
from jedlik.features.identity.assume_role import SessionPolicies, Wanted, check_session_policies
from jedlik.features.identity.sessions import seal_session
from jedlik.features.identity.transaction import transact
from jedlik.features.identity.web_identity import assume_role_with_web_identity
from jedlik.features.identity.web_tokens import WebToken, read_token

# ProviderId names one of two providers on the internet, whose access tokens are no JSON Web Tokens.
# Source of the text: STS API Reference, about this error.
_UNREACHABLE: Final = ServiceError(
    "IDPCommunicationError",
    "The request could not be fulfilled because the identity provider (IDP) that was asked to"
    " verify the incoming identity token could not be reached.",
)


class _Checked(NamedTuple):
    wanted: Wanted
    token: WebToken


def _check(request: AssumeRoleWithWebIdentityRequest) -> _Checked:
    if "ProviderId" in request:
        raise Reject(_UNREACHABLE)
    token = read_token(request["WebIdentityToken"])
    policies = SessionPolicies(
        request.get("Policy"), [each["arn"] for each in request.get("PolicyArns", ())]
    )
    check_session_policies(policies)
    wanted = Wanted(
        role_arn=request["RoleArn"],
        name=request["RoleSessionName"],
        policies=policies,
        duration_s=request.get("DurationSeconds"),
        tags={},
        transitive=[],
        source_identity=None,
        keys={},
    )
    return _Checked(wanted, token)


async def _run(checked: _Checked, context: Context) -> AssumeRoleWithWebIdentityResponse:
    wanted, token = checked
    assumed, identity = await transact(
        context.node, lambda each: assume_role_with_web_identity(each, context, wanted, token)
    )
    session, role = assumed
    answer: AssumeRoleWithWebIdentityResponse = {
        "Credentials": credentials(seal_session(context.node.sealing, session)),
        "SubjectFromWebIdentityToken": identity.subject,
        "AssumedRoleUser": {
            "AssumedRoleId": f"{role['Id']}:{wanted.name}",
            "Arn": role_session_arn(role["AccountId"], role["Name"], wanted.name),
        },
        "Provider": identity.provider,
        "Audience": identity.audience,
    }
    if wanted.policies.are_given or "Tags" in session:
        answer["PackedPolicySize"] = packed_size(session)
    if "SourceIdentity" in session:
        answer["SourceIdentity"] = session["SourceIdentity"]
    return answer


def _decided_by_trust(
    request: AssumeRoleWithWebIdentityRequest, checked: object, context: Context
) -> None:
    """The operation decides, by the token and the trust policy of the role."""


OPERATION: Final = Operation(
    "AssumeRoleWithWebIdentity",
    Access.READ,
    Plane.CONTROL,
    ASSUME_ROLE_WITH_WEB_IDENTITY,
    _check,
    _run,
    _decided_by_trust,
)
