"""Transfers between accounts: none is lost, none is done twice, nobody sees half of one.

Clients of one and of two workers move amounts in transactions while others read all accounts in
transactions. All that was answered is checked for an order that explains it, by `history` and, if
`make clients` has installed it, by Porcupine. In another test the server is killed meanwhile and
every client repeats, with its token, what was not answered.
"""

import asyncio
import os
import random
import time
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.app.server import Server, serving, start, verified
from tests.clients.install import PORCUPINE
from tests.simulation.answered import Answered, Balances, porcupine_says
from tests.simulation.history import is_serializable
from tests.simulation.traffic import TABLE, Connection, Refused
from tests.waiting import come_true

SEED = int(os.environ.get("JEDLIK_SEED", "0")) or random.SystemRandom().randrange(1, 1 << 32)
ACCOUNTS = 4
BALANCE = 20
CLIENTS = 8
OPERATIONS = 60
LIVES = 3
LONGEST_LIFE = 400  # in transfers that were answered
START = (BALANCE,) * ACCOUNTS
WRONG_ANSWERS = 3


class Transfer(NamedTuple):
    """Returns a transaction that moves an amount from one account to another, if it is there."""

    source: int
    target: int
    amount: int


def key(name: object) -> dict[str, Any]:
    return {"TableName": "numbered", "Key": {"pk": {"S": str(name)}}}


def add(name: object, amount: int, **members: Any) -> dict[str, Any]:
    values = {":n": {"N": str(amount)}, **members.pop("values", {})}
    update = {"UpdateExpression": "ADD n :n", "ExpressionAttributeValues": values, **members}
    return {"Update": {**key(name), **update}}


def some_transfer(chance: random.Random) -> Transfer:
    source, target = chance.sample(range(ACCOUNTS), 2)
    return Transfer(source, target, chance.randrange(1, BALANCE))


async def move(connection: Connection, transfer: Transfer, *more: Any, **members: Any) -> bool:
    """Does a transfer, and `more` in its transaction. Returns False if the amount is not there."""
    source, target, amount = transfer
    enough = {"ConditionExpression": "n >= :a", "values": {":a": {"N": str(amount)}}}
    actions = [add(source, -amount, **enough), add(target, amount), *more]
    try:
        await connection.call("TransactWriteItems", TransactItems=actions, **members)
    except Refused as refused:
        if str(refused) != "TransactionCanceledException":
            raise
        return False
    return True


async def balances(connection: Connection) -> Balances:
    """Returns all accounts at one moment."""
    gets = [{"Get": key(account)} for account in range(ACCOUNTS)]
    answer = await connection.call("TransactGetItems", TransactItems=gets)
    return tuple(int(each["Item"]["n"]["N"]) for each in answer["Responses"])


async def open_accounts(port: int) -> None:
    connection = Connection(port)
    await connection.call("CreateTable", **TABLE)
    actions = [add(account, BALANCE) for account in range(ACCOUNTS)]
    await connection.call("TransactWriteItems", TransactItems=actions)
    await connection.close()


# --- what was answered has an order --------------------------------------------------------------


async def trade(port: int, client: int) -> list[Answered]:
    """Returns the history of one client: transfers, and reads of all accounts and of one."""
    chance = random.Random(repr((SEED, client)))
    connection = Connection(port)
    history: list[Answered] = []
    for _ in range(OPERATIONS):
        called = time.monotonic_ns()
        kind = chance.random()
        if kind < 0.6:
            transfer = some_transfer(chance)
            done = await move(connection, transfer)
            answered = Answered(client, called, time.monotonic_ns(), "move", *transfer, done)
        elif kind < 0.8:
            seen = await balances(connection)
            assert sum(seen) == ACCOUNTS * BALANCE
            answered = Answered(client, called, time.monotonic_ns(), "balances", seen=seen)
        else:
            account = chance.randrange(ACCOUNTS)
            got = await connection.call("GetItem", **key(account), ConsistentRead=True)
            seen = (int(got["Item"]["n"]["N"]),)
            answered = Answered(client, called, time.monotonic_ns(), "balance", account, seen=seen)
        history.append(answered)
    await connection.close()
    return history


def recorded(*flags: str) -> list[Answered]:
    """Returns the history of all clients of a server."""

    async def traded(port: int) -> list[list[Answered]]:
        await open_accounts(port)
        return await asyncio.gather(*(trade(port, client) for client in range(CLIENTS)))

    with serving(*flags) as server:
        return [each for trades in asyncio.run(traded(server.port)) for each in trades]


@pytest.mark.parametrize("flags", [("--workers", "1"), ("--workers", "2"), ("--memory",)])
def test_histories_are_strictly_serializable(tmp_path: Path, flags: tuple[str, ...]) -> None:
    where = () if "--memory" in flags else ("--data", str(tmp_path))
    history = recorded(*where, *flags)
    assert is_serializable([each.event for each in history], START), SEED


def test_porcupine_agrees(tmp_path: Path) -> None:
    """A checker that others wrote agrees, on the answers of two workers and on wrong ones."""
    wanting = PORCUPINE.wanting()
    if wanting is not None:
        pytest.skip(wanting)
    history = recorded("--data", str(tmp_path), "--workers", "2")
    assert porcupine_says(history, START) == "Ok", SEED
    wrong = 0
    for at, each in enumerate(history):
        if each.kind == "balance" and wrong < WRONG_ANSWERS:
            wrong += 1
            false = each._replace(seen=(each.seen[0] + ACCOUNTS * BALANCE,))
            changed = [*history[:at], false, *history[at + 1 :]]
            assert porcupine_says(changed, START) == "Illegal"
            assert not is_serializable([each.event for each in changed], START)
    assert wrong == WRONG_ANSWERS


# --- killed and repeated -------------------------------------------------------------------------


class Mover:
    """A client that counts its transfers in its own item, in the same transactions."""

    def __init__(self, number: int) -> None:
        self.name = f"mover-{number}"
        self.chance = random.Random(repr((SEED, number)))
        self.done = 0
        self.answered = 0
        self.repeated = 0
        self._pending: tuple[Transfer, str] | None = None

    async def move(self, port: int) -> None:
        """Moves until the server ends. Begins with the transfer that was not answered last time."""
        connection = Connection(port)
        self.repeated += self._pending is not None
        try:
            while True:
                if self._pending is None:
                    token = f"{self.chance.getrandbits(128):032x}"
                    self._pending = some_transfer(self.chance), token
                await self.repeat(connection)
        except OSError:
            await connection.close()

    async def repeat(self, connection: Connection) -> None:
        """Does the pending transfer, and counts it if it was done."""
        if self._pending is not None:
            transfer, token = self._pending
            count = add(self.name, 1)
            self.done += await move(connection, transfer, count, ClientRequestToken=token)
            self.answered += 1
            self._pending = None


async def live_and_die(server: Server, movers: list[Mover], answers: int) -> None:
    """Move until so many transfers were answered in this life, then kill the server."""
    before = sum(mover.answered for mover in movers)
    moving = [asyncio.create_task(mover.move(server.port)) for mover in movers]
    await come_true(lambda: sum(mover.answered for mover in movers) >= before + answers)
    server.kill()
    await asyncio.gather(*moving)


async def counts(port: int, movers: list[Mover]) -> tuple[int, list[int]]:
    """Returns the sum of all accounts, and how many transfers of each mover are in the table."""
    connection = Connection(port)
    for mover in movers:
        await mover.repeat(connection)
    total = sum(await balances(connection))
    found = []
    for mover in movers:
        got = await connection.call("GetItem", **key(mover.name), ConsistentRead=True)
        found.append(int(got["Item"]["n"]["N"]) if "Item" in got else 0)
    await connection.close()
    return total, found


@pytest.mark.parametrize("workers", [1, 2])
def test_a_token_makes_a_transaction_happen_once(tmp_path: Path, workers: int) -> None:
    flags = ("--data", str(tmp_path), "--workers", str(workers))
    movers = [Mover(number) for number in range(CLIENTS)]
    chance = random.Random(SEED)
    for life in range(LIVES):
        server = start(*flags)
        try:
            if life == 0:
                asyncio.run(open_accounts(server.port))
            asyncio.run(live_and_die(server, movers, chance.randrange(50, LONGEST_LIFE)))
        finally:
            if server.process.returncode is None:
                server.kill()
        verified(tmp_path)
    with serving(*flags) as server:
        total, found = asyncio.run(counts(server.port, movers))
    assert total == ACCOUNTS * BALANCE
    assert found == [mover.done for mover in movers], SEED
    assert sum(found) > 0
    assert sum(mover.repeated for mover in movers) > 0
