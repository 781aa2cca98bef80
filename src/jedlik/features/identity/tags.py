"""Tags of entities. Keys that differ only in upper and lower case are the same.

Sources: IAM User Guide, "Tags for IAM resources"; the text about duplicates is recorded for STS in
LocalStack's tests (April 2025). Other texts are not recorded.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from jedlik.features.identity.limits import TAGS
from jedlik.features.identity.records import EntityRecord
from jedlik.features.identity.refusals import invalid_input, quota_exceeded

_RESERVED: Final = "aws:"
DUPLICATE: Final = "Duplicate tag keys found. Please note that Tag keys are case insensitive."


def checked_tags(tags: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Returns tags by key. tags: keys and values. Raises Reject with InvalidInput."""
    checked: dict[str, str] = {}
    seen: set[str] = set()
    for key, value in tags:
        if key.lower() in seen:
            raise invalid_input(DUPLICATE)
        if key.lower().startswith(_RESERVED):
            raise invalid_input(f"Tag keys must not begin with {_RESERVED}: {key}")
        seen.add(key.lower())
        checked[key] = value
    return checked


def add_tags(record: EntityRecord, added: Mapping[str, str]) -> None:
    """Adds tags to an entity, or replaces those with the same keys. Raises Reject."""
    remove_tags(record, list(added))
    record["Tags"].update(added)
    if len(record["Tags"]) > TAGS:
        raise quota_exceeded("TagsPerResource", TAGS)


def remove_tags(record: EntityRecord, keys: Sequence[str]) -> None:
    """Removes tags from an entity. Keys that it does not have are ignored."""
    removed = {key.lower() for key in keys}
    record["Tags"] = {
        key: value for key, value in record["Tags"].items() if key.lower() not in removed
    }
