"""Copies of backups: damage, encryption, and processes that are killed."""

import shutil
from pathlib import Path

from jedlik.app.cli import main
from jedlik.features.backups.place import Place
from jedlik.storage.sqlite.storage import SqliteStorage
from tests.app.backup_folders import (
    KEY,
    Command,
    backup_command,
    item,
    items_in,
    killed,
    make_folder,
    objects,
)

__all__ = ["backup_command"]


def test_a_second_copy_changes_nothing(tmp_path: Path, backup: Command) -> None:
    data, copies = tmp_path / "data", tmp_path / "copies"
    (arn,) = make_folder(data)
    backup("copy", "b-0", "--to", copies, "--data", data)
    before = objects(copies)
    assert len(before) == 4
    assert backup("copy", "b-0", "--to", copies, "--data", data) == f"{arn}: 30 items: was there\n"
    assert objects(copies) == before


def test_encrypted_folders(tmp_path: Path, backup: Command) -> None:
    data, copies, new = tmp_path / "data", tmp_path / "copies", tmp_path / "new"
    key, other = tmp_path / "key", tmp_path / "other"
    key.write_bytes(KEY)
    other.write_bytes(bytes(32))
    make_folder(data, key=KEY)
    keyed = ("--key-file", key)
    backup("copy", "--all", "--to", copies, "--data", data, *keyed)
    assert not any(b"music" in value for value in objects(copies).values())
    assert "give the key of the folder" in backup("verify", "--from", copies, status=1)
    wrong = backup("list", "--from", copies, "--key-file", other, status=1)
    assert "encrypted with another key, or it is damaged" in wrong
    backup("restore", "b-0", "--table", "music", "--from", copies, "--data", new, *keyed)
    assert items_in(new, "music", key=KEY) == [item(each) for each in range(30)]
    refused = backup("list", "--data", data, status=2)
    assert "encrypted" in refused


def test_tables_under_keys(tmp_path: Path, backup: Command) -> None:
    data, copies, new = tmp_path / "data", tmp_path / "copies", tmp_path / "new"
    (arn,) = make_folder(data, SSESpecification={"Enabled": True, "SSEType": "KMS"})
    snapshot = Path(shutil.copytree(data, tmp_path / "snapshot"))
    backup("copy", "--all", "--to", copies, "--data", data)
    assert "encrypted under a key of KMS" in backup("verify", "--from", copies)
    refused = backup(
        "restore", "b-0", "--table", "music", "--from", copies, "--data", new, status=1
    )
    assert "is encrypted under arn:aws:kms:us-east-1:000000000000:key/" in refused
    assert "only in the folder that it comes from, or in a restored snapshot of it" in refused
    assert backup("list", "--data", new).count("\n") == 1
    assert "this data folder does not have that key" in backup(
        "copy", "--all", "--from", copies, "--data", new, status=1
    )
    # Where the key is, it works: with a copy of the folder, and with a backup that was deleted.
    backup("restore", arn, "--table", "music", "--from", copies, "--data", snapshot)
    assert items_in(snapshot, "music") == [item(each) for each in range(30)]
    assert main(["verify", "--data", str(snapshot)]) == 0


def test_damaged_copies(tmp_path: Path, backup: Command) -> None:
    data, copies, new = tmp_path / "data", tmp_path / "copies", tmp_path / "new"
    arns = make_folder(data, tables=2)
    backup("copy", "--all", "--to", copies, "--data", data)
    whole = objects(copies)
    names = [name for name in whole if "music-0" in name and name.endswith(("00", "01", "02"))]
    block = copies / names[1]
    changed = bytearray(block.read_bytes())
    changed[-1] ^= 1
    block.write_bytes(changed)
    errors = backup("verify", "--from", copies, status=1)
    assert errors == f"jedlik: {names[1]} is damaged: its checksum is wrong\n"
    errors = backup("copy", "--all", "--from", copies, "--data", new, status=1)
    assert (
        errors
        == f"jedlik: {arns[0]} was not copied: {names[1]} is damaged: its checksum is wrong\n"
    )
    listed = backup("list", "--data", new)  # the other one was copied
    assert (arns[0] in listed, arns[1] in listed) == (False, True)
    assert main(["verify", "--data", str(new)]) == 0  # and nothing of the damaged one stayed
    restore = ("restore", arns[0], "--table", "music", "--from", copies, "--data", new)
    assert "its checksum is wrong" in backup(*restore, status=1)
    block.write_bytes(whole[names[2]])  # exchanged with another block
    assert f"{names[1]} is damaged" in backup(*restore, status=1)
    block.unlink()
    assert f"{names[1]} is missing" in backup(*restore, status=1)
    entry = copies / (names[0].rpartition("/")[0] + "/backup")
    entry.write_bytes(b"JDLB\x01\x00no entry")
    assert "backup is damaged: its checksum is wrong" in backup("list", "--from", copies, status=1)
    entry.unlink()  # without an entry there is no backup
    assert arns[0] not in backup("list", "--from", copies)
    assert main(["verify", "--data", str(new)]) == 0


def test_a_copy_out_that_is_killed_goes_on(tmp_path: Path, backup: Command) -> None:
    data, copies = tmp_path / "data", tmp_path / "copies"
    make_folder(data)
    command = ("backup", "copy", "--all", "--to", copies, "--data", data)
    assert all(killed(at, (Place, "put_block"), *command) for at in (1, 3))
    assert killed(1, (Place, "put_entry"), *command)
    assert len(objects(copies)) == 3
    assert backup("list", "--from", copies).count("\n") == 1  # it is no backup yet
    assert backup(*command[1:]).endswith(": copied\n")
    assert backup("verify", "--from", copies).endswith(": whole\n")


def test_a_copy_in_that_is_killed_leaves_nothing(tmp_path: Path, backup: Command) -> None:
    data, copies, new = tmp_path / "data", tmp_path / "copies", tmp_path / "new"
    (arn,) = make_folder(data)
    backup("copy", "--all", "--to", copies, "--data", data)
    command = ("backup", "copy", "--all", "--from", copies, "--data", new)
    at = 1
    while killed(at, (SqliteStorage, "transact"), *command):
        assert arn not in backup("list", "--data", new)
        assert main(["verify", "--data", str(new)]) == 0
        at += 1
    assert at > 5  # the number, three blocks, and the entry
    backup("list", "--data", new)
    assert backup("verify", "--data", new).endswith(": whole\n")
    assert main(["verify", "--data", str(new)]) == 0
