"""Sealed values."""

from hypothesis import given
from hypothesis import strategies as st

from jedlik.engine.sealing import ACCESS_KEYS, SESSION_TOKENS, Sealing

SEALING = Sealing(lambda: b"k" * 44)


@given(st.binary(), st.binary())
def test_a_value_is_opened_again(value: bytes, associated: bytes) -> None:
    sealed = SEALING.seal(ACCESS_KEYS, value, associated)
    assert SEALING.open(ACCESS_KEYS, sealed, associated) == value
    assert value not in sealed or len(value) < 3


@given(st.binary(min_size=1, max_size=40), st.data())
def test_a_changed_value_is_not_opened(value: bytes, data: st.DataObject) -> None:
    sealed = SEALING.seal(ACCESS_KEYS, value)
    at = data.draw(st.integers(0, len(sealed) - 1))
    changed = bytearray(sealed)
    changed[at] ^= data.draw(st.integers(1, 255))
    assert SEALING.open(ACCESS_KEYS, bytes(changed)) is None
    assert SEALING.open(ACCESS_KEYS, sealed[:at]) is None


def test_a_value_is_opened_only_as_what_it_was_sealed() -> None:
    sealed = SEALING.seal(ACCESS_KEYS, b"secret", b"AKIA1")
    assert SEALING.open(ACCESS_KEYS, sealed, b"AKIA2") is None
    assert SEALING.open(SESSION_TOKENS, sealed, b"AKIA1") is None
    assert Sealing(lambda: b"other").open(ACCESS_KEYS, sealed, b"AKIA1") is None


def test_the_key_is_made_once_and_only_if_it_is_needed() -> None:
    made: list[int] = []

    def make() -> bytes:
        made.append(1)
        return b"key"

    sealing = Sealing(make)
    assert not made
    first = sealing.derived(ACCESS_KEYS, b"a", 30)
    assert sealing.derived(ACCESS_KEYS, b"a", 30) == first
    assert len({first, sealing.derived(ACCESS_KEYS, b"b", 30)}) == 2
    assert sealing.derived(SESSION_TOKENS, b"a", 30) != first
    assert made == [1]
