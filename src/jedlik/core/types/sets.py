"""The members of SS, NS and BS: their canonical order, and whether one occurs twice.

A set that an item can contain has up to 200,000 members, and one in a request has millions. So long
sets are walked through in pieces, with pauses between them.
"""

from collections.abc import Callable
from decimal import Decimal
from heapq import merge
from typing import Any, Final

from jedlik.core.pauses import STRIDE, spend
from jedlik.core.types.base64 import bytes_of

_RUN: Final = 4 * STRIDE  # members that are sorted in one call
# How many values are as much work as sorting one member.
_SORTED_AS_VALUES: Final = 8


def sort_strings(members: list[str]) -> None:
    """Sorts the members of an SS in place, in the order in which the service returns them."""
    _sort(members, None)


def sort_numbers(members: list[str]) -> None:
    """Sorts the canonical members of an NS in place, by value."""
    is_whole = not any("." in member for member in members)
    _sort(members, int if is_whole else Decimal)


def sort_binaries(members: list[str]) -> None:
    """Sorts the members of a BS in place, by their decoded bytes."""
    _sort(members, bytes_of)


def has_duplicates(members: list[str]) -> bool:
    """Returns whether a member occurs twice."""
    if len(members) <= STRIDE:
        return len(set(members)) != len(members)
    seen: set[str] = set()
    for first in range(0, len(members), STRIDE):
        seen.update(members[first : first + STRIDE])
        spend(STRIDE)
    return len(seen) != len(members)


def sum_of(size_bytes: Callable[[str], int], members: list[str]) -> int:
    """Returns the sum of the sizes of the members."""
    if len(members) <= STRIDE:
        return sum(map(size_bytes, members))
    total = 0
    for first in range(0, len(members), STRIDE):
        total += sum(map(size_bytes, members[first : first + STRIDE]))
        spend(STRIDE)
    return total


def _sort(members: list[str], key: Callable[[str], Any] | None) -> None:
    if len(members) <= _RUN:
        members.sort(key=key)
        return
    runs: list[list[str]] = []
    for first in range(0, len(members), _RUN):
        runs.append(sorted(members[first : first + _RUN], key=key))
        spend(_RUN * _SORTED_AS_VALUES)
    for at, member in enumerate(merge(*runs, key=key)):
        members[at] = member
        if at % STRIDE == 0:
            spend(STRIDE * _SORTED_AS_VALUES)
