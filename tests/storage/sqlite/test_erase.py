"""An erasure that waits for the lock of the file, while another process takes its work over."""

import asyncio
from pathlib import Path

import pytest

from jedlik.core.keys.key import Key, Span
from jedlik.core.keys.space import Space
from jedlik.storage.interface import Fence, FenceLostError
from jedlik.storage.sqlite import open_folder
from jedlik.storage.sqlite.connection import connect
from jedlik.storage.sqlite.entries import Entries, Row

WORK = Key(Space.JOB, 0, b"work", b"")
SPAN = Span(Space.EXPIRY, 1)
ENTRIES = [Key(Space.EXPIRY, 1, b"p", bytes([n])) for n in range(3)]


@pytest.mark.parametrize(
    ("work", "erased"), [(b"erase", 3), (b"fill", None)], ids=["still its work", "taken over"]
)
def test_a_stalled_erasure_deletes_nothing_of_its_successor(
    tmp_path: Path, work: bytes, erased: int | None
) -> None:
    rows: dict[Key, Row] = {WORK: work, **dict.fromkeys(ENTRIES, b"new")}

    async def scenario() -> None:
        storage = open_folder(tmp_path)
        other = connect(tmp_path / "jedlik.db", key=None)
        with other:
            Entries(other.cursor()).write({WORK: b"erase", ENTRIES[0]: b"old"})
        other.execute("BEGIN IMMEDIATE").fetchall()
        erasure = asyncio.ensure_future(
            storage.erase(SPAN, limit_items=9, fence=Fence(WORK, b"erase"))
        )
        await asyncio.sleep(0.05)
        assert not erasure.done()
        Entries(other.cursor()).write(rows)
        other.execute("COMMIT").fetchall()
        if erased is None:
            with pytest.raises(FenceLostError):
                await erasure
        else:
            assert await erasure == erased
        left = await storage.read(ENTRIES, consistent=True)
        assert list(left) == [b"new" if erased is None else None] * 3
        other.close()
        await storage.close()

    asyncio.run(scenario())
