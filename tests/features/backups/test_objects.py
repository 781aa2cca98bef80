"""The form of backups outside of the data folder, and everything that may be wrong with it."""

import secrets
from collections.abc import Callable
from typing import Any

import orjson
import pytest

from jedlik.features.backups.blocks import DamagedBlockError
from jedlik.features.backups.objects import (
    Envelope,
    WrongKeyError,
    block_name,
    entry_in,
    entry_name,
    entry_value,
    is_entry_name,
)
from jedlik.features.backups.records import Backup, all_backups
from tests.apis.dynamodb.operations.backups import back_up, with_item
from tests.engine.in_memory import Caller, result_of

KEY = bytes(range(32))
NAME = "000000000000/us-east-1/music/00001764536256-0123abcd/00000000"


def a_backup() -> Backup:
    caller = Caller()
    with_item(caller)
    back_up(caller)

    async def first() -> Backup:
        (found,) = [each async for each in all_backups(caller.node.storage)]
        return found

    return result_of(first())


def changed(change: Callable[[Any], object]) -> tuple[str, bytes]:
    """Returns the name and the value of an entry that somebody has changed."""
    backup = a_backup()
    found = orjson.loads(entry_value(backup))
    change(found["Backup"])
    return entry_name(backup), orjson.dumps(found)


@pytest.mark.parametrize("key", [None, KEY], ids=["plain", "encrypted"])
def test_a_value_comes_back(key: bytes | None) -> None:
    envelope = Envelope(key)
    data = envelope.sealed(NAME, b"value" * 9)
    assert envelope.opened(NAME, data) == b"value" * 9
    assert (b"value" in data) is (key is None)
    assert envelope.opened(NAME, envelope.sealed(NAME, b"")) == b""


@pytest.mark.parametrize("key", [None, KEY], ids=["plain", "encrypted"])
def test_every_changed_bit_is_found(key: bytes | None) -> None:
    envelope = Envelope(key)
    data = envelope.sealed(NAME, b"value")
    for at in range(len(data)):
        damaged = bytearray(data)
        damaged[at] ^= 1
        with pytest.raises(DamagedBlockError, match=NAME):
            envelope.opened(NAME, bytes(damaged))
    for size in range(len(data)):
        with pytest.raises(DamagedBlockError, match=NAME):
            envelope.opened(NAME, data[:size])
    other = NAME[:-1] + "1"
    with pytest.raises(DamagedBlockError, match=other):
        envelope.opened(other, data)  # exchanged with another block


def test_keys() -> None:
    data = Envelope(KEY).sealed(NAME, b"value")
    with pytest.raises(WrongKeyError, match="is encrypted: give the key of the folder"):
        Envelope(None).opened(NAME, data)
    with pytest.raises(WrongKeyError, match="encrypted with another key, or it is damaged"):
        Envelope(secrets.token_bytes(32)).opened(NAME, data)
    assert Envelope(KEY).sealed(NAME, b"value") != data  # the nonce is random
    plain = Envelope(None).sealed(NAME, b"value")
    with pytest.raises(WrongKeyError, match="is not encrypted, and the data folder is"):
        Envelope(KEY).opened(NAME, plain)


def test_names() -> None:
    backup = a_backup()
    name = entry_name(backup)
    assert is_entry_name(name)
    assert block_name(backup, 7) == name.removesuffix("backup") + "00000007"
    for other in (
        block_name(backup, 7),
        name + "/backup",
        "a/" + name,
        name.replace("/", "//"),
        name.replace("us-east-1", ".."),
        "../" * 3 + "backup",
    ):
        assert not is_entry_name(other)


def test_an_entry_comes_back_without_what_belongs_to_its_folder() -> None:
    backup = a_backup()
    used: Backup = {**backup, "RestoreWorkId": "x"}
    assert entry_in(entry_name(backup), entry_value(used)) == backup


def test_a_recovery_point_of_aws_backup_comes_back() -> None:
    backup: Backup = {**a_backup(), "Kind": "AWS_BACKUP"}
    assert entry_in(entry_name(backup), entry_value(backup)) == backup


def _set(*path: str, to: Any) -> Callable[[Any], object]:
    def change(entry: Any) -> None:
        *outer, last = path
        for each in outer:
            entry = entry[each]
        entry[last] = to

    return change


@pytest.mark.parametrize(
    "change",
    [
        lambda entry: entry.clear(),
        lambda entry: entry.pop("Source"),
        lambda entry: entry["Source"].pop("KeySchema"),
        _set("Blocks", to=-1),
        _set("Blocks", to=10**8),
        _set("Blocks", to=True),
        _set("Items", to="5"),
        _set("Bytes", to=1.5),
        _set("CreatedMs", to=1 << 62),
        _set("Status", to="CREATING"),
        _set("Kind", to="OTHER"),
        _set("Kind", to="SYSTEM"),
        _set("ExpiresMs", to=1),
        _set("Name", to=5),
        _set("Id", to="00001764536256-0123abcd/.."),
        _set("Source", "Id", to="1"),
        _set("Source", "Id", to=0),
        _set("Source", "TableName", to="other"),
        _set("Source", "TableId", to=5),
        _set("Source", "Region", to=None),
        _set("Source", "AccountId", to="1" * 12),
        _set("Source", "KeySchema", to=[5]),
        _set("Source", "KeySchema", to="pk"),
        _set("Source", "AttributeDefinitions", to=None),
        _set("Source", "ProvisionedThroughput", to={}),
        _set("Source", "BillingMode", to=["x"]),
        _set("Source", "GlobalSecondaryIndexes", to=[{}]),
        _set("Source", "DataKey", to=5),
        _set("Source", "CreationDateTime", to="x"),
    ],
)
def test_hostile_entries(change: Callable[[Any], object]) -> None:
    name, value = changed(change)
    with pytest.raises(DamagedBlockError, match="does not describe a backup"):
        entry_in(name, value)


@pytest.mark.parametrize("value", [b"", b"5", b"[]", b"{}", b'{"Backup": 5}', b"{" * 10_000])
def test_what_is_no_entry(value: bytes) -> None:
    with pytest.raises(DamagedBlockError, match="does not describe a backup"):
        entry_in(NAME.replace("00000000", "backup"), value)
