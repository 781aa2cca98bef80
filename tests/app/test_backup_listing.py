"""Which backups a command means, and how a terminal shows them."""

from typing import Any

import pytest

from jedlik.app.backup_listing import Listed, chosen, print_backups
from jedlik.app.settings import SettingsError
from jedlik.features.backups.records import Backup, arn_of, new_backup

SOURCE: Any = {"Region": "us-east-1", "AccountId": "000000000000", "TableName": "music"}


def a_backup(name: str, number: int) -> Backup:
    return new_backup(SOURCE, name, f"0176453625600{number}-0123abcd", 1_764_536_256_000 + number)


def test_a_name_that_two_backups_have() -> None:
    backups = [a_backup("daily", 1), a_backup("daily", 2), a_backup("other", 3)]
    assert chosen(backups, ["other"]) == [backups[2]]
    assert chosen(backups, [backups[0]["Id"], arn_of(backups[1])]) == backups[:2]
    with pytest.raises(SettingsError, match=r"2 backups are named daily. Give an ARN:") as raised:
        chosen(backups, ["daily"])
    assert arn_of(backups[1]) in str(raised.value)
    with pytest.raises(SettingsError, match="there is no backup dail"):
        chosen(backups, ["dail"])


def test_a_terminal_obeys_no_name(capsys: pytest.CaptureFixture[str]) -> None:
    print_backups(Listed([a_backup("a\x1b[2Jb\n", 1)]), as_json=False)
    assert "a?[2Jb?" in capsys.readouterr().out.splitlines()[1]
