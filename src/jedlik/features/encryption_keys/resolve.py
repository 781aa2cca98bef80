"""From the KeyId of a request to the record of a key.

Operations that use a key accept every form of its name, and keys of other accounts. Operations
that change a key accept its id and ARN, in its own account. The key of DynamoDB itself cannot be
changed or used by clients: its policy allows neither.
"""

from jedlik.core.errors import Reject, ServiceError
from jedlik.engine.context import Context
from jedlik.features.encryption_keys.errors import (
    alias_not_found,
    invalid_key_id,
    key_not_found,
)
from jedlik.features.encryption_keys.records import (
    KeyRecord,
    Place,
    alias_entry,
    key_entry,
)
from jedlik.features.encryption_keys.rules import (
    Reference,
    arn_of,
    change_refusal,
    reference_to,
    use_refusal,
)
from jedlik.features.identity.transaction import Transaction


def place_in(context: Context) -> Place:
    """Returns the place of the caller."""
    return Place(context.region, context.account_id)


async def found_key(transaction: Transaction, reference: Reference) -> KeyRecord | ServiceError:
    """Returns the key that a reference names, or the NotFoundException."""
    key_id = reference.key_id
    if reference.alias:
        alias = await transaction.get(alias_entry(reference.place, reference.alias))
        if alias is None:
            return alias_not_found(reference.arn)
        key_id = alias["KeyId"]
    record = await transaction.get(key_entry(reference.place, key_id))
    if record is None:
        return key_not_found(reference._replace(key_id=key_id, alias="").arn)
    return record


async def named_key(transaction: Transaction, context: Context, text: str) -> KeyRecord:
    """Returns the key that a request names in any form. Raises Reject."""
    found = await found_key(transaction, reference_to(text, place_in(context)))
    if isinstance(found, ServiceError):
        raise Reject(found)
    return found


async def usable_key(
    transaction: Transaction, context: Context, text: str, action: str
) -> KeyRecord:
    """Returns a key that can encrypt and decrypt. action: `Encrypt`. Raises Reject."""
    record = await named_key(transaction, context, text)
    check_use(record, context, action)
    return record


def check_use(record: KeyRecord, context: Context, action: str) -> None:
    """Raises Reject if a client cannot use a key."""
    refuse_service_key(record, context, action)
    refusal = use_refusal(record)
    if refusal is not None:
        raise Reject(refusal)


async def own_key(transaction: Transaction, context: Context, text: str, action: str) -> KeyRecord:
    """Returns a key of the caller's account, named by its id or ARN. Raises Reject."""
    place = place_in(context)
    reference = reference_to(text, place)
    if reference.alias:
        raise invalid_key_id(text)
    if reference.place != place:
        raise not_allowed(context, action, reference.arn)
    return await named_key(transaction, context, text)


async def changeable_key(
    transaction: Transaction, context: Context, text: str, action: str
) -> KeyRecord:
    """Returns a key of the caller's account that can be changed now. Raises Reject."""
    record = await own_key(transaction, context, text, action)
    refuse_service_key(record, context, action)
    refusal = change_refusal(record)
    if refusal is not None:
        raise Reject(refusal)
    return record


def refuse_service_key(record: KeyRecord, context: Context, action: str) -> None:
    """Raises Reject for the key of DynamoDB itself."""
    if record["Manager"] == "AWS":
        raise not_allowed(context, action, arn_of(record))


def not_allowed(context: Context, action: str, arn: str) -> Reject:
    """Returns the error for what the policy of a key never allows."""
    message = (
        f"User: {context.principal.arn} is not authorized to perform: kms:{action} on resource: "
        f"{arn} because no resource-based policy allows the kms:{action} action"
    )
    return Reject(ServiceError("AccessDeniedException", message))
