"""Backups in a folder, and buckets that do not work."""

from pathlib import Path

import boto3
import pytest
from moto import mock_aws

from jedlik.buckets.folder import FolderBuckets
from jedlik.buckets.interface import NoBuckets
from jedlik.buckets.s3 import open_s3
from jedlik.features.backups import place as place_module
from jedlik.features.backups.blocks import DamagedBlockError
from jedlik.features.backups.objects import Envelope, block_name, entry_name
from jedlik.features.backups.place import Place, PlaceAwayError
from tests.engine.in_memory import result_of
from tests.features.backups.test_objects import a_backup


def place(folder: Path, prefix: str = "") -> Place:
    return Place(str(folder), FolderBuckets(folder.parent), folder.name, prefix, Envelope(None))


async def names(place: Place) -> list[str]:
    return [each async for each in place.entry_names()]


@pytest.mark.parametrize("prefix", ["", "some/where/"])
def test_a_backup_comes_and_goes(tmp_path: Path, prefix: str) -> None:
    here, backup = place(tmp_path, prefix), a_backup()
    result_of(here.put_block(backup, 0, b"zero"))
    result_of(here.put_block(backup, 1, b""))
    assert not result_of(here.has_entry(backup))
    assert result_of(names(here)) == []
    result_of(here.put_entry(backup))
    assert result_of(here.has_entry(backup))
    assert result_of(names(here)) == [entry_name(backup)]
    assert result_of(here.entry(entry_name(backup))) == backup
    assert [result_of(here.block(backup, each)) for each in (0, 1)] == [b"zero", b""]
    result_of(here.delete(backup))
    assert [each for each in tmp_path.rglob("*") if each.is_file()] == []
    result_of(here.delete(backup))
    result_of(here.close())


def test_a_bucket_of_s3(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "id")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    with mock_aws():
        client = boto3.client("s3", region_name="us-east-1")
        client.create_bucket(Bucket="vault")
        here = Place("s3://vault/a", open_s3(None, "us-east-1"), "vault", "a/", Envelope(b"k" * 32))
        backup = a_backup()
        with pytest.raises(DamagedBlockError, match="00000000 is missing in s3://vault/a"):
            result_of(here.block(backup, 0))
        result_of(here.put_block(backup, 0, b"zero"))
        assert not result_of(here.has_entry(backup))
        result_of(here.put_entry(backup))
        assert result_of(here.has_entry(backup))
        assert result_of(names(here)) == [entry_name(backup)]
        assert result_of(here.block(backup, 0)) == b"zero"
        result_of(here.delete(backup))
        assert "Contents" not in client.list_objects_v2(Bucket="vault")
        client.close()
        result_of(here.close())


def test_pages_of_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(place_module, "_PAGE", 2)
    here, backup = place(tmp_path), a_backup()
    for number in range(5):
        result_of(here.put_block(backup, number, b"x"))
    result_of(here.put_entry(backup))
    assert result_of(names(here)) == [entry_name(backup)]
    result_of(here.delete(backup))
    assert result_of(names(here)) == []


def test_what_is_missing_or_damaged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here, backup = place(tmp_path), a_backup()
    with pytest.raises(DamagedBlockError, match="00000000 is missing in"):
        result_of(here.block(backup, 0))
    result_of(here.put_block(backup, 0, b"x" * 100))
    monkeypatch.setattr(place_module, "VALUE_BYTES_MAX", 99)
    with pytest.raises(DamagedBlockError, match="it is too large"):
        result_of(here.block(backup, 0))
    monkeypatch.undo()
    (tmp_path / block_name(backup, 0)).write_bytes(b"JDLB")
    with pytest.raises(DamagedBlockError, match="it is no object of a backup"):
        result_of(here.block(backup, 0))


def test_a_place_that_is_away(tmp_path: Path) -> None:
    backup = a_backup()
    for here in (
        Place("s3://none", NoBuckets(), "none", "", Envelope(None)),
        place(tmp_path / "none"),
    ):
        for call in (
            here.put_block(backup, 0, b""),
            here.put_entry(backup),
            here.block(backup, 0),
            here.has_entry(backup),
            here.delete(backup),
            names(here),
        ):
            with pytest.raises(PlaceAwayError, match=r"none cannot be used: NoSuchBucket"):
                result_of(call)
