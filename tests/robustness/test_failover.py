"""A synchronous standby takes over from a primary, while clients write and read through two nodes.

The primary is killed, or it hangs as a machine does whose network is gone; then it also comes back
and still accepts writes, because nobody has stopped it. In each case the history of the clients has
an order: nothing that was answered is lost, nothing happens twice, no consistent read goes back in
time. JEDLIK_SEED sets what the clients do. The longest time without any answer is printed.
"""

import asyncio
import os
import random
import signal
from typing import Final

import pytest

from tests.app.server import run, start
from tests.clients.install import PORCUPINE
from tests.figures import count
from tests.robustness.traders import Traders
from tests.simulation.answered import Answered, porcupine_says
from tests.simulation.history import is_serializable
from tests.simulation.test_transfers import START, open_accounts
from tests.storage.postgresql.database import Database, running, standby_of

SEED: Final = int(os.environ.get("JEDLIK_SEED", "0")) or random.SystemRandom().randrange(1, 1 << 32)
ANSWERS: Final = 80  # before and after the failover


def failed_over(
    primary: Database, standby: Database, *, hangs: bool
) -> tuple[list[Answered], float]:
    """Returns the history of all clients, and the longest time without any answer."""
    store = f"postgresql://jedlik@127.0.0.1:{primary.port},127.0.0.1:{standby.port}/postgres"
    nodes = [start("--store", store) for _ in range(2)]
    traders = Traders([node.port for node in nodes], SEED)

    async def whole() -> None:
        await open_accounts(nodes[0].port)
        traders.begin()
        await traders.more_answers(ANSWERS)
        traders.forget_waits()
        if hangs:
            primary.signal_all(signal.SIGSTOP)
        else:
            await asyncio.to_thread(primary.kill)
        await asyncio.to_thread(standby.execute, "SELECT pg_promote()")
        await traders.more_answers(ANSWERS)
        if hangs:
            primary.signal_all(signal.SIGCONT)
            await traders.more_answers(ANSWERS)
        await traders.end()

    try:
        asyncio.run(whole())
        for node in nodes:
            assert node.stop()[0] == 0
    finally:
        for node in nodes:
            if node.process.returncode is None:
                node.kill()
    return traders.history, traders.longest_s


@pytest.mark.parametrize("hangs", [False, True], ids=["killed", "hanging"])
def test_histories_over_a_failover_have_an_order(hangs: bool) -> None:
    with running() as primary, standby_of(primary) as standby:
        history, longest_s = failed_over(primary, standby, hangs=hangs)
        verified = run("verify", "--store", standby.url())
        assert (verified.returncode, verified.stderr) == (0, ""), verified.stdout
    unknown = sum(not each.is_answered for each in history)
    count(failovers=1, transactions=len(history), without_answer=unknown)
    print(
        f"seed {SEED}: {len(history)} transactions, {unknown} without an answer,"
        f" {longest_s:.2f} s without service"
    )
    assert is_serializable([each.event for each in history], START), SEED
    if PORCUPINE.wanting() is None:
        assert porcupine_says(history, START) == "Ok", SEED
