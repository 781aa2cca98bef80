"""EnableKeyRotation, DisableKeyRotation and GetKeyRotationStatus. A job rotates the keys."""

from typing import Final

from jedlik.apis.api import Access, Answer, Operation, Plane
from jedlik.apis.kms.authorizations import on_key
from jedlik.apis.kms.checks import as_sent
from jedlik.apis.kms.model.rotation import (
    DISABLE_KEY_ROTATION,
    ENABLE_KEY_ROTATION,
    GET_KEY_ROTATION_STATUS,
    DisableKeyRotationRequest,
    EnableKeyRotationRequest,
    GetKeyRotationStatusRequest,
)
from jedlik.core.errors import Reject
from jedlik.engine.context import Context
from jedlik.features.encryption_keys.keys import rotate_every, stop_rotation
from jedlik.features.encryption_keys.records import KeyRecord
from jedlik.features.encryption_keys.resolve import changeable_key, own_key
from jedlik.features.encryption_keys.rules import ROTATION_DAYS, arn_of, use_refusal
from jedlik.features.identity.transaction import Transaction, transact


async def enable(request: EnableKeyRotationRequest, context: Context) -> Answer:
    """Lets a key get new material once in a period."""
    days = request.get("RotationPeriodInDays", ROTATION_DAYS)

    async def operation(transaction: Transaction) -> None:
        record = await _enabled_key(transaction, context, request["KeyId"], "EnableKeyRotation")
        rotate_every(transaction, record, days)

    await transact(context.node, operation)
    return None


async def disable(request: DisableKeyRotationRequest, context: Context) -> Answer:
    """Ends the rotation of a key. Its old material stays."""

    async def operation(transaction: Transaction) -> None:
        record = await _enabled_key(transaction, context, request["KeyId"], "DisableKeyRotation")
        stop_rotation(transaction, record)

    await transact(context.node, operation)
    return None


async def status(request: GetKeyRotationStatusRequest, context: Context) -> Answer:
    """Returns whether a key is rotated, and when the next time."""

    async def operation(transaction: Transaction) -> KeyRecord:
        return await own_key(transaction, context, request["KeyId"], "GetKeyRotationStatus")

    record = await transact(context.node, operation)
    rotation = record.get("Rotation")
    if rotation is None:
        return {"KeyRotationEnabled": False, "KeyId": arn_of(record)}
    return {
        "KeyRotationEnabled": True,
        "KeyId": arn_of(record),
        "RotationPeriodInDays": rotation["PeriodDays"],
        "NextRotationDate": rotation["NextMs"] / 1000,
    }


async def _enabled_key(
    transaction: Transaction, context: Context, key_id: str, action: str
) -> KeyRecord:
    """Returns a key whose rotation can be changed: only that of an enabled key can."""
    record = await changeable_key(transaction, context, key_id, action)
    refusal = use_refusal(record)
    if refusal is not None:
        raise Reject(refusal)
    return record


OPERATIONS: Final = (
    Operation(
        "EnableKeyRotation",
        Access.WRITE,
        Plane.CONTROL,
        ENABLE_KEY_ROTATION,
        as_sent,
        enable,
        on_key("kms:EnableKeyRotation"),
    ),
    Operation(
        "DisableKeyRotation",
        Access.WRITE,
        Plane.CONTROL,
        DISABLE_KEY_ROTATION,
        as_sent,
        disable,
        on_key("kms:DisableKeyRotation"),
    ),
    Operation(
        "GetKeyRotationStatus",
        Access.READ,
        Plane.CONTROL,
        GET_KEY_ROTATION_STATUS,
        as_sent,
        status,
        on_key("kms:GetKeyRotationStatus"),
    ),
)
