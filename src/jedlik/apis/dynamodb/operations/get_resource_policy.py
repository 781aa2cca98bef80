"""GetResourcePolicy: returns the policy of a table or stream."""

from typing import Final

from jedlik.apis.api import Access, Answer, Operation, Plane
from jedlik.apis.authorization import on_arn
from jedlik.apis.dynamodb.model.policies import GET_RESOURCE_POLICY, GetResourcePolicyRequest
from jedlik.apis.dynamodb.resource_policies import shown
from jedlik.engine.context import Context
from jedlik.features.resource_policies.resource import resource_named
from jedlik.features.resource_policies.rules import not_found


def check(request: GetResourcePolicyRequest) -> GetResourcePolicyRequest:
    """Returns the request unchanged: no rule concerns several members."""
    return request


async def run(request: GetResourcePolicyRequest, context: Context) -> Answer:
    """Answers the document in canonical form, and its revision id."""
    from jedlik.features.resource_policies.lookup import stored_policy  # noqa: PLC0415  (as `shown`)

    resource = resource_named(context, request["ResourceArn"])
    stored = await stored_policy(context, resource)
    if stored is None:
        raise not_found(resource.arn)
    return {"Policy": await shown(context, stored), "RevisionId": stored["RevisionId"]}


OPERATION: Final = Operation(
    "GetResourcePolicy",
    Access.READ,
    Plane.CONTROL,
    GET_RESOURCE_POLICY,
    check,
    run,
    on_arn("dynamodb:GetResourcePolicy", "ResourceArn"),
)
