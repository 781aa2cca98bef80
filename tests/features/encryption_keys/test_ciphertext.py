"""The form of a ciphertext."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jedlik.features.encryption_keys.ciphertext import (
    NONCE_BYTES,
    Ciphertext,
    associated_data,
    ciphertext_in,
    head_of,
)

ACCOUNT = "123456789012"
KEY = "11111111-2222-3333-4444-555555555555"
CONTEXTS = st.dictionaries(st.text(max_size=5), st.text(max_size=5), max_size=4)


@given(
    st.uuids(),
    st.integers(0, 65_535),
    st.binary(min_size=NONCE_BYTES, max_size=NONCE_BYTES),
    st.binary(min_size=16, max_size=40),
)
def test_a_ciphertext_is_read_to_its_parts(
    key: UUID, material: int, nonce: bytes, encrypted: bytes
) -> None:
    made = Ciphertext(head_of(str(key), ACCOUNT, material), nonce, encrypted)
    found = ciphertext_in(made.blob)
    assert found == made
    assert found is not None
    assert (found.key_id, found.account_id, found.material) == (str(key), ACCOUNT, material)


@given(st.binary(max_size=80))
def test_any_bytes_are_read_without_an_error(blob: bytes) -> None:
    found = ciphertext_in(blob)
    if found is not None:
        assert found.blob == blob
        assert (len(found.key_id), len(found.account_id)) == (36, 12)


@pytest.mark.parametrize("size", [0, 1, 31, 31 + NONCE_BYTES + 15])
def test_what_is_too_short_is_no_ciphertext(size: int) -> None:
    assert ciphertext_in(b"\x01" * size) is None


def test_another_version_is_no_ciphertext() -> None:
    blob = Ciphertext(head_of(KEY, ACCOUNT, 0), b"n" * NONCE_BYTES, b"e" * 16).blob
    assert ciphertext_in(blob) is not None
    assert ciphertext_in(b"\x02" + blob[1:]) is None


@given(CONTEXTS, CONTEXTS)
def test_contexts_are_equal_exactly_if_they_have_the_same_pairs(
    one: dict[str, str], other: dict[str, str]
) -> None:
    same = associated_data(b"h", one) == associated_data(b"h", other)
    assert same is (one == other)
    assert associated_data(b"h", dict(reversed(one.items()))) == associated_data(b"h", one)
