"""What operations do to keys: create them, change their state, policy, tags and rotation.

Each function runs in a transaction of its caller.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from jedlik.core.errors import Reject, ServiceError
from jedlik.core.iam.request import FixedContext, Request
from jedlik.core.limits import ENCRYPTION_KEYS, KEY_POLICY_BYTES, TAGS
from jedlik.engine.context import Context
from jedlik.features.encryption_keys.errors import limit_exceeded, tag_fault
from jedlik.features.encryption_keys.material import new_material
from jedlik.features.encryption_keys.records import (
    Due,
    DueRecord,
    KeyRecord,
    Place,
    State,
    count_entry,
    due_entry,
    key_entry,
    place_of,
)
from jedlik.features.encryption_keys.rules import DAY_MS, arn_of
from jedlik.features.identity.transaction import Transaction

if TYPE_CHECKING:
    from jedlik.core.iam.policy import Policy

_PUT_POLICY: Final = "kms:PutKeyPolicy"
# Source: API Reference, PutKeyPolicy; KMS Developer Guide, "Default key policy".
_LOCKOUT: Final = "The new key policy will not allow you to update the key policy in the future."
_EVERYTHING: Final = """{"Version": "2012-10-17", "Statement": {
    "Effect": "Allow", "Action": "*", "Resource": "*"}}"""
_RESERVED_TAG: Final = "aws:"


async def add_key(transaction: Transaction, place: Place, record: KeyRecord) -> None:
    """Stores a new key with its first material. Raises Reject if the account has too many."""
    entry = count_entry(place)
    count = await transaction.get(entry) or {"Keys": 0}
    if count["Keys"] >= ENCRYPTION_KEYS:
        raise limit_exceeded(f"The account has {ENCRYPTION_KEYS} keys, the most that are possible.")
    count["Keys"] += 1
    record["Materials"] = [new_material(transaction.node.sealing, record["Id"])]
    transaction.put(entry, count)
    store(transaction, record)


def new_record(place: Place, key_id: str, now_ms: int, policy: str) -> KeyRecord:
    """Returns the record of an enabled key that belongs to a customer. It has no material yet."""
    return {
        "Id": key_id,
        "Region": place.region,
        "AccountId": place.account_id,
        "CreatedMs": now_ms,
        "Description": "",
        "State": "Enabled",
        "StateMs": now_ms,
        "Manager": "CUSTOMER",
        "Policy": policy,
        "Tags": {},
        "Aliases": [],
        "Materials": [],
    }


def store(transaction: Transaction, record: KeyRecord) -> None:
    """Stores a changed record."""
    transaction.put(key_entry(place_of(record), record["Id"]), record)


def set_state(transaction: Transaction, record: KeyRecord, state: State) -> None:
    """Changes the state of a key. The same state again changes nothing."""
    if record["State"] != state:
        record["State"] = state
        record["StateMs"] = transaction.node.clock.now_ms()
        store(transaction, record)


def schedule_deletion(transaction: Transaction, record: KeyRecord, days: int) -> int:
    """Begins the waiting period of a deletion. Returns its end (Unix time, milliseconds)."""
    at_ms = transaction.node.clock.now_ms() + days * DAY_MS
    stop_rotation(transaction, record)
    record["DeletionMs"] = at_ms
    set_state(transaction, record, "PendingDeletion")
    _put_due(transaction, record, "delete", at_ms)
    return at_ms


def cancel_deletion(transaction: Transaction, record: KeyRecord) -> None:
    """Ends the waiting period of a deletion. The key is disabled then."""
    transaction.delete(due_entry("delete", record["DeletionMs"], record["Id"]))
    del record["DeletionMs"]
    set_state(transaction, record, "Disabled")


def rotate_every(transaction: Transaction, record: KeyRecord, days: int) -> None:
    """Lets a key be rotated, for the first time after `days` days. A period in use starts again."""
    stop_rotation(transaction, record)
    next_ms = transaction.node.clock.now_ms() + days * DAY_MS
    record["Rotation"] = {"PeriodDays": days, "NextMs": next_ms}
    store(transaction, record)
    _put_due(transaction, record, "rotate", next_ms)


def stop_rotation(transaction: Transaction, record: KeyRecord) -> None:
    """Ends the rotation of a key."""
    rotation = record.pop("Rotation", None)
    if rotation is not None:
        transaction.delete(due_entry("rotate", rotation["NextMs"], record["Id"]))
        store(transaction, record)


def checked_policy(text: str, context: Context, record: KeyRecord, *, bypasses_check: bool) -> str:
    """Returns a policy that can be stored for a key. Raises Reject.

    bypasses_check: whether the caller may lock itself out.
    """
    from jedlik.core.iam.document import parse_policy  # noqa: PLC0415  (most servers have no keys)
    from jedlik.core.iam.policy import PolicyKind  # noqa: PLC0415

    if len(text.encode()) > KEY_POLICY_BYTES:
        raise limit_exceeded(f"The policy is larger than {KEY_POLICY_BYTES} bytes.")
    policy = parse_policy(text, PolicyKind.KEY)
    if not bypasses_check and not _may_put_policy(policy, context, arn_of(record)):
        raise Reject(ServiceError("MalformedPolicyDocumentException", _LOCKOUT))
    return text


def add_tags(record: KeyRecord, tags: Sequence[tuple[str, str]]) -> None:
    """Adds tags, as names and values, to a key, or replaces their values. Raises Reject."""
    names = [name for name, _ in tags]
    if len(set(names)) < len(names):
        raise tag_fault("Duplicate tag keys")
    if any(name.startswith(_RESERVED_TAG) for name in names):
        raise tag_fault("Tags beginning with aws: are reserved")
    record["Tags"].update(tags)
    if len(record["Tags"]) > TAGS:
        raise tag_fault("Too many tags")


def _may_put_policy(policy: "Policy", context: Context, arn: str) -> bool:
    """Returns whether a policy lets the caller change it again. The policies of the caller itself
    do not count.
    """
    from jedlik.core.iam.decision import decide  # noqa: PLC0415  (see `checked_policy`)
    from jedlik.core.iam.document import parse_policy  # noqa: PLC0415
    from jedlik.core.iam.policies import NamedPolicy, Policies, key_policy  # noqa: PLC0415
    from jedlik.core.iam.policy import PolicyKind  # noqa: PLC0415

    everything = NamedPolicy(parse_policy(_EVERYTHING, PolicyKind.IDENTITY), "")
    principal = context.principal
    request = Request(principal.caller, _PUT_POLICY, arn, FixedContext(principal.keys))
    return decide(request, Policies((everything,), resource=key_policy(policy))).is_allowed


def _put_due(transaction: Transaction, record: KeyRecord, kind: Due, at_ms: int) -> None:
    due: DueRecord = {
        "Kind": kind,
        "AtMs": at_ms,
        "Region": record["Region"],
        "AccountId": record["AccountId"],
        "KeyId": record["Id"],
    }
    transaction.put(due_entry(kind, at_ms, record["Id"]), due)
