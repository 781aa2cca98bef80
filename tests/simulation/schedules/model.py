"""What clients may be answered: the service as a sequential machine, for one table name.

Every operation of a client is an event with the moments at which it was called and answered. The
answers of a program are right if the events have an order that keeps to these moments and in which
the machine answers the same (`tests.simulation.history`).

A read happens in two steps: it finds the table by name, then it reads the table that it found. A
table can be deleted and created again between the two. Then the read finds what the deleted table
had, or the part of it that is not erased yet. A read that begins later must not.
"""

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

import orjson

from jedlik.core.keys.key import Key
from tests.simulation.history import Event, is_serializable

NOT_FOUND = "ResourceNotFoundException"
IN_USE = "ResourceInUseException"


class Answer(NamedTuple):
    """An answer. code: that of a refusal. value: what the operation returned about items."""

    code: str | None = None
    value: object = None


Items = frozenset[tuple[str, str]]  # the key of each item and the item as JSON


class State(NamedTuple):
    """current: the number of the table with the name, None if there is none. tables: the items of
    each table that ever had the name. found: which table each read that is under way has found.
    tokens: the client tokens of transactions that were done.
    """

    current: int | None = None
    tables: tuple[Items, ...] = ()
    found: frozenset[tuple[int, int]] = frozenset()
    tokens: frozenset[str] = frozenset()

    @property
    def items(self) -> dict[str, str]:
        """The items of the current table."""
        assert self.current is not None
        return dict(self.tables[self.current])

    def having(self, items: dict[str, str]) -> "State":
        """Return the state after the current table got these items."""
        assert self.current is not None
        tables = list(self.tables)
        tables[self.current] = frozenset(items.items())
        return self._replace(tables=tuple(tables))


# Returns the state after an operation; None if the operation cannot be answered so. The answer is
# None if no answer came; then every answer is possible.
Effect = Callable[[State, Answer | None], State | None]


class Call:
    """One operation of a client.

    operation: its name. reads: the second step of a read. new: the item that a PutItem stores.
    stream: whether it switches the stream of the table on or off. read_from: the moment at which a
    read has found its table.
    """

    def __init__(
        self,
        operation: str,
        called: int,
        effect: Effect,
        reads: Effect | None = None,
        new: str | None = None,
        stream: bool | None = None,
    ) -> None:
        self.operation = operation
        self.called = called
        self.effect = effect
        self.reads = reads
        self.new = new
        self.stream = stream
        self.read_from = called
        self.returned: int | None = None
        self.answer: Answer | None = None

    @property
    def is_done(self) -> bool:
        """Whether the client knows that the operation was done."""
        return self.answer is not None and self.answer.code is None

    def __repr__(self) -> str:
        new = "" if self.new is None else f" of {self.new}"
        return f"{self.called} to {self.returned}: {self.operation}{new}: {self.answer}"

    def events(self) -> list[Event[State]]:
        """Return the events of the call for the check of the history."""
        effect = partial(_stepped, self.effect, self.answer)
        if self.reads is None:
            return [Event(self.called, self.returned, effect)]
        if self.answer is None:
            return []
        if self.answer.code is not None:
            return [Event(self.called, self.returned, effect)]
        reads = partial(_stepped, self.reads, self.answer)
        return [
            Event(self.called, self.read_from, effect),
            Event(self.read_from + 1, self.returned, reads),
        ]


class History:
    """What clients did. Moments are numbers that rise with everything that happens.

    must_stay: the keys of items that would have expired, if time to live was on: the service has
    answered that it is off. None while it is on, or may be.
    """

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.must_stay: set[Key] | None = None
        self.last_moment = 0

    def __repr__(self) -> str:
        return "\n".join(map(repr, self.calls))

    def moment(self) -> int:
        """Return the next moment."""
        self.last_moment += 2
        return self.last_moment

    def copy(self) -> "History":
        """Return a history that continues this one."""
        other = History()
        other.calls = list(self.calls)
        other.must_stay = None if self.must_stay is None else set(self.must_stay)
        other.last_moment = self.last_moment
        return other

    def forget_images(self) -> None:
        """Expect no longer that streams report what was put so far: the records are too old."""
        for call in self.calls:
            call.new = None

    def is_explained(self) -> bool:
        """Whether the machine could have given all these answers."""
        events = [event for call in self.calls for event in call.events()]
        return is_serializable(events, State())


def _stepped(effect: Effect, answer: Answer | None, state: State) -> State | None:
    return effect(state, answer)


def create(state: State, answer: Answer | None) -> State | None:
    """CreateTable."""
    if answer is not None and answer.code is not None:
        return state if (answer.code == IN_USE) == (state.current is not None) else None
    if state.current is not None:
        return None
    return state._replace(current=len(state.tables), tables=(*state.tables, frozenset()))


def drop(state: State, answer: Answer | None) -> State | None:
    """DeleteTable. It is refused while an index is being built."""
    if answer is not None and answer.code is not None:
        return state if (answer.code == NOT_FOUND) == (state.current is None) else None
    return None if state.current is None else state._replace(current=None)


def change(state: State, answer: Answer | None) -> State | None:
    """A change of the table's settings. It may be refused for many reasons."""
    is_done = answer is not None and answer.code is None
    return None if is_done and state.current is None else state


def put(pk: str, new: str | None, state: State, answer: Answer | None) -> State | None:
    """PutItem, or DeleteItem if `new` is None. The value of its answer is the old item."""
    if answer is not None and answer.code is not None:
        return state if answer.code == NOT_FOUND and state.current is None else None
    if state.current is None:
        return None
    items = state.items
    old = items.pop(pk, None)
    if answer is not None and answer.value != old:
        return None
    return state.having(items if new is None else {**items, pk: new})


def add(
    pks: tuple[str, ...], token: str | None, state: State, answer: Answer | None
) -> State | None:
    """UpdateItem, or TransactWriteItems with a token, that adds one to the counter in each of some
    items. The answer to UpdateItem is the new item. A transaction that came before with the same
    token changes nothing.
    """
    if answer is not None and answer.code is not None:
        return state if answer.code == NOT_FOUND and state.current is None else None
    if state.current is None:
        return None
    if token is not None and token in state.tokens:
        return state
    items = state.items
    for pk in pks:
        items[pk] = added(pk, items.get(pk))
    if answer is not None and token is None and answer.value != items[pks[0]]:
        return None
    tokens = state.tokens if token is None else state.tokens | {token}
    return state.having(items)._replace(tokens=tokens)


def added(pk: str, old: str | None) -> str:
    """Return an item after its counter `c` rose by one. old: the item before, None if absent."""
    item: dict[str, Any] = {"pk": {"S": pk}} if old is None else orjson.loads(old)
    count = int(item.get("c", {"N": "0"})["N"]) + 1
    return text_of({**item, "c": {"N": str(count)}})


def text_of(item: dict[str, Any]) -> str:
    """Return an item as JSON, the same for equal items."""
    return orjson.dumps(item, option=orjson.OPT_SORT_KEYS).decode()


def find(read: int, state: State, answer: Answer | None) -> State | None:
    """The first step of a read. read: its number."""
    if answer is not None and answer.code is not None:
        return state if answer.code == NOT_FOUND and state.current is None else None
    if state.current is None:
        return None
    return state._replace(found=state.found | {(read, state.current)})


def read(number: int, pk: str | None, state: State, answer: Answer | None) -> State | None:
    """The second step of a read: of one item, or of all if `pk` is None. Of a table that has been
    deleted since the first step, it finds what is not erased yet.
    """
    assert answer is not None
    table = dict(state.found).get(number)
    if table is None:
        return None
    items = state.tables[table]
    read_items = answer.value
    if pk is not None:
        items = frozenset(each for each in items if each[0] == pk)
        read_items = frozenset() if answer.value is None else frozenset({(pk, answer.value)})
    assert isinstance(read_items, frozenset)
    if read_items != items and not (state.current != table and read_items <= items):
        return None
    return state._replace(found=state.found - {(number, table)})
