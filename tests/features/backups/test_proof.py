"""The proof: a table is restored to any second as it was, with its indexes.

A model knows what two tables had at every moment of a random history. The tables are restored to
each second, while the history goes on and everything goes wrong that may (`disturbed_history`), and
compared with the model: their items, and what their indexes return. Source of the plan of this
test: ADR 0036.

JEDLIK_RESTORES sets how many restores are made (40), JEDLIK_SEED which histories there are.
"""

import os
from pathlib import Path
from typing import Any

import pytest

from jedlik.features.backups.new_backup import create_backup
from jedlik.features.backups.records import Backup, all_backups
from jedlik.storage.memory import MemoryStorage
from jedlik.storage.sqlite import open_folder
from tests.engine.in_memory import result_of
from tests.features.backups.disturbed_history import DisturbedHistory, prove, small_pieces
from tests.features.backups.histories import FIRST_SECOND
from tests.features.backups.samples import NAME, restore_backup
from tests.figures import count

RESTORES = int(os.environ.get("JEDLIK_RESTORES", "40"))
SEED = int(os.environ.get("JEDLIK_SEED", "1"))
OF_EACH = 20  # restores from one history
HISTORIES = max(RESTORES // OF_EACH, 2)
GROUPS = 2
SECONDS = 8


@pytest.fixture(autouse=True)
def _small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    small_pieces(monkeypatch)


def in_memory(seed: int) -> DisturbedHistory:
    return DisturbedHistory(seed, lambda now_ms: MemoryStorage(now_ms=now_ms))


@pytest.mark.timeout(120 + 2 * RESTORES)
@pytest.mark.parametrize("group", range(GROUPS))
def test_every_second_is_restored_as_it_was(group: int) -> None:
    for number in range(group, HISTORIES, GROUPS):
        history = in_memory(SEED * 100_000 + number)
        result_of(prove(history, SECONDS, OF_EACH))
        count(**history.figures)


@pytest.mark.timeout(120 + 2 * RESTORES)
def test_every_second_is_restored_as_it_was_in_a_file(tmp_path: Path) -> None:
    """A restart closes the file and opens it again. A process that was stopped is in no file."""
    for number in range(max(HISTORIES // 10, 1)):
        folder = tmp_path / str(number)

        async def scenario() -> None:
            history = DisturbedHistory(
                SEED * 100_000 + 50_000 + number,  # noqa: B023  (it is called at once)
                lambda now_ms: open_folder(folder, now_ms=now_ms),  # noqa: B023  (as above)
                can_stop=False,
            )
            await prove(history, SECONDS, OF_EACH // 2)
            await history.storage.close()
            count(**history.figures)

        result_of(scenario())


async def only_backup(history: DisturbedHistory) -> Backup:
    (backup,) = [each async for each in all_backups(history.caller.node.storage)]
    return backup


async def begin(history: DisturbedHistory, seconds: int) -> None:
    await history.begin()
    history.clock.time_ms = FIRST_SECOND * 1000
    await history.live(seconds)


@pytest.mark.parametrize("seed", range(6, 10))
def test_a_backup_has_the_moment_of_its_request(seed: int) -> None:
    history = in_memory(seed)

    async def scenario() -> None:
        await begin(history, 3)
        if seed % 2:
            await history.disable(NAME)
        expected = history.contents[NAME]
        await create_backup(history.caller.context, NAME, "backup")
        await history.work()
        backup = await only_backup(history)
        assert (backup["Status"], backup["Items"]) == ("AVAILABLE", len(expected[0]))
        await restored_from(history, backup, expected)
        await history.finish()

    result_of(scenario())


async def restored_from(history: DisturbedHistory, backup: Backup, expected: list[Any]) -> None:
    """Restores a backup and compares what the new table has."""
    await restore_backup(history.caller, backup, "from-backup")
    history.restoring["from-backup"] = (NAME, expected)
    await history.work()


@pytest.mark.parametrize("seed", range(99, 101))
def test_a_deleted_table_comes_back(seed: int) -> None:
    """It comes back from its system backup, and restores that had begun go on."""
    history = in_memory(seed)

    async def scenario() -> None:
        await begin(history, 3)
        expected = history.contents[NAME]
        for second in history.seconds_to_restore(NAME)[-3:]:
            await history.restore(NAME, second)
        await history.caller.calls("DeleteTable", TableName=NAME)
        await history.without_writes()
        backup = await only_backup(history)
        assert (backup["Kind"], backup["Name"]) == ("SYSTEM", f"{NAME}$DeletedTableBackup")
        await restore_backup(history.caller, backup, "from-backup")
        history.restoring["from-backup"] = (NAME, expected)
        await history.without_writes()

    result_of(scenario())
