"""AssumeRole: temporary credentials of a role."""

from typing import Final

from jedlik.apis.api import Access, Operation, Plane
from jedlik.apis.sts.credentials import credentials, packed_size
from jedlik.apis.sts.model.sessions import ASSUME_ROLE, AssumeRoleRequest, AssumeRoleResponse
from jedlik.engine.context import Context
from jedlik.features.identity.arns import role_session_arn
from jedlik.features.identity.assume_role import (
    SessionPolicies,
    Wanted,
    assume_role,
    tags_in,
)
from jedlik.features.identity.sessions import seal_session
from jedlik.features.identity.transaction import transact


def _check(request: AssumeRoleRequest) -> Wanted:
    tags = tags_in([(each["Key"], each["Value"]) for each in request.get("Tags", ())])
    external_id = request.get("ExternalId")
    return Wanted(
        role_arn=request["RoleArn"],
        name=request["RoleSessionName"],
        policies=SessionPolicies(
            request.get("Policy"), [each["arn"] for each in request.get("PolicyArns", ())]
        ),
        duration_s=request.get("DurationSeconds"),
        tags=tags,
        transitive=request.get("TransitiveTagKeys", []),
        source_identity=request.get("SourceIdentity"),
        keys={} if external_id is None else {"sts:externalid": (external_id,)},
    )


async def _run(wanted: Wanted, context: Context) -> AssumeRoleResponse:
    assumed = await transact(context.node, lambda each: assume_role(each, context, wanted))
    session, role = assumed
    made = seal_session(context.node.sealing, session)
    answer: AssumeRoleResponse = {
        "Credentials": credentials(made),
        "AssumedRoleUser": {
            "AssumedRoleId": f"{role['Id']}:{wanted.name}",
            "Arn": role_session_arn(role["AccountId"], role["Name"], wanted.name),
        },
    }
    if wanted.policies.are_given or wanted.tags:
        answer["PackedPolicySize"] = packed_size(session)
    if "SourceIdentity" in session:
        answer["SourceIdentity"] = session["SourceIdentity"]
    return answer


def _decided_by_trust(request: AssumeRoleRequest, checked: Wanted, context: Context) -> None:
    """The operation decides, because the trust policy of the role takes part."""


OPERATION: Final = Operation(
    "AssumeRole", Access.READ, Plane.CONTROL, ASSUME_ROLE, _check, _run, _decided_by_trust
)
