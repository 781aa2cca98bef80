"""The catalog: tables by name, in a cache that every process drops when a table changes."""

from pathlib import Path

import pytest

from jedlik.core.errors import Reject, ServiceError
from jedlik.engine.catalog import Catalog
from jedlik.storage.memory import MemoryStorage
from jedlik.storage.shared_epoch import SharedEpochs
from jedlik.storage.sqlite import open_folder
from tests.engine.in_memory import ACCOUNT, REGION, Caller, result_of

MUSIC = (REGION, ACCOUNT, "music")


def catalog_on(caller: Caller) -> Catalog:
    """Returns the catalog of another process over the same storage."""
    return Catalog(caller.storage, caller.node.catalog.hooks, caller.data_keys)


def names_of(caller: Caller, after: str | None = None, limit: int = 100) -> tuple[list[str], bool]:
    catalog = caller.node.catalog
    tables, more = result_of(catalog.tables(REGION, ACCOUNT, after=after, limit=limit))
    return [table.name for table in tables], more


def test_a_table_is_cached_once_it_was_found() -> None:
    caller = Caller()
    caller.create()
    catalog = catalog_on(caller)
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
    tables, more = result_of(caller.node.catalog.tables(*other, after=None, limit=10))
    assert (tables, more) == ([], False)


def test_one_change_empties_the_caches_of_all_processes() -> None:
    caller = Caller()
    caller.create()
    one, other = catalog_on(caller), catalog_on(caller)
    seen = result_of(one.table(*MUSIC)), result_of(other.table(*MUSIC))
    assert (one.cached(*MUSIC), other.cached(*MUSIC)) == seen
    caller.call("UpdateTable", TableName="music", DeletionProtectionEnabled=True)
    assert one.cached(*MUSIC) is None
    assert other.cached(*MUSIC) is None
    assert result_of(one.table(*MUSIC)).record["DeletionProtectionEnabled"] is True


def test_what_was_read_while_a_table_changed_is_not_cached() -> None:
    caller = Caller()
    caller.create()
    catalog, epoch = catalog_on(caller), caller.storage.epoch
    epoch.begin()
    # The commit has begun: `find` may read the old record or the new one, and cannot know which.
    for _ in range(2):
        assert catalog.cached(*MUSIC) is None
        assert result_of(catalog.find(*MUSIC)) is not None
    epoch.finish()
    assert catalog.cached(*MUSIC) is None
    assert result_of(catalog.find(*MUSIC)) is catalog.cached(*MUSIC)


def test_what_is_read_under_a_new_epoch_is_not_mixed_with_a_cache_of_the_old_one() -> None:
    caller = Caller()
    caller.create()
    catalog, epoch = catalog_on(caller), caller.storage.epoch
    table = result_of(catalog.table(*MUSIC))
    epoch.begin()
    epoch.finish()
    assert result_of(catalog.find(*MUSIC)) is not table
    assert catalog.cached(*MUSIC) is None


def test_a_deleted_table_is_not_served_from_a_cache() -> None:
    caller = Caller()
    caller.create()
    caller.call("PutItem", TableName="music", Item={"pk": {"S": "a"}})
    caller.call("DeleteTable", TableName="music")
    message = caller.refusal("GetItem", TableName="music", Key={"pk": {"S": "a"}})
    assert message == "ResourceNotFoundException: Requested resource not found"
    caller.create()
    assert caller.call("GetItem", TableName="music", Key={"pk": {"S": "a"}}) == {}


def test_processes_over_one_file_see_each_others_tables(tmp_path: Path) -> None:
    epochs = SharedEpochs(2)
    storages = [open_folder(tmp_path, server="tests", epoch=epochs.of(each)) for each in (0, 1)]
    one, other = (Caller(storage=each) for each in storages)
    for maker, reader in ((one, other), (other, one), (one, other)):
        maker.create()
        maker.call("PutItem", TableName="music", Item={"pk": {"S": "a"}})
        for _ in range(2):
            assert reader.call("Scan", TableName="music")["Count"] == 1
        assert reader.node.catalog.cached(*MUSIC) is not None
        maker.call("DeleteTable", TableName="music")
        assert "ResourceNotFoundException" in reader.refusal("Scan", TableName="music")
    for each in storages:
        result_of(each.close())


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
