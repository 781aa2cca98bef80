"""Pages of lists: of entities in the order of their names, and of what is in one record.

A marker is opaque for clients. It contains the last thing of the page before.
"""

import base64
import binascii
from collections.abc import Awaitable, Callable, Sequence
from typing import Final, Generic, NamedTuple, TypeVar

import orjson

from jedlik.core.errors import Reject, ServiceError
from jedlik.core.keys.key import Key
from jedlik.engine.context import Node
from jedlik.features.identity.records import (
    EntityRecord,
    Entry,
    Kind,
    LinkRecord,
    NameRecord,
    entity_entry,
    link_entry,
    links_span,
    names_span,
)

E = TypeVar("E", bound=EntityRecord)
T = TypeVar("T")

DEFAULT_ITEMS: Final = 100
_PAGE_ITEMS: Final = 500
_PAGE_BYTES: Final = 1 << 20
_INVALID_MARKER: Final = ServiceError("ValidationException", "Invalid Marker.")


class Listed(NamedTuple, Generic[T]):
    """One page. marker: where the next page begins, None at the end of the list."""

    items: list[T]
    marker: str | None


class Wanted(NamedTuple):
    """Which page a client wants. after: the decoded marker, empty for the first page."""

    after: str
    limit: int


def wanted(marker: str | None, max_items: int | None) -> Wanted:
    """Returns what the members Marker and MaxItems ask for. Raises Reject for a bad marker."""
    limit = DEFAULT_ITEMS if max_items is None else max_items
    if marker is None:
        return Wanted("", limit)
    try:
        return Wanted(base64.b64decode(marker, b"-_", validate=True).decode(), limit)
    except (binascii.Error, ValueError):
        raise Reject(_INVALID_MARKER) from None


def marker_after(text: str) -> str:
    """Returns the marker of a page that ends with `text`."""
    return base64.urlsafe_b64encode(text.encode()).decode()


def page_of(items: Sequence[T], page: Wanted) -> Listed[T]:
    """Returns a page of a list that is in memory. Raises Reject for a bad marker."""
    if page.after and not (page.after.isascii() and page.after.isdigit()):
        raise Reject(_INVALID_MARKER)
    begin = int(page.after or "0")
    end = begin + page.limit
    return Listed(list(items[begin:end]), marker_after(str(end)) if end < len(items) else None)


async def list_entities(
    node: Node,
    names: tuple[str, Kind],
    entry: Callable[[str, str], Entry[E]],
    page: Wanted,
    path_prefix: str,
) -> Listed[E]:
    """Returns entities of a kind, in the order of their names in lower case.

    names: account id and kind. entry: returns where an entity is stored, by account id and id.
    path_prefix: what their paths begin with. A prefix may end inside a part of a path.
    """
    account_id, kind = names

    async def read(after: str) -> tuple[list[E], str | None]:
        span = names_span(account_id, kind, after)
        found = await node.storage.scan(span, limit_items=_PAGE_ITEMS, limit_bytes=_PAGE_BYTES)
        ids: list[NameRecord] = [orjson.loads(value) for value in found.values]
        records = await read_records(node, [entry(account_id, each["Id"]) for each in ids])
        last = None if found.last is None else found.last[1].decode()
        return records, last

    return await _collected(
        read,
        page,
        lambda record: record["Path"].startswith(path_prefix),
        lambda record: record["Name"].lower(),
    )


async def list_links(
    node: Node,
    account_id: str,
    target: str,
    page: Wanted,
    is_wanted: Callable[[LinkRecord, EntityRecord], bool],
) -> Listed[tuple[LinkRecord, EntityRecord]]:
    """Returns the entities that refer to a group or policy, in no particular order."""

    async def read(after: str) -> tuple[list[tuple[LinkRecord, EntityRecord]], str | None]:
        span = links_span(account_id, target, after)
        found = await node.storage.scan(span, limit_items=_PAGE_ITEMS, limit_bytes=_PAGE_BYTES)
        links: list[LinkRecord] = [orjson.loads(value) for value in found.values]
        entries = [entity_entry(account_id, each["Id"]) for each in links]
        records = await _read(node, entries)
        pairs = [
            (link, record)
            for link, record in zip(links, records, strict=True)
            if record is not None
        ]
        return pairs, None if found.last is None else found.last[1].decode()

    def sort_of(pair: tuple[LinkRecord, EntityRecord]) -> str:
        link = pair[0]
        return link_entry(account_id, target, link["Use"], link["Id"]).key.sort.decode()

    return await _collected(read, page, lambda pair: is_wanted(*pair), sort_of)


async def read_records(node: Node, entries: Sequence[Entry[E]]) -> list[E]:
    """Returns the records that are stored. One that was deleted meanwhile is left out."""
    return [each for each in await _read(node, entries) if each is not None]


async def _read(node: Node, entries: Sequence[Entry[E]]) -> list[E | None]:
    keys: list[Key] = [each.key for each in entries]
    values = await node.storage.read(keys, consistent=True)
    return [entry.decoded(value) for entry, value in zip(entries, values, strict=True)]


async def _collected(
    read: Callable[[str], Awaitable[tuple[list[T], str | None]]],
    page: Wanted,
    is_wanted: Callable[[T], bool],
    position_of: Callable[[T], str],
) -> Listed[T]:
    """Reads until a page is full, and one more for the knowledge whether anything follows."""
    items: list[T] = []
    after: str | None = page.after
    while after is not None:
        found, after = await read(after)
        for item in found:
            if is_wanted(item):
                if len(items) == page.limit:
                    return Listed(items, marker_after(position_of(items[-1])))
                items.append(item)
    return Listed(items, None)
