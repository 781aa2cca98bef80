"""The size for which a read of a table with vector indexes is charged."""

import pytest

from jedlik.core.types.attribute_value import Item
from jedlik.core.types.disposal import LARGE_BYTES
from jedlik.core.types.stored_item import item_to_bytes
from jedlik.features.vector_indexes.read_charge import ReadCharge


class _LeftOnceError(Exception):
    pass


class _Uncharged:
    """Leaves as many bytes uncharged as `n` says. The item `at` is left once, as by `spend`."""

    def __init__(self, at: int) -> None:
        self.at = at
        self.calls = 0

    def __call__(self, item: Item) -> int:
        self.calls += 1
        if self.calls == self.at:
            raise _LeftOnceError
        return int(item["n"]["N"])


def _stored(uncharged: int, text: str = "") -> bytes:
    return item_to_bytes({"n": {"N": str(uncharged)}, "s": {"S": text}}, 100)


@pytest.mark.parametrize("at", [1, 2, 3])
def test_a_read_that_was_left_counts_each_item_once(at: int) -> None:
    items = (_stored(1), _stored(-20), _stored(300, "x" * LARGE_BYTES))
    sizes: list[int] = []
    charge = ReadCharge(items, _Uncharged(at), sizes.append)
    with pytest.raises(_LeftOnceError):
        charge.run()
    assert sizes == []
    charge.run()
    assert sizes == [300 - 281]
