"""No schedule of jobs, clients, changes of tables, kills, stalls and wrong clocks breaks a promise.

JEDLIK_SCHEDULES sets how many schedules are tried (1,000), JEDLIK_SEED which: the same ones each
time unless it is set.
"""

import os

import pytest

from tests.figures import count
from tests.simulation.schedules.cluster import Parts
from tests.simulation.schedules.defects import DEFECTS, Defect
from tests.simulation.schedules.exploration import Exploration, Failure, Program
from tests.simulation.schedules.programs import PROGRAMS
from tests.simulation.schedules.random_programs import random_program

SCHEDULES = int(os.environ.get("JEDLIK_SCHEDULES", "1000"))
SEED = int(os.environ.get("JEDLIK_SEED", "1"))
OF_EACH = max(SCHEDULES // (2 * len(PROGRAMS)), 1)  # half of them; the rest are random programs
OF_EACH_RANDOM = 10
GROUPS = 4
RANDOM_IN_GROUP = max(SCHEDULES // (2 * OF_EACH_RANDOM * GROUPS), 1)
TO_FIND = 2_000  # more than enough for every defect
PROGRAM = {program.name: program for program in PROGRAMS}


@pytest.fixture(autouse=True)
def _small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Jobs take pieces of two entries, so that the work of a small table has several pieces."""
    for piece in (
        "tables.erasure._PIECE_ITEMS",
        "secondary_indexes.build_indexes._PAGE_ITEMS",
        "secondary_indexes.build_indexes._PIECE_MARKERS",
        "secondary_indexes.erasure._PIECE_ENTRIES",
        "streams.trim_streams._PIECE_RECORDS",
        "time_to_live.expire_items._PIECE_ITEMS",
        "encryption_keys.encrypt_items.PAGE_ITEMS",
    ):
        monkeypatch.setattr(f"jedlik.features.{piece}", 2)


def explore(program: Program, budget: int, parts: Parts | None = None) -> Failure | None:
    exploration = Exploration(program, parts or Parts())
    failure = exploration.explore(budget, SEED)
    count(schedules=exploration.tried)
    return failure


@pytest.mark.timeout(120 + SCHEDULES // 2)
@pytest.mark.parametrize("name", PROGRAM)
def test_every_schedule_of_a_program_keeps_all_promises(name: str) -> None:
    assert explore(PROGRAM[name], OF_EACH) is None


@pytest.mark.timeout(120 + SCHEDULES // 2)
@pytest.mark.parametrize("group", range(GROUPS))
def test_every_schedule_of_random_programs_keeps_all_promises(group: int) -> None:
    first = (SEED * GROUPS + group) * RANDOM_IN_GROUP
    for seed in range(first, first + RANDOM_IN_GROUP):
        assert explore(random_program(seed), OF_EACH_RANDOM) is None


@pytest.mark.parametrize("defect", DEFECTS, ids=lambda defect: defect.name)
def test_the_explorer_finds_a_defect(defect: Defect, monkeypatch: pytest.MonkeyPatch) -> None:
    program = PROGRAM[defect.program]
    parts = defect.install(monkeypatch)
    failure = explore(program, TO_FIND, parts)
    assert failure is not None
    print(f"{failure.tried} schedules tried: {failure.schedule}: {failure.reason}")
    # A schedule that fails fails each time, and without its deviations the program is right.
    with pytest.raises(AssertionError):
        Exploration(program, parts).run(failure.schedule)
    Exploration(program, parts).run(())


def test_the_simplest_schedule_runs_the_tasks_one_after_the_other() -> None:
    turns = Exploration(PROGRAM["leases"], Parts()).run(())
    numbers = [order[0] for order in turns]
    assert numbers == sorted(numbers)
    assert set(numbers) == {0, 1}
