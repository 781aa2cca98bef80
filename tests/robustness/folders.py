"""A data folder with a page of every kind, and where these pages are."""

import asyncio
from contextlib import closing
from pathlib import Path
from typing import Any, Final

from jedlik.core.keys.key import Key
from jedlik.core.keys.space import Space
from jedlik.storage.interface import Batch, Delete, Mutation, Put
from jedlik.storage.sqlite import open_folder
from jedlik.storage.sqlite.connection import connect
from jedlik.storage.sqlite.opening import FILE_NAME

VALUES: Final = 300
_DELETED: Final = range(VALUES, VALUES + 100)

# Kinds of pages, as `pages_of` finds them.
KINDS: Final = (
    "header",
    *("entry root", "entry internal", "entry leaf"),
    *("value root", "value leaf", "value overflow"),
    "free",
)


def key(number: int) -> Key:
    """Returns a key that is long enough for a tree of three levels."""
    return Key(Space.ITEM, 1, b"%04d" % number * 200, b"")


def value(number: int) -> bytes:
    """Returns a value; every tenth needs overflow pages."""
    return b"%04d" % number * (2_500 if number % 10 == 0 else 200)


def fill(folder: Path, *, encryption_key: bytes | None) -> None:
    """Makes the folder."""

    async def whole() -> None:
        storage = open_folder(folder, key=encryption_key)
        puts: list[Mutation] = [Put(key(n), value(n)) for n in (*range(VALUES), *_DELETED)]
        await storage.transact([], lambda _: Batch(puts, None))
        deletes: list[Mutation] = [Delete(key(n)) for n in _DELETED]
        await storage.transact([], lambda _: Batch(deletes, None))
        await storage.close()

    asyncio.run(whole())


def pages_of(folder: Path, *, encryption_key: bytes | None) -> dict[str, list[int]]:
    """Returns the numbers of the pages of each kind, from 1."""
    with closing(connect(folder / FILE_NAME, key=encryption_key)) as connection:
        pages = "SELECT name, pagetype, path, pageno FROM dbstat"
        rows: list[Any] = connection.execute(pages).fetchall()
        last: int = connection.execute("PRAGMA page_count").get
    found: dict[str, list[int]] = {}
    for tree, kind, path, number in rows:
        name = f"{tree} root" if path == "/" else f"{tree} {kind}"
        found.setdefault("header" if number == 1 else name, []).append(number)
    used = {number for numbers in found.values() for number in numbers}
    found["free"] = sorted(set(range(1, last + 1)) - used)
    return found
