"""TagResource, UntagResource and ListResourceTags."""

from typing import Final

from jedlik.apis.api import Access, Answer, Operation, Plane
from jedlik.apis.kms.authorizations import on_key
from jedlik.apis.kms.checks import as_sent
from jedlik.apis.kms.model.tags import (
    LIST_RESOURCE_TAGS,
    TAG_RESOURCE,
    UNTAG_RESOURCE,
    ListResourceTagsRequest,
    TagResourceRequest,
    UntagResourceRequest,
)
from jedlik.apis.kms.pages import answer_of, page_of
from jedlik.engine.context import Context
from jedlik.features.encryption_keys.keys import add_tags, store
from jedlik.features.encryption_keys.records import KeyRecord
from jedlik.features.encryption_keys.resolve import changeable_key, own_key
from jedlik.features.identity.transaction import Transaction, transact

_LISTED_TAGS: Final = 50  # API, ListResourceTags


async def tag(request: TagResourceRequest, context: Context) -> Answer:
    """Adds tags to a key, or replaces their values."""

    async def operation(transaction: Transaction) -> None:
        record = await changeable_key(transaction, context, request["KeyId"], "TagResource")
        add_tags(record, [(each["TagKey"], each["TagValue"]) for each in request["Tags"]])
        store(transaction, record)

    await transact(context.node, operation)
    return None


async def untag(request: UntagResourceRequest, context: Context) -> Answer:
    """Removes tags from a key. A name that is no tag is ignored."""

    async def operation(transaction: Transaction) -> None:
        record = await changeable_key(transaction, context, request["KeyId"], "UntagResource")
        for name in request["TagKeys"]:
            record["Tags"].pop(name, None)
        store(transaction, record)

    await transact(context.node, operation)
    return None


async def list_tags(request: ListResourceTagsRequest, context: Context) -> Answer:
    """Returns the tags of a key in the order of their names."""

    async def operation(transaction: Transaction) -> KeyRecord:
        return await own_key(transaction, context, request["KeyId"], "ListResourceTags")

    tags = (await transact(context.node, operation))["Tags"]
    names, is_truncated = page_of(sorted(tags), request, _LISTED_TAGS)
    entries = [{"TagKey": name, "TagValue": tags[name]} for name in names]
    return answer_of("Tags", entries, names[-1] if names else "", is_truncated=is_truncated)


OPERATIONS: Final = (
    Operation(
        "TagResource",
        Access.WRITE,
        Plane.CONTROL,
        TAG_RESOURCE,
        as_sent,
        tag,
        on_key("kms:TagResource"),
    ),
    Operation(
        "UntagResource",
        Access.WRITE,
        Plane.CONTROL,
        UNTAG_RESOURCE,
        as_sent,
        untag,
        on_key("kms:UntagResource"),
    ),
    Operation(
        "ListResourceTags",
        Access.READ,
        Plane.CONTROL,
        LIST_RESOURCE_TAGS,
        as_sent,
        list_tags,
        on_key("kms:ListResourceTags"),
    ),
)
