"""`jedlik backup`: its actions, and options that do not fit."""

import asyncio
import json
import shutil
from argparse import Namespace
from pathlib import Path

from jedlik.app.backup_listing import backups_in_place
from jedlik.app.backup_places import open_place
from jedlik.app.cli import main
from jedlik.app.settings import settings_from
from jedlik.engine.table_record import TableRecord
from jedlik.features.backups.records import Backup
from tests.app.backup_folders import Command, backup_command, item, items_in, make_folder, objects

__all__ = ["backup_command"]


def test_list(tmp_path: Path, backup: Command) -> None:
    arns = make_folder(tmp_path / "data", tables=2)
    lines = backup("list", "--data", tmp_path / "data").splitlines()
    assert lines[0].split() == ["TABLE", "NAME", "MADE", "ITEMS", "BYTES", "TYPE", "STATUS", "ARN"]
    assert [line.split()[-1] for line in lines[1:]] == arns
    assert lines[1].split()[0] == "music-0"
    assert {"b-0", "30", "USER", "AVAILABLE"} <= set(lines[1].split())
    for name in (arns[1], arns[1].rpartition("/")[2], "b-1"):
        found = backup("list", "--data", tmp_path / "data", "--json", name)
        (line,) = found.splitlines()
        shown = json.loads(line)
        assert (shown["BackupArn"], shown["ItemCount"]) == (arns[1], 30)


def test_a_lost_folder_is_brought_back(tmp_path: Path, backup: Command) -> None:
    data, copies, new = tmp_path / "data", tmp_path / "copies", tmp_path / "new"
    arns = make_folder(data, tables=2)
    output = backup("copy", "--all", "--to", copies, "--data", data)
    assert output.splitlines() == [f"{arn}: 30 items: copied" for arn in arns]
    assert copies.stat().st_mode & 0o777 == 0o700
    shutil.rmtree(data)
    assert backup("list", "--from", f"file:{copies}").splitlines()[1].split()[-1] == arns[0]
    output = backup("verify", "--from", copies)
    assert output.splitlines() == [f"{arn}: 3 blocks, 30 items: whole" for arn in arns]
    output = backup("restore", "b-0", "--table", "music", "--from", copies, "--data", new)
    assert output == f"music: 30 items of {arns[0]}\n"
    assert items_in(new, "music") == [item(each) for each in range(30)]
    assert len(items_in(new, "music", IndexName="by_n")) == 30
    # The backup is in the new folder too, under its ARN. So another table can be made of it.
    output = backup("restore", arns[0], "--table", "again", "--data", new)
    assert items_in(new, "again") == items_in(new, "music")
    output = backup("copy", "--all", "--from", copies, "--data", new)
    assert output.splitlines() == [
        f"{arns[0]}: 30 items: was there",
        f"{arns[1]}: 30 items: copied",
    ]
    assert backup("verify", "--data", new).count(": whole\n") == 2
    assert main(["verify", "--data", str(new)]) == 0


def test_a_hundred_tables(tmp_path: Path, backup: Command) -> None:
    first, copies, new = tmp_path / "first", tmp_path / "copies", tmp_path / "new"
    make_folder(tmp_path / "data", items=3)
    backup("copy", "--all", "--to", first, "--data", tmp_path / "data")
    asyncio.run(_multiplied(first, copies, 100))
    assert backup("verify", "--from", copies).count(": whole\n") == 100
    assert backup("copy", "--all", "--from", copies, "--data", new).count(": copied\n") == 100
    listed = backup("list", "--data", new).splitlines()
    assert sorted(line.split()[0] for line in listed[1:]) == sorted(f"t-{n}" for n in range(100))
    assert main(["verify", "--data", str(new)]) == 0
    assert backup("copy", "--all", "--to", tmp_path / "last", "--data", new).count("copied") == 100
    assert objects(tmp_path / "last").keys() == objects(copies).keys()


async def _multiplied(first: Path, copies: Path, count: int) -> None:
    """Makes copies of a backup for other tables."""
    settings = settings_from(Namespace(), {})
    source = open_place(str(first), settings, None)
    target = open_place(str(copies), settings, None, is_new=True)
    (backup,) = (await backups_in_place(source)).backups
    block = await source.block(backup, 0)
    for number in range(count):
        record: TableRecord = {**backup["Source"], "TableName": f"t-{number}"}
        other: Backup = {**backup, "Source": record}
        await target.put_block(other, 0, block)
        await target.put_entry(other)


def test_refusals(tmp_path: Path, backup: Command) -> None:
    data = tmp_path / "data"
    none = tmp_path / "none"
    for arguments, text in (
        (("list", "--data", none), f"there is no data in {none}"),
        (("verify", "--data", none), f"there is no data in {none}"),
        (("copy", "--all", "--data", none), "needs --to PLACE or --from PLACE"),
        (("copy", "--all", "--to", none, "--from", none), "needs --to PLACE or --from PLACE"),
        (("copy", "--to", none), "needs the BACKUPs to copy, or --all"),
        (("copy", "x", "--all", "--to", none), "needs the BACKUPs to copy, or --all"),
        (("copy", "x", "--from", none), f"there is no folder {none}"),
        (("restore", "x"), "needs one BACKUP, and --table NAME"),
        (("restore", "--table", "music"), "needs one BACKUP, and --table NAME"),
        (("list", "--to", none), "--to is for jedlik backup copy"),
        (("list", "--table", "music"), "--table is for jedlik backup restore"),
    ):
        assert text in backup(*arguments, status=2)
    assert not none.exists()
    make_folder(data, tables=2)
    assert "there is no backup x." in backup("verify", "x", "--data", data, status=2)
    restore = ("restore", "b-0", "--data", data, "--table")
    assert "a/b is no name of a table" in backup(*restore, "a/b", status=2)
    assert "Table already exists: music-0" in backup(*restore, "music-0", status=1)
    assert items_in(data, "music-0") == [item(each) for each in range(30)]
