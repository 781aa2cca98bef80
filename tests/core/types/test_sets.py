"""Tests of the members of sets: long sets are treated like short ones, with pauses."""

import random
from base64 import b64encode

import pytest

from jedlik.core.types import sets
from jedlik.core.types.base64 import decoded_bytes
from tests.core.test_pauses import Looks

LONG = 20_000


def shuffled(count: int) -> list[int]:
    return random.Random(1).sample(range(10 * count), count)


@pytest.mark.parametrize("count", [5, LONG])
def test_members_are_sorted(count: int) -> None:
    numbers = shuffled(count)
    texts = [str(each) for each in numbers]
    sets.sort_strings(texts)
    assert texts == sorted(map(str, numbers))
    whole = [str(each) for each in numbers]
    sets.sort_numbers(whole)
    assert whole == [str(each) for each in sorted(numbers)]
    halves = [f"{each}.5" for each in numbers] + ["-3"]
    sets.sort_numbers(halves)
    assert halves == ["-3", *(f"{each}.5" for each in sorted(numbers))]
    raw = [each.to_bytes(4, "big") for each in numbers]
    binaries = [b64encode(each).decode() for each in raw]
    sets.sort_binaries(binaries)
    assert binaries == [b64encode(each).decode() for each in sorted(raw)]


@pytest.mark.parametrize("count", [5, LONG])
def test_duplicates_are_found(count: int) -> None:
    members = [str(each) for each in shuffled(count)]
    assert sets.first_repeat(members) is None
    assert sets.first_repeat([*members, members[3], members[0]]) == count


@pytest.mark.parametrize("count", [5, LONG])
def test_the_first_members_are_found(count: int) -> None:
    members = [str(each) for each in shuffled(count)]
    assert sets.first_in_order(members, count - 2, 3, binary=False) == sorted(members[:-2])[:3]
    assert sets.first_in_order(members, count, 2 * count, binary=False) == sorted(members)
    raw = [each.to_bytes(4, "big") for each in shuffled(count)]
    binaries = [b64encode(each).decode() for each in raw]
    expected = [b64encode(each).decode() for each in sorted(raw)[:3]]
    assert sets.first_in_order(binaries, count, 3, binary=True) == expected


@pytest.mark.parametrize("count", [5, LONG])
def test_sizes_are_added(count: int) -> None:
    assert sets.sum_of(decoded_bytes, ["AAAA"] * count) == 3 * count


def test_long_sets_pause() -> None:
    members = [str(each) for each in shuffled(LONG)]
    for work in (
        sets.sort_numbers,
        sets.first_repeat,
        lambda each: sets.first_in_order(each, LONG, 10, binary=False),
    ):
        with Looks(5_000) as looks:
            work(members)
        assert looks.count >= 3
