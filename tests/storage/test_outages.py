"""What is counted and logged while a storage fails."""

import pytest

from jedlik.storage.interface import FailureKind, StorageUnavailableError
from jedlik.storage.outages import Outages

FULL = StorageUnavailableError("FullError: the disk", FailureKind.FULL)
BUSY = StorageUnavailableError("BusyError: locked", FailureKind.LOCKED)
DAMAGE = StorageUnavailableError("IOError: a page", FailureKind.DAMAGED)
CLOSED = StorageUnavailableError("closed", FailureKind.CLOSED)


def test_an_outage_is_logged_when_it_begins_and_when_it_ends(
    caplog: pytest.LogCaptureFixture,
) -> None:
    now_s = 100.0
    outages = Outages(now_s=lambda: now_s)
    assert outages.health.outage is None
    for _ in range(1000):
        outages.failed(FULL)
    outages.failed(FULL, calls=5)
    assert outages.health.outage is FailureKind.FULL
    assert outages.health.failures == {FailureKind.FULL: 1005}
    (begun,) = caplog.messages
    assert begun.startswith("storage outage: The disk is full.")
    assert begun.endswith("(FullError: the disk)")
    now_s = 130.5
    outages.recovered()
    outages.recovered()
    assert outages.health.outage is None
    assert caplog.messages[1:] == ["storage outage over: it lasted 30.5 s, and 1005 calls failed."]
    caplog.clear()
    outages.failed(BUSY)
    assert outages.health.failures == {FailureKind.FULL: 1005, FailureKind.LOCKED: 1}
    outages.recovered()
    assert "and 1 calls failed" in caplog.messages[1]


def test_an_outage_that_becomes_another_is_logged_again(caplog: pytest.LogCaptureFixture) -> None:
    outages = Outages()
    for error in (FULL, BUSY, BUSY, FULL):
        outages.failed(error)
    assert len(caplog.messages) == 3
    outages.recovered()
    assert "4 calls failed" in caplog.messages[-1]


def test_damage_is_logged_once_for_each_place(caplog: pytest.LogCaptureFixture) -> None:
    outages = Outages()
    for place in ("ITEM of table number 1", "ITEM of table number 2", "ITEM of table number 1"):
        outages.failed(DAMAGE, place=place)
    assert [message.split(" cannot")[0] for message in caplog.messages] == [
        "storage damage: a part of ITEM of table number 1",
        "storage damage: a part of ITEM of table number 2",
    ]
    assert outages.health.outage is None
    assert outages.health.failures == {FailureKind.DAMAGED: 3}
    for number in range(1000):
        outages.failed(DAMAGE, place=f"{number}")
    assert len(caplog.messages) == 100


def test_a_closed_storage_is_no_outage(caplog: pytest.LogCaptureFixture) -> None:
    outages = Outages()
    outages.failed(CLOSED)
    assert outages.health.outage is None
    assert caplog.messages == []


def test_the_first_failure_of_an_outage_is_announced() -> None:
    outages, begun = Outages(), []
    outages.on_outage = lambda: begun.append(outages.health.outage)
    for error in (DAMAGE, FULL, FULL):
        outages.failed(error)
    assert begun == [FailureKind.FULL]
