"""The tags of vaults and plans. Source: AWS Backup Developer Guide, "Tag restrictions".

Recovery points that DynamoDB manages have no tags: API Reference, ListTags.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from jedlik.core.types.echo import clipped
from jedlik.features.aws_backup.records import (
    Place,
    plan_arn,
    plan_entry,
    vault_arn,
    vault_entry,
)
from jedlik.features.aws_backup.refusals import invalid_value, not_found, refusal
from jedlik.features.identity.transaction import Transaction

TAGS_MAX: Final = 50
_KEY_CHARACTERS: Final = 128
_VALUE_CHARACTERS: Final = 256
_RESERVED: Final = "aws:"

_Tags = dict[str, str]


def checked_tags(tags: Mapping[str, str]) -> dict[str, str]:
    """Returns the tags of a request. Raises Reject."""
    for key, value in tags.items():
        if not key or len(key) > _KEY_CHARACTERS or key.lower().startswith(_RESERVED):
            raise invalid_value(f"The tag key {clipped(key)} is not valid")
        if len(value) > _VALUE_CHARACTERS:
            raise invalid_value(f"The value of the tag {key} is too long")
    if len(tags) > TAGS_MAX:
        raise refusal("LimitExceededException", f"A resource has at most {TAGS_MAX} tags")
    return dict(tags)


async def tags_of(transaction: Transaction, place: Place, arn: str) -> Mapping[str, str]:
    """Returns the tags of what an ARN names. Raises Reject."""
    return await _changed(transaction, place, arn, None)


async def add_tags(
    transaction: Transaction, place: Place, arn: str, tags: Mapping[str, str]
) -> None:
    """Adds tags, or replaces those with the same keys. Raises Reject."""
    await _changed(transaction, place, arn, lambda earlier: checked_tags({**earlier, **tags}))


async def remove_tags(
    transaction: Transaction, place: Place, arn: str, keys: Sequence[str]
) -> None:
    """Removes the tags that are there. Raises Reject."""

    def left(earlier: _Tags) -> _Tags:
        return {key: value for key, value in earlier.items() if key not in keys}

    await _changed(transaction, place, arn, left)


async def _changed(
    transaction: Transaction, place: Place, arn: str, change: Callable[[_Tags], _Tags] | None
) -> _Tags:
    """Changes the tags of what an ARN names, and returns them. Raises Reject."""
    name = arn.rpartition(":")[2]
    if arn == vault_arn(place, name):
        vault_at = vault_entry(place, name)
        vault = await transaction.get(vault_at)
        if vault is not None:
            if change is not None:
                vault["Tags"] = change(vault["Tags"])
                transaction.put(vault_at, vault)
            return vault["Tags"]
    elif arn == plan_arn(place, name):
        plan_at = plan_entry(place, name)
        plan = await transaction.get(plan_at)
        if plan is not None:
            if change is not None:
                plan["Tags"] = change(plan["Tags"])
                transaction.put(plan_at, plan)
            return plan["Tags"]
    raise not_found(f"{clipped(arn)} names no vault and no plan of this account and Region")
