"""CreateKey, DescribeKey, ListKeys, UpdateKeyDescription, and the operations on the state of a key.

Sources: API Reference of KMS; recorded answers in LocalStack, tests/aws/services/kms (2023, 2024).
"""

from typing import Final

from jedlik.apis.api import Access, Answer, Operation, Plane
from jedlik.apis.authorization import account_wide
from jedlik.apis.kms.authorizations import on_key
from jedlik.apis.kms.checks import as_sent
from jedlik.apis.kms.model.keys import (
    CANCEL_KEY_DELETION,
    CREATE_KEY,
    DESCRIBE_KEY,
    DISABLE_KEY,
    ENABLE_KEY,
    LIST_KEYS,
    SCHEDULE_KEY_DELETION,
    UPDATE_KEY_DESCRIPTION,
    CancelKeyDeletionRequest,
    CreateKeyRequest,
    DescribeKeyRequest,
    DisableKeyRequest,
    EnableKeyRequest,
    ListKeysRequest,
    ScheduleKeyDeletionRequest,
    UpdateKeyDescriptionRequest,
)
from jedlik.apis.kms.pages import answer_of, stored_page
from jedlik.core.errors import Reject, invalid
from jedlik.engine.context import Context
from jedlik.features.encryption_keys.errors import INVALID_MARKER, invalid_state, unsupported
from jedlik.features.encryption_keys.keys import (
    add_key,
    add_tags,
    cancel_deletion,
    checked_policy,
    new_record,
    schedule_deletion,
    set_state,
    store,
)
from jedlik.features.encryption_keys.records import KeyRecord, keys_span
from jedlik.features.encryption_keys.resolve import (
    changeable_key,
    named_key,
    own_key,
    place_in,
    refuse_service_key,
)
from jedlik.features.encryption_keys.rules import (
    DELETION_DAYS_MAX,
    DELETION_DAYS_MIN,
    arn_of,
    default_policy,
    is_key_id,
    key_metadata,
    reference_to,
)
from jedlik.features.encryption_keys.service_key import SERVICE_KEY_ALIAS, service_key
from jedlik.features.identity.transaction import Transaction, transact

_LISTED_KEYS: Final = 100  # API, ListKeys
_SYMMETRIC: Final = "SYMMETRIC_DEFAULT"


def check_create(request: CreateKeyRequest) -> CreateKeyRequest:
    """Refuses keys of the kinds that Jedlik does not have."""
    if "KeySpec" in request and "CustomerMasterKeySpec" in request:
        raise invalid(
            "You cannot specify KeySpec and CustomerMasterKeySpec in the same request. "
            "CustomerMasterKeySpec is deprecated."
        )
    spec = request.get("KeySpec", request.get("CustomerMasterKeySpec", _SYMMETRIC))
    if spec != _SYMMETRIC:
        if "KeyUsage" not in request:
            raise invalid(
                "You must specify a KeyUsage value for all KMS keys except for symmetric "
                "encryption keys."
            )
        raise unsupported("asymmetric and HMAC keys")
    usage = request.get("KeyUsage", "ENCRYPT_DECRYPT")
    if usage != "ENCRYPT_DECRYPT":
        raise invalid(f"KeyUsage {usage} is not compatible with KeySpec {spec}")
    if request.get("Origin", "AWS_KMS") != "AWS_KMS":
        raise unsupported("keys with imported or external key material")
    if "CustomKeyStoreId" in request or "XksKeyId" in request:
        raise unsupported("custom key stores")
    if request.get("MultiRegion"):
        raise unsupported("multi-Region keys")
    return request


async def create(request: CreateKeyRequest, context: Context) -> Answer:
    """Creates an enabled key with material of its own."""
    place = place_in(context)

    async def operation(transaction: Transaction) -> KeyRecord:
        now_ms = context.node.clock.now_ms()
        policy = default_policy(place.account_id)
        record = new_record(place, context.node.ids.uuid(), now_ms, policy)
        record["Description"] = request.get("Description", "")
        tags = request.get("Tags", ())
        add_tags(record, [(each["TagKey"], each["TagValue"]) for each in tags])
        if "Policy" in request:
            bypasses_check = request.get("BypassPolicyLockoutSafetyCheck", False)
            record["Policy"] = checked_policy(
                request["Policy"], context, record, bypasses_check=bypasses_check
            )
        await add_key(transaction, place, record)
        return record

    return {"KeyMetadata": key_metadata(await transact(context.node, operation))}


async def describe(request: DescribeKeyRequest, context: Context) -> Answer:
    """Returns the metadata of a key. Makes the key of DynamoDB if the request asks for it."""

    async def operation(transaction: Transaction) -> KeyRecord:
        place = place_in(context)
        reference = reference_to(request["KeyId"], place)
        if reference.alias == SERVICE_KEY_ALIAS and reference.place == place:
            return await service_key(transaction, place)
        return await named_key(transaction, context, request["KeyId"])

    return {"KeyMetadata": key_metadata(await transact(context.node, operation))}


async def list_keys(request: ListKeysRequest, context: Context) -> Answer:
    """Returns the ids and ARNs of all keys, in the order of their ids."""
    marker = request.get("Marker", "")
    if marker and not is_key_id(marker):
        raise Reject(INVALID_MARKER)
    span = keys_span(place_in(context), marker)
    records, is_truncated = await stored_page(context, span, request.get("Limit", _LISTED_KEYS))
    keys = [{"KeyId": each["Id"], "KeyArn": arn_of(each)} for each in records]
    last = records[-1]["Id"] if records else ""
    return answer_of("Keys", keys, last, is_truncated=is_truncated)


async def update_description(request: UpdateKeyDescriptionRequest, context: Context) -> Answer:
    """Replaces the description of a key."""

    async def operation(transaction: Transaction) -> None:
        record = await changeable_key(
            transaction, context, request["KeyId"], "UpdateKeyDescription"
        )
        record["Description"] = request["Description"]
        store(transaction, record)

    await transact(context.node, operation)
    return None


async def enable(request: EnableKeyRequest, context: Context) -> Answer:
    """Lets a key encrypt and decrypt again."""

    async def operation(transaction: Transaction) -> None:
        record = await changeable_key(transaction, context, request["KeyId"], "EnableKey")
        set_state(transaction, record, "Enabled")

    await transact(context.node, operation)
    return None


async def disable(request: DisableKeyRequest, context: Context) -> Answer:
    """Prevents a key from encrypting and decrypting. Tables under it cannot be used."""

    async def operation(transaction: Transaction) -> None:
        record = await changeable_key(transaction, context, request["KeyId"], "DisableKey")
        set_state(transaction, record, "Disabled")

    await transact(context.node, operation)
    return None


def check_schedule(request: ScheduleKeyDeletionRequest) -> ScheduleKeyDeletionRequest:
    """Refuses other waiting periods than 7 to 30 days (API Reference; the text is not recorded)."""
    days = request.get("PendingWindowInDays", DELETION_DAYS_MAX)
    if not DELETION_DAYS_MIN <= days <= DELETION_DAYS_MAX:
        raise invalid(
            f"PendingWindowInDays must be between {DELETION_DAYS_MIN} and {DELETION_DAYS_MAX}"
        )
    return request


async def schedule_key_deletion(request: ScheduleKeyDeletionRequest, context: Context) -> Answer:
    """Begins the waiting period, after which a job deletes the key."""
    days = request.get("PendingWindowInDays", DELETION_DAYS_MAX)

    async def operation(transaction: Transaction) -> tuple[KeyRecord, int]:
        record = await changeable_key(transaction, context, request["KeyId"], "ScheduleKeyDeletion")
        return record, schedule_deletion(transaction, record, days)

    record, at_ms = await transact(context.node, operation)
    return {
        "KeyId": arn_of(record),
        "DeletionDate": at_ms / 1000,
        "KeyState": record["State"],
        "PendingWindowInDays": days,
    }


async def cancel_key_deletion(request: CancelKeyDeletionRequest, context: Context) -> Answer:
    """Ends the waiting period. The key is disabled then."""

    async def operation(transaction: Transaction) -> KeyRecord:
        record = await own_key(transaction, context, request["KeyId"], "CancelKeyDeletion")
        refuse_service_key(record, context, "CancelKeyDeletion")
        if record["State"] != "PendingDeletion":
            raise Reject(invalid_state(f"{arn_of(record)} is not pending deletion."))
        cancel_deletion(transaction, record)
        return record

    return {"KeyId": arn_of(await transact(context.node, operation))}


OPERATIONS: Final = (
    Operation(
        "CreateKey",
        Access.WRITE,
        Plane.CONTROL,
        CREATE_KEY,
        check_create,
        create,
        account_wide("kms:CreateKey"),
    ),
    Operation(
        "DescribeKey",
        Access.READ,
        Plane.CONTROL,
        DESCRIBE_KEY,
        as_sent,
        describe,
        on_key("kms:DescribeKey"),
    ),
    Operation(
        "ListKeys",
        Access.READ,
        Plane.CONTROL,
        LIST_KEYS,
        as_sent,
        list_keys,
        account_wide("kms:ListKeys"),
    ),
    Operation(
        "UpdateKeyDescription",
        Access.WRITE,
        Plane.CONTROL,
        UPDATE_KEY_DESCRIPTION,
        as_sent,
        update_description,
        on_key("kms:UpdateKeyDescription"),
    ),
    Operation(
        "EnableKey",
        Access.WRITE,
        Plane.CONTROL,
        ENABLE_KEY,
        as_sent,
        enable,
        on_key("kms:EnableKey"),
    ),
    Operation(
        "DisableKey",
        Access.WRITE,
        Plane.CONTROL,
        DISABLE_KEY,
        as_sent,
        disable,
        on_key("kms:DisableKey"),
    ),
    Operation(
        "ScheduleKeyDeletion",
        Access.WRITE,
        Plane.CONTROL,
        SCHEDULE_KEY_DELETION,
        check_schedule,
        schedule_key_deletion,
        on_key("kms:ScheduleKeyDeletion"),
    ),
    Operation(
        "CancelKeyDeletion",
        Access.WRITE,
        Plane.CONTROL,
        CANCEL_KEY_DELETION,
        as_sent,
        cancel_key_deletion,
        on_key("kms:CancelKeyDeletion"),
    ),
)
