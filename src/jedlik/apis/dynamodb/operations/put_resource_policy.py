"""PutResourcePolicy: sets the policy of a table or stream. It replaces the policy that it has."""

from typing import TYPE_CHECKING, Final, NamedTuple

from jedlik.apis.api import Access, Answer, Operation, Plane
from jedlik.apis.authorization import on_arn
from jedlik.apis.dynamodb.model.policies import PUT_RESOURCE_POLICY, PutResourcePolicyRequest
from jedlik.apis.dynamodb.resource_policies import check_keeps_access, document, parsed_policy
from jedlik.engine.context import Context
from jedlik.features.resource_policies.change import put_policy
from jedlik.features.resource_policies.resource import is_stream, resource_named

if TYPE_CHECKING:  # see `apis.dynamodb.resource_policies`
    from jedlik.core.iam.policy import Policy


class CheckedPolicy(NamedTuple):
    """A request and its document, parsed."""

    request: PutResourcePolicyRequest
    policy: "Policy"


def check(request: PutResourcePolicyRequest) -> CheckedPolicy:
    """Parses the document."""
    kind = is_stream(request["ResourceArn"])
    return CheckedPolicy(request, parsed_policy(request["Policy"], is_stream=kind))


async def run(checked: CheckedPolicy, context: Context) -> Answer:
    """Puts the policy. Later requests are decided with it when this function returns."""
    request, policy = checked
    resource = resource_named(context, request["ResourceArn"])
    stored = await document(context, request["Policy"], policy)
    if not request.get("ConfirmRemoveSelfResourceAccess", False):
        check_keeps_access(context, resource.arn, policy)
    expected = request.get("ExpectedRevisionId")
    return {"RevisionId": await put_policy(context, resource, stored, expected)}


OPERATION: Final = Operation(
    "PutResourcePolicy",
    Access.WRITE,
    Plane.CONTROL,
    PUT_RESOURCE_POLICY,
    check,
    run,
    on_arn("dynamodb:PutResourcePolicy", "ResourceArn"),
)
