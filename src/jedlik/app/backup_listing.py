"""Lists of backups, of a data folder or of copies, and which of them a command means."""

import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final, NamedTuple

import orjson

from jedlik.app.settings import SettingsError
from jedlik.features.backups.blocks import DamagedBlockError
from jedlik.features.backups.description import backup_summary
from jedlik.features.backups.place import Place
from jedlik.features.backups.records import Backup, all_backups, arn_of
from jedlik.storage.interface import Storage

_HEADS: Final = ("TABLE", "NAME", "MADE", "ITEMS", "BYTES", "TYPE", "STATUS", "ARN")
_NUMBERS: Final = (3, 4)  # the columns that end at the right


class Listed(NamedTuple):
    """Backups in the order of their creation, and a sentence for each that cannot be read."""

    backups: Sequence[Backup]
    faults: Sequence[str] = ()


async def backups_in_folder(storage: Storage) -> Listed:
    """Returns the backups of a data folder."""
    found = [each async for each in all_backups(storage)]
    return Listed(sorted(found, key=_order))


async def backups_in_place(place: Place) -> Listed:
    """Returns the backups in a folder of copies. Raises PlaceAwayError."""
    found: list[Backup] = []
    faults: list[str] = []
    async for name in place.entry_names():
        try:
            found.append(await place.entry(name))
        except DamagedBlockError as error:
            faults.append(str(error))
    return Listed(sorted(found, key=_order), faults)


def chosen(backups: Sequence[Backup], names: Sequence[str]) -> list[Backup]:
    """Returns the backup of each name: an ARN, an id, or a name. Raises SettingsError."""
    found: list[Backup] = []
    for name in names:
        fitting = [each for each in backups if name in (arn_of(each), each["Id"], each["Name"])]
        if not fitting:
            raise SettingsError(f"there is no backup {name}. `jedlik backup list` shows them")
        if len(fitting) > 1:
            arns = "\n  ".join(arn_of(each) for each in fitting)
            raise SettingsError(f"{len(fitting)} backups are named {name}. Give an ARN:\n  {arns}")
        found += fitting
    return found


def print_backups(listed: Listed, *, as_json: bool) -> None:
    """Prints a table, or a line of JSON for each backup."""
    if as_json:
        for each in listed.backups:
            line = {**backup_summary(each), "ItemCount": each["Items"]}
            sys.stdout.write(orjson.dumps(line).decode() + "\n")
        return
    rows = [_HEADS, *(_row(each) for each in listed.backups)]
    widths = [max(len(row[at]) for row in rows) for at in range(len(_HEADS))]
    for row in rows:
        cells = [
            each.rjust(widths[at]) if at in _NUMBERS else each.ljust(widths[at])
            for at, each in enumerate(row)
        ]
        print("  ".join(cells).rstrip())


def _row(backup: Backup) -> tuple[str, ...]:
    made = datetime.fromtimestamp(backup["CreatedMs"] / 1000, tz=UTC)
    return (
        backup["Source"]["TableName"],
        _printable(backup["Name"]),
        f"{made:%Y-%m-%dT%H:%M:%SZ}",
        f"{backup['Items']:,}",
        f"{backup['Bytes']:,}",
        backup["Kind"],
        backup["Status"],
        arn_of(backup),
    )


def _printable(text: str) -> str:
    """Returns a text without characters that a terminal obeys: entries may come from anybody."""
    return "".join(each if each.isprintable() else "?" for each in text)


def _order(backup: Backup) -> tuple[int, str]:
    return backup["CreatedMs"], arn_of(backup)
