"""GetKeyPolicy, PutKeyPolicy and ListKeyPolicies. A key has one policy, with the name `default`."""

from typing import Final

from jedlik.apis.api import Access, Answer, Operation, Plane
from jedlik.apis.kms.authorizations import on_key
from jedlik.apis.kms.checks import as_sent
from jedlik.apis.kms.model.policies import (
    GET_KEY_POLICY,
    LIST_KEY_POLICIES,
    PUT_KEY_POLICY,
    GetKeyPolicyRequest,
    ListKeyPoliciesRequest,
    PutKeyPolicyRequest,
)
from jedlik.core.errors import Reject, ServiceError
from jedlik.engine.context import Context
from jedlik.features.encryption_keys.keys import checked_policy, store
from jedlik.features.encryption_keys.records import KeyRecord
from jedlik.features.encryption_keys.resolve import own_key, refuse_service_key
from jedlik.features.identity.transaction import Transaction, transact

_NAME: Final = "default"
# The text is not recorded.
_NO_POLICY: Final = ServiceError("NotFoundException", "No such policy exists")


async def get(request: GetKeyPolicyRequest, context: Context) -> Answer:
    """Returns the policy of a key, as it was sent."""
    record = await _own(context, request["KeyId"], "GetKeyPolicy")
    if request.get("PolicyName", _NAME) != _NAME:
        raise Reject(_NO_POLICY)
    return {"Policy": record["Policy"], "PolicyName": _NAME}


async def put(request: PutKeyPolicyRequest, context: Context) -> Answer:
    """Replaces the policy of a key. It may be replaced in every state of the key."""

    async def operation(transaction: Transaction) -> None:
        record = await own_key(transaction, context, request["KeyId"], "PutKeyPolicy")
        refuse_service_key(record, context, "PutKeyPolicy")
        if request.get("PolicyName", _NAME) != _NAME:
            raise Reject(_NO_POLICY)
        bypasses_check = request.get("BypassPolicyLockoutSafetyCheck", False)
        record["Policy"] = checked_policy(
            request["Policy"], context, record, bypasses_check=bypasses_check
        )
        store(transaction, record)

    await transact(context.node, operation)
    return None


async def list_policies(request: ListKeyPoliciesRequest, context: Context) -> Answer:
    """Returns the one name of a policy."""
    await _own(context, request["KeyId"], "ListKeyPolicies")
    return {"PolicyNames": [_NAME], "Truncated": False}


async def _own(context: Context, key_id: str, action: str) -> KeyRecord:
    async def operation(transaction: Transaction) -> KeyRecord:
        return await own_key(transaction, context, key_id, action)

    return await transact(context.node, operation)


OPERATIONS: Final = (
    Operation(
        "GetKeyPolicy",
        Access.READ,
        Plane.CONTROL,
        GET_KEY_POLICY,
        as_sent,
        get,
        on_key("kms:GetKeyPolicy"),
    ),
    Operation(
        "PutKeyPolicy",
        Access.WRITE,
        Plane.CONTROL,
        PUT_KEY_POLICY,
        as_sent,
        put,
        on_key("kms:PutKeyPolicy"),
    ),
    Operation(
        "ListKeyPolicies",
        Access.READ,
        Plane.CONTROL,
        LIST_KEY_POLICIES,
        as_sent,
        list_policies,
        on_key("kms:ListKeyPolicies"),
    ),
)
