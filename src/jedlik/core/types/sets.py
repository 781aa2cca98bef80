"""The members of SS, NS and BS: their canonical order, and whether one occurs twice.

A set that an item can contain has up to 200,000 members, and one in a request has millions. So long
sets are walked through in pieces, with pauses between them.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from heapq import merge
from typing import Any, Final

from jedlik.core.errors import REQUEST_INVALID, invalid
from jedlik.core.pauses import STRIDE, spend
from jedlik.core.types.base64 import bytes_of
from jedlik.core.types.echo import ECHO_CHARACTERS, listing

_RUN: Final = 4 * STRIDE  # members that are sorted in one call
# How many values are as much work as sorting one member.
_SORTED_AS_VALUES: Final = 8
_LISTED_MAX: Final = ECHO_CHARACTERS // 3 + 1  # a quoted member and its separator are longer


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


def check_distinct(tag: str, members: list[str], current: bool) -> None:
    """Raises Reject if a member occurs twice. current: see `types.value.Layer`."""
    repeat = first_repeat(members)
    if repeat is not None:
        raise invalid(_duplicates_message(tag, members, repeat, current))


def first_repeat(members: list[str]) -> int | None:
    """Returns the place of the first member that occurred before, None if none occurs twice."""
    if len(members) <= STRIDE and len(set(members)) == len(members):
        return None
    seen: set[str] = set()
    for at, member in enumerate(members):
        if at % STRIDE == 0:
            spend(STRIDE)
        if member in seen:
            return at
        seen.add(member)
    return None


def first_in_order(members: Sequence[str], end: int, count: int, *, binary: bool) -> list[str]:
    """Returns the first `count` of the members before `end`, in the order of `sort_strings`.

    binary: the order is that of `sort_binaries`.
    """
    key = bytes_of if binary else None
    least: list[str] = []
    for first in range(0, end, _RUN):
        spend(len(least) + _RUN * _SORTED_AS_VALUES)
        least = sorted([*least, *members[first : min(first + _RUN, end)]], key=key)[:count]
    return least


def sum_of(size_bytes: Callable[[str], int], members: list[str]) -> int:
    """Returns the sum of the sizes of the members."""
    if len(members) <= STRIDE:
        return sum(map(size_bytes, members))
    total = 0
    for first in range(0, len(members), STRIDE):
        total += sum(map(size_bytes, members[first : first + STRIDE]))
        spend(STRIDE)
    return total


def _duplicates_message(tag: str, members: list[str], repeat: int, current: bool) -> str:
    """Returns the error text for a set that contains a member twice.

    The current layer lists the members before the first repeated one in byte order, then the others
    in the order of the request. It writes each as a string of JSON: with backslashes in front of
    quotation marks (dynoxide's captures, October 2026).
    """
    if tag == "NS":
        sentence = "Input collection contains duplicates"
        return f"{REQUEST_INVALID}{sentence}." if current else sentence
    printed: Iterable[str] = members
    if current:
        shown = first_in_order(members, repeat, _LISTED_MAX, binary=tag == "BS")
        if len(shown) == repeat:
            shown += members[repeat : repeat + _LISTED_MAX]
        printed = (json.dumps(text[:ECHO_CHARACTERS], ensure_ascii=False) for text in shown)
    listed = listing(printed, "," if current and tag == "BS" else ", ")
    datatype = "of type BS" if tag == "BS" else ""
    return f"{REQUEST_INVALID}Input collection [{listed}]{datatype} contains duplicates."


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
