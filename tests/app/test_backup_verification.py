"""What a verification of backups finds in a data folder."""

from pathlib import Path

from tests.app.backup_folders import Command, backup_command, damage_block, make_folder

__all__ = ["backup_command"]


def test_damage_in_the_data_folder(tmp_path: Path, backup: Command) -> None:
    data, copies = tmp_path / "data", tmp_path / "copies"
    (arn,) = make_folder(data)
    damage_block(data, 1)
    assert f"block 1 of {arn} is damaged" in backup("verify", "--data", data, status=1)
    errors = backup("copy", "--all", "--to", copies, "--data", data, status=1)
    assert f"{arn} was not copied: block 1 of {arn} is damaged" in errors
    assert backup("list", "--from", copies).count("\n") == 1  # what was copied is no backup
    errors = backup("restore", arn, "--table", "music", "--data", data, status=1)
    assert "block 1 of backup" in errors
