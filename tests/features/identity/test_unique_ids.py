"""Unique ids and access key ids."""

import re

from hypothesis import given
from hypothesis import strategies as st

from jedlik.features.identity.unique_ids import (
    LONG_TERM_KEY,
    USER,
    access_key_id,
    account_in,
    unique_id,
)
from tests.engine.in_memory import ACCOUNT, CountedIds


def test_ids_have_the_form_of_the_service() -> None:
    ids = CountedIds()
    first, second = (unique_id(USER, ACCOUNT, ids) for _ in range(2))
    assert re.fullmatch("AIDA[A-Z2-7]{17}", first)
    assert first != second
    assert re.fullmatch("AKIA[A-Z2-7]{16}", access_key_id(LONG_TERM_KEY, ACCOUNT, b"seed"))


@given(st.integers(0, 10**12 - 1), st.binary(max_size=20))
def test_a_key_id_contains_its_account(number: int, seed: bytes) -> None:
    account_id = f"{number:012}"
    assert account_in(access_key_id(LONG_TERM_KEY, account_id, seed)) == account_id


def test_the_account_of_a_key_of_the_service_is_found() -> None:
    # Published with the description of the layout (A. Steele, 2023).
    assert account_in("ASIAQNZGKIQY56JQ7WML") == "029608264753"


@given(st.text())
def test_other_texts_have_no_account(text: str) -> None:
    found = account_in(text)
    assert found is None or len(text) == 20


def test_a_key_that_nobody_made_has_no_account() -> None:
    assert account_in("AKIAIOSFODNN7EXAMPLE") is None
    assert account_in("jedlik") is None
