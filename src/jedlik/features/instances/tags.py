"""The tags of instances and key pairs. Source: EC2 User Guide, "Tag restrictions"."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from jedlik.features.identity.transaction import Transaction
from jedlik.features.instances.fleet import all_instances, instance_of, put_instance
from jedlik.features.instances.key_pairs import key_pairs_of
from jedlik.features.instances.records import Place, key_pairs_entry
from jedlik.features.instances.refusals import invalid_value, refusal
from jedlik.features.instances.rules import is_id

TAGS_MAX: Final = 50
_KEY_CHARACTERS: Final = 128
_VALUE_CHARACTERS: Final = 256
_RESERVED: Final = "aws:"


class Tagged(NamedTuple):
    """A resource and its tags. kind: `instance` or `key-pair`."""

    resource_id: str
    kind: str
    tags: Mapping[str, str]


def checked_tags(tags: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """Returns the tags of a request by key, `Key` and `Value`. Raises Reject."""
    checked: dict[str, str] = {}
    for tag in tags:
        key, value = tag.get("Key", ""), tag.get("Value", "")
        if not key or len(key) > _KEY_CHARACTERS:
            raise invalid_value(f"Tag keys must have 1 to {_KEY_CHARACTERS} characters")
        if len(value) > _VALUE_CHARACTERS:
            raise invalid_value(f"Tag value exceeds the maximum length of {_VALUE_CHARACTERS}")
        if key.lower().startswith(_RESERVED):
            raise invalid_value("Tag keys starting with 'aws:' are reserved for internal use")
        if key in checked:
            raise invalid_value(f"Duplicate tag key '{key}' specified.")
        checked[key] = value
    check_count(checked)
    return checked


def check_count(tags: Mapping[str, str]) -> None:
    """Raises Reject with TagLimitExceeded."""
    if len(tags) > TAGS_MAX:
        raise refusal("TagLimitExceeded", f"You can only have {TAGS_MAX} tags on a resource.")


async def change_tags(
    transaction: Transaction,
    place: Place,
    ids: Sequence[str],
    *,
    add: Mapping[str, str],
    remove: Mapping[str, str | None] | None = None,
) -> None:
    """Adds tags to resources, or removes them. All resources change, or none does.

    remove: the value that a tag must have to be removed, None for any, by key. An empty one removes
    all tags. Raises Reject.
    """
    for resource_id in dict.fromkeys(ids):
        if is_id(resource_id, "i"):
            record = await instance_of(transaction, place, resource_id)
            record["Tags"] = _changed(record["Tags"], add, remove)
            put_instance(transaction, place, record)
        elif is_id(resource_id, "key"):
            pairs = await key_pairs_of(transaction, place)
            for pair in pairs["Pairs"].values():
                if pair["Id"] == resource_id:
                    pair["Tags"] = _changed(pair["Tags"], add, remove)
                    break
            else:
                raise _no_resource(resource_id)
            transaction.put(key_pairs_entry(place), pairs)
        else:
            raise _no_resource(resource_id)


async def tagged(transaction: Transaction, place: Place) -> list[Tagged]:
    """Returns everything that can have tags, in the order of its creation."""
    pairs = (await key_pairs_of(transaction, place))["Pairs"].values()
    instances = await all_instances(transaction, place)
    return [
        *(Tagged(each["Id"], "key-pair", each["Tags"]) for each in pairs),
        *(Tagged(each["Id"], "instance", each["Tags"]) for each in instances),
    ]


def _changed(
    tags: Mapping[str, str], add: Mapping[str, str], remove: Mapping[str, str | None] | None
) -> dict[str, str]:
    if remove is not None:
        return {
            key: value
            for key, value in tags.items()
            if remove and (key not in remove or remove[key] not in {None, value})
        }
    changed = {**tags, **add}
    check_count(changed)
    return changed


def _no_resource(resource_id: str) -> Exception:
    return refusal("InvalidID", f"The ID '{resource_id}' is not valid")
