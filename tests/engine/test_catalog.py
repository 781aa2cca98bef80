"""The catalog: tables by name, a cache that every process drops when a table changes."""

import pytest

from jedlik.core.errors import Reject, ServiceError
from jedlik.engine.catalog import Catalog
from jedlik.storage.memory import MemoryStorage
from tests.engine.in_memory import ACCOUNT, REGION, Caller, CatalogVersion, result_of

MUSIC = (REGION, ACCOUNT, "music")


def catalog_on(caller: Caller, version: CatalogVersion) -> Catalog:
    """Another process's catalog over the same storage."""
    return Catalog(caller.storage, version=version.current, bump=version.bump)


def names_of(caller: Caller, after: str | None = None, limit: int = 100) -> tuple[list[str], bool]:
    catalog = caller.node.catalog
    tables, more = result_of(catalog.names(REGION, ACCOUNT, after=after, limit=limit))
    return [table.name for table in tables], more


def test_a_table_is_cached_once_it_was_found() -> None:
    caller = Caller()
    caller.create()
    catalog = catalog_on(caller, CatalogVersion())
    assert catalog.cached(*MUSIC) is None
    table = result_of(catalog.table(*MUSIC))
    assert table.name == "music"
    assert catalog.cached(*MUSIC) is table
    assert result_of(catalog.table(*MUSIC)) is table


def test_what_is_not_there_is_not_found() -> None:
    catalog = Caller().node.catalog
    assert result_of(catalog.find(*MUSIC)) is None
    with pytest.raises(Reject) as refused:
        result_of(catalog.table(*MUSIC))
    expected = ServiceError("ResourceNotFoundException", "Requested resource not found")
    assert refused.value.error == expected


@pytest.mark.parametrize("other", [("eu-west-1", ACCOUNT), (REGION, "999999999999")])
def test_regions_and_accounts_are_apart(other: tuple[str, str]) -> None:
    caller = Caller()
    caller.create()
    assert result_of(caller.node.catalog.find(*other, "music")) is None
    tables, more = result_of(caller.node.catalog.names(*other, after=None, limit=10))
    assert (tables, more) == ([], False)


def test_one_change_empties_the_caches_of_all_processes() -> None:
    caller = Caller()
    caller.create()
    version = CatalogVersion()
    one, other = catalog_on(caller, version), catalog_on(caller, version)
    seen = result_of(one.table(*MUSIC)), result_of(other.table(*MUSIC))
    caller.call("UpdateTable", TableName="music", DeletionProtectionEnabled=True)
    assert one.cached(*MUSIC) is seen[0]  # nobody has told it
    other.changed()
    assert one.cached(*MUSIC) is None
    assert other.cached(*MUSIC) is None
    assert result_of(one.table(*MUSIC)).record["DeletionProtectionEnabled"] is True


def test_what_was_read_while_a_table_changed_is_not_cached() -> None:
    caller = Caller()
    caller.create()
    version = CatalogVersion()
    catalog = catalog_on(caller, version)
    version.bump()
    # The cache has not seen the new version yet: what `find` reads may be of before or after.
    assert result_of(catalog.find(*MUSIC)) is not None
    assert catalog.cached(*MUSIC) is None
    assert result_of(catalog.find(*MUSIC)) is catalog.cached(*MUSIC)


def test_a_deleted_table_is_not_served_from_a_cache() -> None:
    caller = Caller()
    caller.create()
    caller.call("PutItem", TableName="music", Item={"pk": {"S": "a"}})
    caller.call("DeleteTable", TableName="music")
    message = caller.refusal("GetItem", TableName="music", Key={"pk": {"S": "a"}})
    assert message == "ResourceNotFoundException: Requested resource not found"
    caller.create()
    assert caller.call("GetItem", TableName="music", Key={"pk": {"S": "a"}}) == {}


def test_names_come_in_order_and_in_pages() -> None:
    caller = Caller(storage=MemoryStorage())
    for name in ("music", "albums", "Zebra", "music-2", "music.1"):
        caller.create(name)
    whole = ["Zebra", "albums", "music", "music-2", "music.1"]
    assert names_of(caller) == (whole, False)
    assert names_of(caller, limit=2) == (whole[:2], True)
    assert names_of(caller, after="albums", limit=3) == (whole[2:], False)
    assert names_of(caller, after="b", limit=1) == (["music"], True)
    assert names_of(caller, after="z") == ([], False)
