"""Who gets memory, in which order. tests/edge/http/test_buffers.py shows it with connections."""

from collections.abc import Callable

from jedlik.edge.connections.memory import WAIT_S, Memory

LIMIT = 1000


class Holder:
    """Notes what the memory tells it."""

    def __init__(self, name: str, log: list[str]) -> None:
        self.name = name
        self.log = log

    def proceed(self, granted_bytes: int, /) -> None:
        self.log.append(f"{self.name} {granted_bytes}")

    def give_up(self) -> None:
        self.log.append(f"{self.name} gives up")


class Fixture:
    """A memory, and the turns that it has asked for."""

    def __init__(self) -> None:
        self.turns: list[Callable[[], None]] = []
        self.memory = Memory(LIMIT, estimate=len, factor_max=3, later=self.turns.append)
        self.log: list[str] = []

    def holder(self, name: str) -> Holder:
        return Holder(name, self.log)

    def turn(self) -> list[str]:
        while self.turns:
            self.turns.pop()()
        found, self.log[:] = self.log[:], []
        return found


def test_large_requests_may_fill_three_quarters_or_run_alone() -> None:
    fixture = Fixture()
    memory = fixture.memory
    assert memory.may_begin(fixture.holder("a"), 1000, 0)
    memory.ended(1000)
    assert memory.may_begin(fixture.holder("a"), 400, 0)
    assert not memory.may_begin(fixture.holder("b"), 351, 0)
    assert not memory.may_begin(fixture.holder("c"), 1, 0)  # b was first
    assert memory.is_wanted
    assert fixture.turn() == []
    memory.ended(400)
    assert len(fixture.turns) == 1
    assert fixture.turn() == ["b 351", "c 1"]
    assert memory.held_bytes == 352


def test_small_requests_begin_first_and_readers_last() -> None:
    fixture = Fixture()
    memory = fixture.memory
    memory.buffer(LIMIT + 1)
    assert memory.is_full
    assert not memory.may_read(fixture.holder("reader"), 100)
    assert not memory.may_begin(fixture.holder("large"), 500, 0)
    memory.wait(fixture.holder("small"))
    memory.buffer(-1)
    assert fixture.turn() == ["small 0"]
    memory.buffer(-LIMIT)
    assert fixture.turn() == ["large 500", "reader 0"]


def test_bodies_are_read_while_buffers_take_half() -> None:
    fixture = Fixture()
    memory = fixture.memory
    memory.buffer(300)
    assert memory.may_read(fixture.holder("a"), 200)
    assert not memory.may_read(fixture.holder("b"), 201)
    assert not memory.may_read(fixture.holder("c"), 1)
    memory.buffer(-100)
    assert fixture.turn() == ["b 0", "c 0"]


def test_a_wait_has_a_limit() -> None:
    fixture = Fixture()
    memory = fixture.memory
    memory.buffer(LIMIT + 1)
    first, second = fixture.holder("first"), fixture.holder("second")
    memory.wait(first)
    memory.expire(1.0)
    memory.wait(second)
    memory.expire(WAIT_S + 0.5)
    assert fixture.turn() == ["first gives up"]
    memory.leave(second)
    memory.expire(WAIT_S * 2)
    assert fixture.turn() == []
    assert not memory.is_wanted


def test_small_requests_are_counted_with_the_largest_factor() -> None:
    memory = Fixture().memory
    taken = memory.suspended(100)
    assert taken == 8192 + 3 * 100
    memory.ended(taken)
    assert memory.running_bytes == 0


def test_a_decompressed_body_must_fit() -> None:
    memory = Fixture().memory
    assert memory.grow(b"x" * 700) == 700
    assert memory.grow(b"x" * 51) == 0
    assert (memory.running_bytes, memory.shed) == (700, 1)


def test_crowded() -> None:
    memory = Fixture().memory
    memory.buffer(750)
    assert not memory.is_crowded
    memory.buffer(1)
    assert memory.is_crowded
    memory.buffer(-626)
    memory.running_bytes = 900
    assert not memory.is_crowded
    memory.buffer(1)
    assert memory.is_crowded
