"""Many identities: `python -m benchmarks.identities`. docs/access-control.md has the figures.

Makes two data folders, which differ only in their identities: one has a single user with a managed
policy, the other 10,000 users and 5,000 managed policies. The same user reads items from both, over
HTTP and with signatures and policies enforced. Each round starts a server on each folder, in turn,
and measures: seconds until the first answer to that user, resident memory after the start, latency
of GetItem on one connection, and processor time of a GetItem (user and system, of all processes).
The last line is the memory after every one of the users has sent a request.

Time varies on a shared machine, so look at the ratios of the medians, and first at processor time.
"""

import argparse
import asyncio
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Final, NamedTuple

import orjson

from benchmarks.http.client import Endpoint
from benchmarks.http.drive import drive, send_all
from benchmarks.http.fleet import say
from benchmarks.http.process import ServerProcess, free_endpoint
from benchmarks.http.sign import BENCHMARK_CREDENTIALS, Credentials, signed
from benchmarks.http.table import fill
from benchmarks.http.targets import environment
from benchmarks.http.workload import OPERATIONS, calls
from jedlik.app.compose import RandomIds
from jedlik.app.credentials import sealing_key
from jedlik.app.opened import SystemClock
from jedlik.engine.catalog import Catalog
from jedlik.engine.context import Node
from jedlik.engine.sealing import Sealing
from jedlik.features.encryption_keys.table_keys import TableKeys
from jedlik.features.identity.access_keys import create_access_key
from jedlik.features.identity.attachments import attach
from jedlik.features.identity.entities import Named
from jedlik.features.identity.managed_policies import NewPolicy, create_policy
from jedlik.features.identity.transaction import Transaction, transact
from jedlik.features.identity.users import create_user
from jedlik.storage.encrypted import EncryptedStorage
from jedlik.storage.sqlite import open_folder

_ACCOUNT: Final = "000000000000"
_BATCH: Final = 100  # entities in one transaction, which is checked as a whole
_OPERATION: Final = OPERATIONS["GetItem"]
_ITEMS: Final = 1000


class Round(NamedTuple):
    """One measurement of one folder. latency_us: the median. cpu_us: of a request."""

    first_s: float
    rss_mb: float
    latency_us: float
    cpu_us: float


def main() -> int:
    """Prints the medians of all rounds for both folders, and their ratios."""
    options = _parser().parse_args()
    with tempfile.TemporaryDirectory() as root:
        one, many = Path(root) / "one", Path(root) / "many"
        made = [asyncio.run(fill_folder(one, 1, 1))]
        begun = time.perf_counter()
        made.append(asyncio.run(fill_folder(many, options.users, options.policies)))
        seconds = time.perf_counter() - begun
        say(f"{options.users} users and {options.policies} policies made in {seconds:.0f} s")
        rounds: tuple[list[Round], list[Round]] = ([], [])
        for number in range(options.rounds):
            order = (0, 1) if number % 2 == 0 else (1, 0)
            for at in order:
                found = measure((one, many)[at], made[at][0], options.requests)
                rounds[at].append(found)
                say(f"round {number + 1}, {('one user', 'many users')[at]}: {found}")
        for name, ours, theirs in _compared(*rounds):
            print(f"{name:12}{ours:12.3f}{theirs:12.3f}  {theirs / ours:.3f}", flush=True)
        print(f"MB after a request of each of {len(made[1])} users: {_used(many, made[1]):.1f}")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.identities", description=__doc__)
    parser.add_argument("--users", type=int, default=10_000)
    parser.add_argument("--policies", type=int, default=5_000)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--requests", type=int, default=20_000)
    return parser


def _compared(one: Sequence[Round], many: Sequence[Round]) -> Iterator[tuple[str, float, float]]:
    for at, name in enumerate(Round._fields):
        yield name, _median(one, at), _median(many, at)


def _median(rounds: Sequence[Round], at: int) -> float:
    return statistics.median([each[at] for each in rounds])


async def fill_folder(folder: Path, users: int, policies: int) -> list[Credentials]:
    """Makes users, each with a managed policy, and returns their keys. The table is made too."""
    with _running(folder, {}) as endpoint:
        fill(endpoint, BENCHMARK_CREDENTIALS, _OPERATION.table, _ITEMS)
    storage = open_folder(folder, server="benchmarks.identities")
    encrypted, ids = EncryptedStorage(storage), RandomIds()
    sealing = Sealing(partial(sealing_key, folder, None))
    keys = TableKeys(encrypted, sealing, ids)
    node = Node(encrypted, Catalog(encrypted, (), keys), SystemClock(), ids, 0, "", sealing)
    found: list[Credentials] = []
    try:
        for start in range(0, policies, _BATCH):
            numbers = range(start, min(start + _BATCH, policies))
            await transact(node, partial(_make_policies, numbers=numbers))
        for start in range(0, users, _BATCH):
            numbers = range(start, min(start + _BATCH, users))
            found += await transact(node, partial(_make_users, numbers=numbers, policies=policies))
    finally:
        await storage.close()
    return found


async def _make_policies(transaction: Transaction, numbers: range) -> None:
    for number in numbers:
        named = Named(_ACCOUNT, "policy", f"policy-{number}")
        await create_policy(transaction, named, NewPolicy("/", _document(number), "", {}))


async def _make_users(transaction: Transaction, numbers: range, policies: int) -> list[Credentials]:
    found: list[Credentials] = []
    for number in numbers:
        named = Named(_ACCOUNT, "user", f"user-{number}")
        await create_user(transaction, named, "/", {}, None)
        arn = f"arn:aws:iam::{_ACCOUNT}:policy/policy-{number % policies}"
        await attach(transaction, named, arn)
        key = await create_access_key(transaction, named, is_open=False)
        found.append(Credentials(key.access_key_id, key.secret))
    return found


def _document(number: int) -> str:
    """Returns a policy of 600 characters. All allow the measured reads; no two are equal."""
    table = f"arn:aws:dynamodb:us-east-1:{_ACCOUNT}:table/"
    own = [f"{table}other-{number}-{each}" for each in range(6)]
    statements = [
        {"Effect": "Allow", "Action": "dynamodb:PutItem", "Resource": own},
        {"Effect": "Allow", "Action": "dynamodb:GetItem", "Resource": table + _OPERATION.table},
    ]
    return orjson.dumps({"Version": "2012-10-17", "Statement": statements}).decode()


class _running:  # noqa: N801  (a context manager)
    """A server on a folder, during a `with` block. first: receives the time of the first answer."""

    def __init__(
        self, folder: Path, first: dict[str, float], who: Credentials | None = None
    ) -> None:
        self._folder, self._first = folder, first
        self._who = who
        self.server: ServerProcess

    def __enter__(self) -> Endpoint:
        endpoint = free_endpoint()
        flags = ("--auth", "enforce", "--workers", "1", "--port", str(endpoint.port))
        command = ("jedlik", "serve", *flags, "--data", str(self._folder))
        self.server = ServerProcess(command, endpoint=endpoint, environment=environment())
        request = b"GET / HTTP/1.1\r\nhost: localhost\r\n\r\n"
        if self._who is not None:
            request = next(iter(_requests(endpoint, self._who, 1)))
        self._first["s"] = self.server.wait_for_answer(request)
        return endpoint

    def __exit__(self, *_: object) -> None:
        self.server.stop()


def measure(folder: Path, who: Credentials, requests: int) -> Round:
    """Starts a server on a folder and measures it."""
    first: dict[str, float] = {}
    running = _running(folder, first, who)
    with running as endpoint:
        rss = running.server.rss_bytes()
        send_all(endpoint, _requests(endpoint, who, requests // 10), connections=1)  # warm
        pool = list(_requests(endpoint, who, requests))
        before = running.server.cpu_s()
        now = ((time.perf_counter(), each) for each in pool)  # each when the last is answered
        latencies = drive(endpoint, now, connections=1)
        used = running.server.cpu_s() - before
    latency = statistics.median(latencies)
    return Round(first["s"], rss / 1e6, latency * 1e6, used / requests * 1e6)


def _used(folder: Path, everybody: Sequence[Credentials]) -> float:
    """Returns the memory in MB after each user has sent a request."""
    running = _running(folder, {}, everybody[0])
    with running as endpoint:
        requests = (next(iter(_requests(endpoint, who, 1))) for who in everybody)
        send_all(endpoint, requests, connections=4)
        return running.server.rss_bytes() / 1e6


def _requests(endpoint: Endpoint, who: Credentials, count: int) -> Iterator[bytes]:
    made = calls(_OPERATION, items=_ITEMS, count=count, seed=0)
    return signed(made, host=endpoint.authority, credentials=who)


if __name__ == "__main__":
    raise SystemExit(main())
