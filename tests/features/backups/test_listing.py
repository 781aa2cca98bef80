"""Pages of backups, over more entries than one read of the storage has."""

import pytest

from jedlik.features.backups import listing
from jedlik.features.backups.listing import Wanted, listed
from jedlik.features.backups.named import parse_backup_arn
from jedlik.features.backups.records import arn_of, backup_to_bytes, key_of
from jedlik.storage.interface import Put
from tests.engine.in_memory import Caller, result_of
from tests.features.backups.test_records import backup
from tests.features.used_storage import write

COUNT = 25


@pytest.fixture(name="caller")
def _caller(monkeypatch: pytest.MonkeyPatch) -> Caller:
    monkeypatch.setattr(listing, "_PAGE_ITEMS", 4)
    caller = Caller()
    found = [backup(1_000 + number) for number in range(COUNT)]
    for each in found[::5]:
        each["Kind"] = "SYSTEM"
    write(caller, [Put(key_of(each), backup_to_bytes(each)) for each in found])
    return caller


@pytest.mark.parametrize("limit", [1, 3, 4, 19, 20, 100])
def test_all_pages_together_have_each_backup_once(caller: Caller, limit: int) -> None:
    times: list[int] = []
    after, more = None, True
    while more:
        page, more = result_of(listed(caller.context, Wanted(), after=after, limit=limit))
        times += [each["CreatedMs"] for each in page]
        assert len(page) == limit or not more
        after = parse_backup_arn(caller.context, arn_of(page[-1]))
    assert times == [1_000 + number for number in range(COUNT) if number % 5]


def test_bounds_are_exact(caller: Caller) -> None:
    wanted = Wanted(None, frozenset(("USER", "SYSTEM")), 1_003.0, 1_007.0)
    page, more = result_of(listed(caller.context, wanted, after=None, limit=100))
    assert [each["CreatedMs"] for each in page] == [1_003, 1_004, 1_005, 1_006]
    assert not more
    none = Wanted(table_name="other")
    assert result_of(listed(caller.context, none, after=None, limit=1)) == ([], False)
