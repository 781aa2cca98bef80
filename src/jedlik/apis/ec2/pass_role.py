"""Whether the caller may give a role to an instance: iam:PassRole on the role.

This is decided in the operation, because the request names a profile, and only its record says
which role it has. Sources: IAM User Guide, "Grant a user permissions to pass a role to a service";
EC2 API Reference, AssociateIamInstanceProfile.
"""

from typing import Final

from jedlik.core.errors import Reject, ServiceError
from jedlik.core.iam.decision import decide
from jedlik.core.iam.denial import denial
from jedlik.core.iam.request import FixedContext, Request
from jedlik.engine.context import Context
from jedlik.features.identity.arns import arn_of
from jedlik.features.identity.records import InstanceProfileRecord
from jedlik.features.identity.transaction import Transaction
from jedlik.features.instances.associations import role_of
from jedlik.features.instances.records import Place

_PASS_ROLE: Final = "iam:PassRole"  # noqa: S105  (the name of an action)


async def check_pass_role(
    transaction: Transaction,
    context: Context,
    profile: InstanceProfileRecord,
    instance_id: str | None = None,
) -> None:
    """Raises Reject unless the caller may give the role of a profile to an instance.

    instance_id: None for an instance that does not exist yet.
    """
    role = await role_of(transaction, context.account_id, profile)
    if role is None or context.policies is None:  # nothing is passed, or nothing is enforced
        return
    place = Place(context.account_id, context.region)
    principal = context.principal
    keys = FixedContext(
        {
            **principal.keys,
            "iam:PassedToService": ("ec2.amazonaws.com",),
            "iam:AssociatedResourceArn": (place.arn("instance", instance_id or "*"),),
            "aws:RequestedRegion": (context.region,),
            **{f"aws:ResourceTag/{key}": (value,) for key, value in role["Tags"].items()},
        }
    )
    resource = arn_of(role, "role")
    request = Request(principal.caller, _PASS_ROLE, resource, keys, context.account_id)
    decision = decide(request, context.policies)
    if not decision.is_allowed:
        raise Reject(ServiceError("AccessDeniedException", denial(request, decision)))
