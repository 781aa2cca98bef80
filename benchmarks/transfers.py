"""How fast items leave a table and come into one: `python -m benchmarks.transfers`.

`jedlik dump` into a file, and `jedlik load` of a file into a new table, against one server on
disk on the same machine. Items of 1 KB. Shown are the processor time of the command and of the
server, which does not depend on what else the machine does, and the elapsed time, which does.
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

import orjson

from benchmarks.http.fleet import start_request
from benchmarks.http.process import ServerProcess, free_endpoint
from benchmarks.http.targets import environment

_TEXT_BYTES: Final = 980
_JEDLIK: Final = str(Path(sys.executable).with_name("jedlik"))
_TICKS: Final = os.sysconf("SC_CLK_TCK")
_TABLE: Final = {
    "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}],
    "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}],
    "BillingMode": "PAY_PER_REQUEST",
}


def main() -> None:
    """Prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=50_000)
    count = parser.parse_args().items
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        described, first = folder / "described.json", folder / "first.jsonl"
        described.write_bytes(orjson.dumps(_TABLE))
        with first.open("wb") as file:
            for number in range(count):
                item = {"pk": {"S": f"{number:012}"}, "text": {"S": "x" * _TEXT_BYTES}}
                file.write(orjson.dumps({"Item": item}) + b"\n")
        endpoint = free_endpoint()
        command = [_JEDLIK, "serve", "--port", str(endpoint.port), "--data", f"{name}/data"]
        process = ServerProcess(command, endpoint=endpoint, environment=environment())
        flags = ["--port", str(endpoint.port), "--data", f"{name}/data"]
        try:
            process.wait_for_answer(start_request("jedlik", endpoint))
            create = ["--create", "--description", str(described)]
            _measure("load", [first.name, *create, *flags], folder, count)
            _measure("dump", flags, folder, count)
        finally:
            process.stop()


def _measure(action: str, arguments: list[str], folder: Path, count: int) -> None:
    """Runs a command, and prints how long it took."""
    servers = _server_ticks()
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.monotonic()
    with (folder / "output").open("wb") as output:
        subprocess.run(
            [_JEDLIK, action, "Music", *arguments],
            stdout=output,
            cwd=folder,
            env=environment(),
            check=True,
        )
    elapsed_s = time.monotonic() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    own_s = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    server_s = (_server_ticks() - servers) / _TICKS
    print(f"{action}: {count / elapsed_s:,.0f} items/s, {elapsed_s:.1f} s elapsed")
    print(f"  processor time for 1,000 items: command {own_s / count * 1e6:.0f} ms", end="")
    print(f", server {server_s / count * 1e6:.0f} ms; the most memory {after.ru_maxrss >> 10} MB")


def _server_ticks() -> int:
    """Returns the processor time of all processes that this one has started, in clock ticks."""
    total = 0
    left = [os.getpid()]
    while left:
        pid = left.pop()
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        for child in map(int, children):
            fields = Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split()
            total += int(fields[11]) + int(fields[12])
            left.append(child)
    return total


if __name__ == "__main__":
    main()
