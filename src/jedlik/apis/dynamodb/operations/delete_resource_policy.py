"""DeleteResourcePolicy: removes the policy of a table or stream, if it has one."""

from typing import Final

from jedlik.apis.api import Access, Answer, Operation, Plane
from jedlik.apis.authorization import on_arn
from jedlik.apis.dynamodb.model.policies import (
    DELETE_RESOURCE_POLICY,
    DeleteResourcePolicyRequest,
)
from jedlik.engine.context import Context
from jedlik.features.resource_policies.change import delete_policy
from jedlik.features.resource_policies.resource import resource_named


def check(request: DeleteResourcePolicyRequest) -> DeleteResourcePolicyRequest:
    """Returns the request unchanged: no rule concerns several members."""
    return request


async def run(request: DeleteResourcePolicyRequest, context: Context) -> Answer:
    """Deletes the policy. Another deletion answers the revision id of the first."""
    resource = resource_named(context, request["ResourceArn"])
    revision_id = await delete_policy(context, resource, request.get("ExpectedRevisionId"))
    return {} if revision_id is None else {"RevisionId": revision_id}


OPERATION: Final = Operation(
    "DeleteResourcePolicy",
    Access.WRITE,
    Plane.CONTROL,
    DELETE_RESOURCE_POLICY,
    check,
    run,
    on_arn("dynamodb:DeleteResourcePolicy", "ResourceArn"),
)
