"""Tags of a table: which tags are valid, how sets of tags merge, and the table that an ARN names.

Source: recorded answers, October 2026. The service answers each invalid tag with a
ValidationException, whose text has no "1 validation error detected" before it, and a request with
one invalid tag changes nothing.
"""

from collections.abc import Iterable, Sequence
from typing import Final

from jedlik.core.errors import REQUEST_INVALID, Reject, ServiceError, invalid
from jedlik.core.limits import (
    TABLE_NAME_CHARACTERS_MIN,
    TAG_KEY_CHARACTERS,
    TAG_VALUE_CHARACTERS,
    TAGS,
)
from jedlik.core.pauses import spend
from jedlik.core.types.arn import TableArn, parse_table_arn
from jedlik.core.types.echo import ECHO_CHARACTERS, clipped
from jedlik.core.types.structures import Tag
from jedlik.engine.context import Context
from jedlik.engine.table import Table
from jedlik.engine.table_state import is_gone_at, status_at
from jedlik.features.tables.name import may_find

# The most bytes of the keys and values of all tags in UTF-8. Source: recorded answers.
TAG_SET_BYTES: Final = 10_240

_RESERVED_PREFIX: Final = "aws:"
_PUNCTUATION: Final = frozenset("+-=._:/@")
# Checking the characters of a tag is about as much work as this many values, see `spend`.
_VALUES_PER_TAG: Final = 30
_TOO_MANY: Final = "Number of Tags exceed the current limit for the provided ResourceArn"


def checked_tags(tags: Sequence[Tag]) -> list[Tag]:
    """Returns the tags of a request, which may lack members.

    Raises Reject for the first tag that is not valid, then for repeated keys, then for too many.
    """
    for tag in tags:
        _check_tag(tag)
    keys: set[str] = set()
    for tag in tags:
        spend(1)
        if tag["Key"] in keys:
            message = f"Duplicate Tag Keys provided as input: Duplicate Tag Key found {tag['Key']}"
            raise invalid(message)
        keys.add(tag["Key"])
    _check_set(tags)
    return [{"Key": tag["Key"], "Value": tag["Value"]} for tag in tags]


def check_tag_keys(keys: Sequence[str]) -> None:
    """Checks the keys of the tags to remove. Raises Reject for the first invalid one."""
    for key in keys:
        spend(_VALUES_PER_TAG)
        _check_key(key)
    if len(keys) > TAGS:
        raise invalid(_TOO_MANY)


def merged_tags(tags: Iterable[Tag], added: Iterable[Tag]) -> list[Tag]:
    """Returns `tags` with `added`. An added tag replaces the tag with the same key. Raises Reject
    if there are too many tags, or if they are too long together.
    """
    by_key = {tag["Key"]: tag for tag in tags} | {tag["Key"]: tag for tag in added}
    merged = list(by_key.values())
    _check_set(merged)
    return merged


def _check_tag(tag: Tag) -> None:
    spend(_VALUES_PER_TAG)
    key = tag.get("Key")
    if key is None:
        raise invalid("The Tag Key provided is invalid, Key: null")
    _check_key(key)
    value = tag.get("Value")
    if value is None:
        raise invalid("The Tag Value provided is invalid, Value: null")
    if len(value) > TAG_VALUE_CHARACTERS or not _is_tag_text(value):
        raise invalid(f"The Tag Value provided is invalid, Value: {clipped(value)}")


def _check_key(key: str) -> None:
    if not key or len(key) > TAG_KEY_CHARACTERS or not _is_tag_text(key):
        raise invalid(f"The Tag Key provided is invalid, Key: {clipped(key)}")
    if key[: len(_RESERVED_PREFIX)].lower() == _RESERVED_PREFIX:
        raise invalid(f"Tag Key cannot be prefixed with aws:, Key: {key}")


def _is_tag_text(text: str) -> bool:
    """Returns whether a text has only letters, digits, spaces of any script and `_PUNCTUATION`."""
    if text.isascii():
        return all(each.isalnum() or each == " " or each in _PUNCTUATION for each in text)
    from unicodedata import category  # noqa: PLC0415  (most tags are ASCII)

    return all(category(each)[0] in "LZN" or each in _PUNCTUATION for each in text)


def _check_set(tags: Sequence[Tag]) -> None:
    if len(tags) > TAGS:
        raise invalid(_TOO_MANY)
    size_bytes = sum(len(tag["Key"].encode()) + len(tag["Value"].encode()) for tag in tags)
    if size_bytes > TAG_SET_BYTES:
        raise invalid(f"Tag set size {size_bytes} bytes is above max size limit")


async def tagged_table(context: Context, resource_arn: str) -> Table:
    """Returns the table that an ARN names, as it is stored now.

    Raises Reject: ValidationException for a text that is no ARN of a table of this Region,
    AccessDeniedException for another service, and for another account unless the request was
    authorized, ResourceNotFoundException for a table that does not exist or is being created.
    """
    resource_arn = resource_arn[: ECHO_CHARACTERS + 1]  # no ARN is so long; the rest is not shown
    arn = _table_arn(context, resource_arn)
    table = await context.node.catalog.find(context.region, arn.account_id, arn.table_name)
    now_ms = context.node.clock.now_ms()
    if (
        table is None
        or arn.resource
        or is_gone_at(table.record, now_ms)
        or status_at(table.record, now_ms) == "CREATING"
        or not may_find(context, resource_arn, table.id)
    ):
        raise resource_not_found(resource_arn)
    return table


def resource_not_found(resource_arn: str) -> Reject:
    """Returns the error of operations on tags for the ARN of a table that does not exist."""
    shown = clipped(resource_arn)
    message = f"Requested resource not found: ResourceArn: {shown} not found"
    return Reject(ServiceError("ResourceNotFoundException", message))


def _table_arn(context: Context, text: str) -> TableArn:
    shown = clipped(text)
    if not text.startswith("arn:"):
        raise invalid(REQUEST_INVALID + f"ARNs must start with 'arn:': {shown}")
    parts = text.split(":", 5)
    if len(parts) != 6 or parts[1:3] != ["aws", "dynamodb"]:
        raise _access_denied()
    arn = parse_table_arn(text)
    if arn is None or arn.resource.startswith("backup/"):
        raise invalid(REQUEST_INVALID + f"Provided Arn is not a DynamoDB resource arn: {shown}")
    if context.resolved is None and arn.account_id != context.account_id:
        raise _access_denied()
    if arn.region != context.region or len(arn.table_name) < TABLE_NAME_CHARACTERS_MIN:
        raise invalid(f"Invalid TableArn: Invalid ResourceArn provided as input {shown}")
    if arn.resource and not arn.resource.startswith("stream/"):
        raise invalid(
            REQUEST_INVALID + "Invalid resource arn provided, only table or stream is accepted. "
            f"Provided resource arn: {shown}"
        )
    return arn


def _access_denied() -> Reject:
    return Reject(ServiceError("AccessDeniedException", "Access is denied"))
