"""Instructions per request of this checkout and of another: `python -m benchmarks.instructions`.

Time on a shared machine varies by a tenth and more. The number of instructions that the server runs
for a request hardly varies, so a difference of one in a hundred shows. valgrind counts them, in all
threads of the process and without those of the kernel and of what the server does by the clock
(`http/without_jobs.py`). The number says nothing about waiting, caches and the disk: `python -m
benchmarks` measures those.

With `--store postgresql://USER@HOST:PORT/DATABASE` the server uses databases that the script makes
on that PostgreSQL, and 64 connections send, since writes share transactions there.

Both checkouts must be installed (`make install`). A server runs about 50 times slower in valgrind,
so one figure takes a minute.
"""

import argparse
import asyncio
import re
import sys
import tempfile
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from benchmarks.http.drive import send_all
from benchmarks.http.fleet import say, start_request
from benchmarks.http.process import ServerProcess, free_endpoint
from benchmarks.http.sign import BENCHMARK_CREDENTIALS, signed
from benchmarks.http.table import fill
from benchmarks.http.targets import environment
from benchmarks.http.workload import OPERATIONS, Operation, calls
from benchmarks.postgresql_nodes import create

_PROGRAM: Final = Path(__file__).parent / "http" / "without_jobs.py"
_COUNTS: Final = (1000, 3000)  # the difference has neither the start nor the filling of tables
_ITEMS: Final = 625
_CONNECTIONS: Final = {"memory": 8, "disk": 8, "postgresql": 64}
_DATABASE: Final = "bench_instructions"
_REFERENCES: Final = re.compile(r"I\s+refs:\s+([\d,]+)")


def main() -> int:
    """Prints a line for each operation: this checkout, the other one, and the ratio."""
    options = _parser().parse_args()
    storage = "postgresql" if options.store else options.storage
    trees = (Path.cwd(), options.other)
    for name in options.operations.split(","):
        ours, theirs = (
            _per_request(tree, OPERATIONS[name], storage, options.store) for tree in trees
        )
        ratio = f"{ours / theirs:.3f}"
        print(f"{storage:12}{name:20}{ours:12,.0f}{theirs:12,.0f}  {ratio}", flush=True)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.instructions", description=__doc__)
    parser.add_argument("other", type=Path, help="folder of the checkout to compare with")
    parser.add_argument("--storage", choices=("memory", "disk"), default="disk")
    parser.add_argument("--store", default="", help="address of a database of PostgreSQL")
    parser.add_argument(
        "--operations", default=",".join(OPERATIONS), help="separated by commas (default: all)"
    )
    return parser


def _per_request(tree: Path, operation: Operation, storage: str, store: str) -> float:
    few, many = (_instructions(tree, operation, storage, store, count) for count in _COUNTS)
    return (many - few) / (_COUNTS[1] - _COUNTS[0])


def _instructions(tree: Path, operation: Operation, storage: str, store: str, count: int) -> int:
    """Returns the instructions of a server from its start to its end, with `count` requests."""
    say(f"{tree}: {operation.name}, {count} requests")
    endpoint = free_endpoint()
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "valgrind.log"
        place = ["--memory"] if storage == "memory" else ["--data", f"{folder}/data"]
        if store:
            asyncio.run(create(store, _DATABASE))
            place = ["--store", urlsplit(store)._replace(path=f"/{_DATABASE}").geturl()]
        command = [
            *("valgrind", "--tool=cachegrind", "--cache-sim=no", f"--log-file={log}"),
            *(f"--cachegrind-out-file={folder}/counts", str(tree / ".venv/bin/python"), "-P"),
            *(str(_PROGRAM), "serve", "--port", str(endpoint.port), "--auth", "enforce", *place),
        ]
        settings = {**environment(), "PYTHONHASHSEED": "0"}
        process = ServerProcess(command, endpoint=endpoint, environment=settings)
        try:
            process.wait_for_answer(start_request("jedlik", endpoint))
            fill(endpoint, BENCHMARK_CREDENTIALS, operation.table, _ITEMS)
            chosen = calls(operation, items=_ITEMS, count=count, seed=1)
            requests = signed(chosen, host=endpoint.authority, credentials=BENCHMARK_CREDENTIALS)
            send_all(endpoint, list(requests), connections=_CONNECTIONS[storage])
        finally:
            process.stop()
        found = _REFERENCES.search(log.read_text())
    assert found is not None, "valgrind counts the instructions of a process that ends by itself"
    return int(found[1].replace(",", ""))


if __name__ == "__main__":
    sys.exit(main())
