"""The requests of clients about accounts, their answers, and what each means for the balances."""

import json
import subprocess
from collections.abc import Sequence
from typing import Final, NamedTuple

from tests.clients.install import PORCUPINE
from tests.simulation.history import Event

Balances = tuple[int, ...]
# When a move without an answer returned: later than everything else, so it may be the last one, and
# then it is as if it had not happened.
NEVER: Final = 1 << 62


class Answered(NamedTuple):
    """One transaction of one client; times in nanoseconds.

    kind: `move` an amount from source to target, done if it was there; `balances`, of all accounts
    at once; `balance`, of the account source. is_answered: False for a move that may have happened,
    at any time after the call, or not; then `returned` is NEVER.
    """

    client: int
    called: int
    returned: int
    kind: str
    source: int = 0
    target: int = 0
    amount: int = 0
    done: bool = False
    seen: Balances = ()
    is_answered: bool = True

    def step(self, state: Balances) -> Balances | None:
        """Returns the balances after it, or None if this answer is impossible."""
        if self.kind == "balances":
            return state if state == self.seen else None
        if self.kind == "balance":
            return state if (state[self.source],) == self.seen else None
        is_possible = state[self.source] >= self.amount
        if self.is_answered and is_possible is not self.done:
            return None
        if not is_possible:
            return state
        after = list(state)
        after[self.source] -= self.amount
        after[self.target] += self.amount
        return tuple(after)

    @property
    def event(self) -> Event[Balances]:
        """Returns it in the form that our checker needs."""
        return Event(self.called, self.returned if self.is_answered else None, self.step)


def porcupine_says(history: Sequence[Answered], start: Balances) -> str:
    """Returns the verdict of Porcupine (porcupine/main.go) on a history: Ok, Illegal or Unknown."""
    asked = {"start": start, "operations": [each._asdict() for each in history]}
    done = subprocess.run(
        [str(PORCUPINE.installed / "porcupine")],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        timeout=100,
        check=True,
    )
    return done.stdout.strip()
