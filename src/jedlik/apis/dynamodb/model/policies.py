"""Requests of the operations on resource-based policies.

The operation checks the form of an ARN, since it answers in words of its own.
"""

from typing import Annotated, Final, Required, TypedDict

from jedlik.apis.dynamodb.model.members import request
from jedlik.core import limits
from jedlik.core.types.constraints import max_length, min_length

_Resource = Annotated[str, min_length(1), max_length(limits.RESOURCE_ARN_CHARACTERS)]
_RevisionId = Annotated[str, min_length(1), max_length(limits.REVISION_ID_CHARACTERS)]


class PutResourcePolicyRequest(TypedDict, total=False):
    """PutResourcePolicy."""

    ResourceArn: Required[_Resource]
    Policy: Required[str]
    ExpectedRevisionId: _RevisionId
    ConfirmRemoveSelfResourceAccess: bool


class GetResourcePolicyRequest(TypedDict):
    """GetResourcePolicy."""

    ResourceArn: _Resource


class DeleteResourcePolicyRequest(TypedDict, total=False):
    """DeleteResourcePolicy."""

    ResourceArn: Required[_Resource]
    ExpectedRevisionId: _RevisionId


PUT_RESOURCE_POLICY: Final = request(PutResourcePolicyRequest)
GET_RESOURCE_POLICY: Final = request(GetResourcePolicyRequest)
DELETE_RESOURCE_POLICY: Final = request(DeleteResourcePolicyRequest)
