"""The numbers of spaces are part of the file format."""

from jedlik.core.keys.space import Space


def test_numbers_never_change() -> None:
    known = {"CATALOG": 1, "ITEM": 2, "COUNTER": 3, "IDENTITY": 4, "JOB": 5}
    numbers = {space.name: int(space) for space in Space}
    assert {name: numbers[name] for name in known} == known
    assert len(set(numbers.values())) == len(numbers)
