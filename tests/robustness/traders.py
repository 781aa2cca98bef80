"""Clients of several nodes that move amounts between accounts while nodes and databases fail.

Each client records its answers. If a node fails, the client goes on with the next node. A move
without an answer may have happened or not. Each move also counts in an item of its client, in the
same transaction, so a move that happened twice is noticed in two ways.
"""

import asyncio
import random
import time
from collections.abc import Sequence
from typing import Final

from tests.simulation.answered import NEVER, Answered
from tests.simulation.test_transfers import (
    ACCOUNTS,
    BALANCE,
    add,
    balances,
    key,
    move,
    some_transfer,
)
from tests.simulation.traffic import Connection, Refused
from tests.waiting import come_true

CLIENTS: Final = 8
_PATIENCE_S: Final = 20.0  # longer than a node waits for its database
_LONGEST_PAUSE_S: Final = 0.01  # of a client, so that a history is not needlessly long
_RETRY_S: Final = 0.05
_KINDS: Final = ("move", "balances", "balance")
_WEIGHTS: Final = (6, 2, 2)


class Traders:
    """The clients, and what was answered.

    ports: those of the nodes. A test that starts a node again changes its entry.
    answers: how many requests have succeeded. longest_s: the longest time without any answer.
    """

    def __init__(self, ports: Sequence[int], seed: int) -> None:
        self.ports = list(ports)
        self.history: list[Answered] = []
        self.answers = 0
        self.longest_s = 0.0
        self._seed = seed
        self._is_over = False
        self._done = [0] * CLIENTS
        self._unknown = [0] * CLIENTS
        self._last_s = time.monotonic()
        self._clients: list[asyncio.Task[None]] = []

    def begin(self) -> None:
        """Starts the clients."""
        self._clients = [asyncio.create_task(self._trade(number)) for number in range(CLIENTS)]

    async def more_answers(self, count: int) -> None:
        """Waits for so many more answers. Raises what a client has raised."""
        wanted = self.answers + count
        await come_true(lambda: self.answers >= wanted or any(map(_has_failed, self._clients)))
        for client in self._clients:
            if _has_failed(client):
                await client

    def forget_waits(self) -> None:
        """Measures the longest time without any answer from now on."""
        self.longest_s = 0.0
        self._last_s = time.monotonic()

    async def end(self) -> None:
        """Stops the clients, then compares what they have counted with their items."""
        self._is_over = True
        await asyncio.gather(*self._clients)
        for port in self.ports:
            connection = Connection(port)
            assert sum(await balances(connection)) == ACCOUNTS * BALANCE
            for number in range(CLIENTS):
                got = await connection.call("GetItem", **key(_name(number)), ConsistentRead=True)
                count = int(got["Item"]["n"]["N"]) if "Item" in got else 0
                done, unknown = self._done[number], self._unknown[number]
                assert done <= count <= done + unknown, (self._seed, number, done, unknown, count)
            await connection.close()

    async def _trade(self, number: int) -> None:
        chance = random.Random(repr((self._seed, number)))
        at = number % len(self.ports)
        connection = Connection(self.ports[at])
        kind = "move"
        while not self._is_over:
            try:
                async with asyncio.timeout(_PATIENCE_S):
                    await self._do(connection, number, kind, chance)
            except (OSError, TimeoutError, Refused) as error:
                if isinstance(error, Refused) and str(error) != "ServiceUnavailable":
                    raise
                await connection.close()
                await asyncio.sleep(_RETRY_S)
                at = (at + 1) % len(self.ports)
                connection = Connection(self.ports[at])
                kind = "balance"  # it moves again when a node answers, so few moves are unknown
            else:
                self._count_answer()
                kind = chance.choices(_KINDS, _WEIGHTS)[0]
                await asyncio.sleep(chance.uniform(0, _LONGEST_PAUSE_S))
        await connection.close()

    async def _do(
        self, connection: Connection, number: int, kind: str, chance: random.Random
    ) -> None:
        """Makes one request, and records its answer."""
        called = time.monotonic_ns()
        if kind == "move":
            transfer = some_transfer(chance)
            unknown = Answered(number, called, NEVER, "move", *transfer, is_answered=False)
            try:
                done = await move(connection, transfer, add(_name(number), 1))
            except BaseException:
                self.history.append(unknown)
                self._unknown[number] += 1
                raise
            self._done[number] += done
            answered = unknown._replace(returned=_now(), done=done, is_answered=True)
        elif kind == "balances":
            seen = await balances(connection)
            answered = Answered(number, called, _now(), kind, seen=seen)
        else:
            account = chance.randrange(ACCOUNTS)
            got = await connection.call("GetItem", **key(account), ConsistentRead=True)
            seen = (int(got["Item"]["n"]["N"]),)
            answered = Answered(number, called, _now(), kind, account, seen=seen)
        self.history.append(answered)

    def _count_answer(self) -> None:
        now_s = time.monotonic()
        self.longest_s = max(self.longest_s, now_s - self._last_s)
        self._last_s = now_s
        self.answers += 1


def _name(number: int) -> str:
    return f"client-{number}"


def _now() -> int:
    return time.monotonic_ns()


def _has_failed(client: "asyncio.Task[None]") -> bool:
    return client.done() and client.exception() is not None
