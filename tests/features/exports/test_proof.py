"""The proof: exports have what a model says, while the history goes on between the pieces.

A model notes the items after each commit of a random history. Then every full export is compared
with the model at its moment, and every incremental one with the difference between two moments.
"""

import random
from collections.abc import Awaitable, Callable, Sequence
from itertools import pairwise
from typing import Any

import pytest

from jedlik.core.keys.space import Space
from jedlik.features.exports import make_exports
from jedlik.features.history import reader, trim_history, window
from jedlik.storage.encrypted import EncryptedStorage
from tests.engine.in_memory import is_due, keys, result_of, run_once, values
from tests.features.exports.samples import (
    SECOND,
    MemoryBuckets,
    begin,
    begin_window,
    described,
    exporting,
    recovery,
)

NAME = "music"
STEP_MS = 150_000


class History:
    """A table, its random history, and the items after each commit with the time of the commit."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.caller, self.buckets = exporting()
        definitions = [{"AttributeName": each, "AttributeType": "S"} for each in ("pk", "sk")]
        self.caller.create(
            NAME, KeySchema=keys("pk HASH", "sk RANGE"), AttributeDefinitions=definitions
        )
        self.items: dict[str, Any] = {}
        self.states: list[tuple[int, dict[str, Any]]] = [(0, {})]
        self.written: dict[str, list[int]] = {}

    async def step(self) -> None:
        """Makes one commit."""
        keyed = {
            "pk": {"S": self.random.choice("ab")},
            "sk": {"S": str(self.random.randrange(8))},
        }
        name, caller = str(keyed), self.caller
        choice = self.random.random()
        if choice < 0.3:
            await caller.calls("DeleteItem", TableName=NAME, Key=keyed)
            is_change = self.items.pop(name, None) is not None
        elif choice < 0.4 and name in self.items:  # the same item again changes nothing
            await caller.calls("PutItem", TableName=NAME, Item=self.items[name])
            is_change = False
        else:
            item = {**keyed, "n": {"N": str(self.random.randrange(1_000_000))}}
            await caller.calls("PutItem", TableName=NAME, Item=item)
            self.items[name], is_change = item, True
        now_ms = caller.clock.time_ms
        if is_change:
            self.written.setdefault(name, []).append(now_ms)
        self.states.append((now_ms, dict(self.items)))

    def before(self, time_ms: int) -> dict[str, Any]:
        """Returns the items after the last commit before a time."""
        return [items for at_ms, items in self.states if at_ms < time_ms][-1]

    async def pass_time(self, steps: int) -> None:
        """Makes some commits, minutes apart."""
        for _ in range(steps):
            await self.step()
            if self.random.random() < 0.5:
                self.caller.clock.time_ms += self.random.randrange(STEP_MS)

    async def work(self) -> None:
        """Does the jobs, with commits between their pieces."""
        node = self.caller.node
        for job in (make_exports.JOB, trim_history.JOB):
            while await is_due(job, node):
                await run_once(job, node)
                if self.random.random() < 0.4:
                    await self.step()

    def finish(self) -> None:
        """Does the jobs."""
        result_of(self.work())


@pytest.fixture(autouse=True)
def _small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "_PAGE_ITEMS", 3)
    monkeypatch.setattr(reader, "_LOG_RECORDS", 3)
    monkeypatch.setattr(window, "_PAGE_ITEMS", 3)
    monkeypatch.setattr(window, "_LOG_RECORDS", 3)
    monkeypatch.setattr(make_exports, "_FILE_BYTES", 100)


def begun(seed: int) -> History:
    history = History(seed)
    for _ in range(8):
        result_of(history.step())
    history.caller.clock.time_ms = (SECOND + 1) * 1000
    recovery(history.caller)
    history.caller.clock.time_ms += 1_000
    result_of(history.pass_time(80))
    history.caller.clock.time_ms += 1_000
    return history


def lines_of(history: History, arn: str) -> Sequence[Any]:
    assert described(history.caller, arn)["ExportStatus"] == "COMPLETED"
    return history.buckets.lines()


@pytest.mark.parametrize("seed", range(4))
def test_full_exports(seed: int) -> None:
    history = begun(seed)
    now_s = history.caller.clock.time_ms // 1000
    for second in (None, *(history.random.randrange(SECOND + 2, now_s) for _ in range(3))):
        members = {} if second is None else {"ExportTime": second}
        expected = history.items if second is None else history.before((second + 1) * 1000)
        expected = dict(expected)
        history.buckets.objects.clear()
        arn = begin(history.caller, NAME, **members)["ExportArn"]
        history.finish()
        found = [each["Item"] for each in lines_of(history, arn)]
        assert sorted(found, key=str) == sorted(expected.values(), key=str)
    assert Space.OVERLAY not in {key.space for key in values(history.caller)}


def expected_change(history: History, name: str, from_ms: int, to_ms: int) -> Any:
    """Returns the line of an item for a window, None if it has none."""
    times = [each for each in history.written.get(name, ()) if from_ms <= each < to_ms]
    old, new = history.before(from_ms).get(name), history.before(to_ms).get(name)
    if not times or (old is None and new is None):
        return None
    item: Any = new or old
    return {
        "Metadata": {"WriteTimestampMicros": {"N": str(times[-1] * 1000)}},
        "Keys": {each: item[each] for each in ("pk", "sk")},
        **({} if new is None else {"NewImage": new}),
        **({} if old is None else {"OldImage": old}),
    }


def window_of(history: History) -> tuple[int, int]:
    """Returns a window whose edges are times of commits, in milliseconds."""
    times = sorted({at_ms for at_ms, _ in history.states if at_ms > (SECOND + 2) * 1000})
    while True:
        from_ms, to_ms = sorted(history.random.sample(times, 2))
        if to_ms - from_ms >= 900_000:
            return from_ms, to_ms


def check_lines(history: History, arn: str, window: tuple[int, int], names: set[str]) -> None:
    """Compares the lines of an export with those that the items of some names must have."""
    found = [expected_change(history, name, *window) for name in names]
    expected = [each for each in found if each is not None]
    assert sorted(lines_of(history, arn), key=str) == sorted(expected, key=str)


def check_window(history: History) -> None:
    """Makes the export of a window and compares it with the model."""
    from_ms, to_ms = window_of(history)
    history.buckets.objects.clear()
    arn = begin_window(history.caller, from_ms / 1000, to_ms / 1000)["ExportArn"]
    known = set(history.written)
    history.finish()
    check_lines(history, arn, (from_ms, to_ms), known)


@pytest.mark.parametrize("seed", range(10, 16))
def test_incremental_exports(seed: int) -> None:
    history = begun(seed)
    for _ in range(3):
        check_window(history)
    assert Space.OVERLAY not in {key.space for key in values(history.caller)}


@pytest.mark.parametrize("seed", range(20, 24))
def test_commits_between_any_two_steps_of_a_piece(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A commit may happen after each read and each scan that a piece makes."""
    history = begun(seed)
    real = {name: getattr(EncryptedStorage, name) for name in ("read", "scan")}
    busy = False

    def disturbed(name: str) -> Callable[..., Awaitable[Any]]:
        async def call(storage: EncryptedStorage, *arguments: Any, **members: Any) -> Any:
            nonlocal busy
            found = await real[name](storage, *arguments, **members)
            if not busy and history.random.random() < 0.5:
                busy = True
                await history.step()
                busy = False
            return found

        return call

    # Hardly any item has changed since the end of this window.
    from_ms, to_ms = (SECOND + 2) * 1000, history.caller.clock.time_ms
    arn = begin_window(history.caller, from_ms / 1000, to_ms / 1000)["ExportArn"]
    known = set(history.written)
    with monkeypatch.context() as patch:
        for name in real:
            patch.setattr(EncryptedStorage, name, disturbed(name))
        history.finish()
    check_lines(history, arn, (from_ms, to_ms), known)


def test_windows_that_follow_each_other_lead_from_one_state_to_the_next() -> None:
    history = begun(77)
    caller, now_s = history.caller, history.caller.clock.time_ms // 1000
    edges = range(SECOND + 2, now_s, 900)
    assert len(edges) > 3
    state = history.before(edges[0] * 1000)
    for from_s, to_s in pairwise(edges):
        history.buckets = caller.node.buckets = MemoryBuckets()
        arn = begin_window(caller, from_s, to_s, view="NEW_IMAGE")["ExportArn"]
        history.finish()
        for line in lines_of(history, arn):
            assert "OldImage" not in line
            if "NewImage" in line:
                state[str(line["Keys"])] = line["NewImage"]
            else:
                del state[str(line["Keys"])]
        assert state == history.before(to_s * 1000)
