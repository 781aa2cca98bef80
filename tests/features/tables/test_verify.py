"""A verification finds stored entries of tables that no longer exist."""

import pytest

from jedlik.core.keys.key import Key
from jedlik.core.keys.space import Space
from jedlik.engine.catalog import TABLE_ID_COUNTER
from jedlik.storage.interface import Put
from tests.features.used_storage import Damage, sentences_about

SPACES = (Space.ITEM, Space.COUNTER, Space.INDEX, Space.EXPIRY)
NINE_TABLES = Put(TABLE_ID_COUNTER, (9).to_bytes(8, "big"))


@pytest.mark.parametrize("space", SPACES)
def test_an_entry_of_a_deleted_table_is_found(space: Space) -> None:
    damage: Damage = lambda _: (NINE_TABLES, Put(Key(space, 8, b"", b""), b""))  # noqa: E731
    assert sentences_about(damage) == [f"deleted table number 8: has entries ({space.name})"]


def test_a_counter_that_is_too_low_is_found() -> None:
    damage: Damage = lambda _: [Put(TABLE_ID_COUNTER, (2).to_bytes(8, "big"))]  # noqa: E731
    assert sentences_about(damage) == ["catalog: the counter of tables is 2, and there is 3"]
