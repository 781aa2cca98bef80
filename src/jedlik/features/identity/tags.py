"""Tags of entities.

The keys of users, roles and OpenID Connect providers are the same in upper and lower case; those of
policies and instance profiles are not. Sources: IAM User Guide, "Tags for IAM resources"; texts and
order are recorded in LocalStack's tests of IAM (February 2026), the text about too many tags of an
entity for OpenID Connect providers only.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from jedlik.features.identity.limits import TAGS
from jedlik.features.identity.records import EntityRecord, Kind
from jedlik.features.identity.refusals import invalid_input, limit_exceeded

_RESERVED: Final = "aws:"
_CASE_INSENSITIVE: Final[tuple[Kind, ...]] = ("user", "role", "oidc-provider")
DUPLICATE: Final = "Duplicate tag keys found."
DUPLICATE_IN_ANY_CASE: Final = f"{DUPLICATE} Please note that Tag keys are case insensitive."


def checked_tags(tags: Iterable[tuple[str, str]], kind: Kind) -> dict[str, str]:
    """Returns tags by key. tags: keys and values, for an entity of a kind.

    Raises Reject with InvalidInput.
    """
    checked: dict[str, str] = {}
    seen: set[str] = set()
    for key, value in tags:
        compared = _compared(key, kind)
        if compared in seen:
            is_any_case = kind in _CASE_INSENSITIVE
            raise invalid_input(DUPLICATE_IN_ANY_CASE if is_any_case else DUPLICATE)
        if key.lower().startswith(_RESERVED):
            raise invalid_input(f"Tag keys must not begin with {_RESERVED}: {key}")
        seen.add(compared)
        checked[key] = value
    return checked


def add_tags(record: EntityRecord, kind: Kind, added: Mapping[str, str]) -> None:
    """Adds tags to an entity, or replaces those with the same keys. Raises Reject."""
    remove_tags(record, kind, list(added))
    record["Tags"].update(added)
    if len(record["Tags"]) > TAGS:
        raise limit_exceeded("The number of tags has reached the maximum limit.")


def remove_tags(record: EntityRecord, kind: Kind, keys: Sequence[str]) -> None:
    """Removes tags from an entity. Keys that it does not have are ignored."""
    removed = {_compared(key, kind) for key in keys}
    record["Tags"] = {
        key: value for key, value in record["Tags"].items() if _compared(key, kind) not in removed
    }


def _compared(key: str, kind: Kind) -> str:
    return key.lower() if kind in _CASE_INSENSITIVE else key
