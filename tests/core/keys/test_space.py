"""The numbers of spaces are part of the file format and never change."""

from jedlik.core.keys.space import Space


def test_numbers_never_change() -> None:
    assert {space.name: int(space) for space in Space} == {
        "CATALOG": 1,
        "ITEM": 2,
        "COUNTER": 3,
        "JOB": 5,
        "INDEX": 6,
        "TOKEN": 9,
        "STREAM": 10,
        "CHANGE_LOG": 11,
        "EXPIRY": 12,
        "APPEND": 13,
        "IDENTITY": 14,
        "ENCRYPTION_KEYS": 15,
        "INSTANCES": 16,
        "LOG_PARTITION": 17,
        "OVERLAY": 18,
        "BACKUP": 19,
        "BACKUP_BLOCK": 20,
        "EXPORT": 21,
        "IMPORT": 22,
        "BACKUP_PLANS": 23,
    }
