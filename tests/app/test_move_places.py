"""The sides of a move: what is refused before anything is opened. test_move.py moves data."""

import asyncio
from pathlib import Path

import pytest

from jedlik.app.move_places import is_database, open_side
from jedlik.app.settings import SettingsError
from tests.app.test_settings import settings


def refusal(text: str, *, is_target: bool) -> str:
    async def opened() -> None:
        await open_side(text, settings(), {}, None, is_target=is_target)

    with pytest.raises(SettingsError) as caught:
        asyncio.run(opened())
    return str(caught.value)


def test_addresses_and_folders() -> None:
    assert is_database("postgresql://jedlik@db.example/jedlik")
    assert is_database("postgres://jedlik@db.example/jedlik")
    assert not is_database("./postgresql")


def test_a_source_must_have_data_and_a_target_none(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert refusal(str(tmp_path), is_target=False) == f"there is no data in {tmp_path}"
    for target in (tmp_path, tmp_path / "file"):
        assert "is not an empty folder" in refusal(str(target), is_target=True)
    assert "must not have a password" in refusal("postgresql://a:b@c/d", is_target=True)


def test_a_folder_gets_its_name_at_the_end(tmp_path: Path) -> None:
    wanted = tmp_path / "data"

    async def whole() -> None:
        target = await open_side(str(wanted), settings(), {}, None, is_target=True)
        await target.check()
        assert await target.seal() is None
        assert not wanted.exists()
        wanted.mkdir()  # an empty folder is no obstacle
        await target.finish(b"seal")
        await target.close()
        source = await open_side(str(wanted), settings(), {}, None, is_target=False)
        assert await source.seal() == b"seal"
        await source.close()

    asyncio.run(whole())
    assert [each.name for each in tmp_path.iterdir()] == ["data"]
