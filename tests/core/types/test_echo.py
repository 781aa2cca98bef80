"""Echoes: whole while they are of a sensible length, and cut beyond it."""

from collections.abc import Iterator

import pytest

from jedlik.core.types.echo import (
    CUT,
    ECHO_CHARACTERS,
    ERROR_CHARACTERS,
    clipped,
    clipped_error,
    listing,
)


def test_a_text_is_cut_beyond_the_limit() -> None:
    longest = "x" * ECHO_CHARACTERS
    assert clipped(longest) == longest
    assert clipped(longest + "y") == longest + CUT


@pytest.mark.parametrize(("separator", "listed"), [(", ", "a, b"), (",", "a,b")])
def test_a_listing_joins_its_texts(separator: str, listed: str) -> None:
    assert listing(["a", "b"], separator) == listed
    assert listing([], separator) == ""


def test_a_listing_does_not_produce_what_it_cuts() -> None:
    produced = 0

    def texts() -> Iterator[str]:
        nonlocal produced
        while True:
            produced += 1
            yield "x" * 1024

    assert listing(texts()) == clipped(", ".join(["x" * 1024] * 65))
    assert produced <= 65


def test_an_error_is_whole_up_to_the_limit() -> None:
    longest = "x" * ERROR_CHARACTERS
    assert clipped_error(longest) == longest
    cut = clipped_error(longest + "y")
    assert (len(cut), cut[-4:]) == (ERROR_CHARACTERS, "x" + CUT)
