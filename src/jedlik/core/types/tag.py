"""Tags of a table: which are valid, and how sets of them merge.

Source: recorded answers, October 2026. The service's tag texts stand outside the envelope, and all
of them are ValidationException: a request with one bad tag changes nothing.
"""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, TypedDict, cast

from jedlik.core.errors import invalid
from jedlik.core.limits import TAG_KEY_CHARACTERS, TAG_VALUE_CHARACTERS, TAGS

# Recorded: beyond this, keys and values of all tags in UTF-8 are "above max size limit".
TAG_SET_BYTES: Final = 10_240

_RESERVED_PREFIX: Final = "aws:"
_PUNCTUATION: Final = frozenset("+-=._:/@")
_TOO_MANY: Final = "Number of Tags exceed the current limit for the provided ResourceArn"


class Tag(TypedDict):
    """One tag."""

    Key: str
    Value: str


def checked_tags(tags: Sequence[Mapping[str, object]]) -> list[Tag]:
    """The tags of a request, which may lack members.

    Raises Reject for the first that is not valid, then for repeated keys, then for too many.
    """
    checked = [_checked_tag(tag) for tag in tags]
    keys: set[str] = set()
    for tag in checked:
        if tag["Key"] in keys:
            message = f"Duplicate Tag Keys provided as input: Duplicate Tag Key found {tag['Key']}"
            raise invalid(message)
        keys.add(tag["Key"])
    _check_set(checked)
    return checked


def check_tag_keys(keys: Sequence[str]) -> None:
    """Check the keys that a request wants removed; raises Reject for the first invalid one."""
    for key in keys:
        _check_key(key)
    if len(keys) > TAGS:
        raise invalid(_TOO_MANY)


def merged_tags(tags: Iterable[Tag], added: Iterable[Tag]) -> list[Tag]:
    """`tags` with those of `added` put over them; raises Reject when they are too many together."""
    by_key = {tag["Key"]: tag for tag in tags} | {tag["Key"]: tag for tag in added}
    merged = list(by_key.values())
    _check_set(merged)
    return merged


def _checked_tag(tag: Mapping[str, object]) -> Tag:
    key = cast("str | None", tag.get("Key"))
    if key is None:
        raise invalid("The Tag Key provided is invalid, Key: null")
    _check_key(key)
    value = cast("str | None", tag.get("Value"))
    if value is None:
        raise invalid("The Tag Value provided is invalid, Value: null")
    if len(value) > TAG_VALUE_CHARACTERS or not _is_tag_text(value):
        raise invalid(f"The Tag Value provided is invalid, Value: {value}")
    return {"Key": key, "Value": value}


def _check_key(key: str) -> None:
    if not key or len(key) > TAG_KEY_CHARACTERS or not _is_tag_text(key):
        raise invalid(f"The Tag Key provided is invalid, Key: {key}")
    if key[: len(_RESERVED_PREFIX)].lower() == _RESERVED_PREFIX:
        raise invalid(f"Tag Key cannot be prefixed with aws:, Key: {key}")


def _is_tag_text(text: str) -> bool:
    """Letters, digits and spaces of any script, and a little punctuation."""
    return all(
        character in _PUNCTUATION or unicodedata.category(character)[0] in "LZN"
        for character in text
    )


def _check_set(tags: Sequence[Tag]) -> None:
    if len(tags) > TAGS:
        raise invalid(_TOO_MANY)
    size_bytes = sum(len(tag["Key"].encode()) + len(tag["Value"].encode()) for tag in tags)
    if size_bytes > TAG_SET_BYTES:
        raise invalid(f"Tag set size {size_bytes} bytes is above max size limit")
