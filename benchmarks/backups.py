"""What backups cost and how fast they are: `python -m benchmarks.backups`.

PutItem of 1 KB into a table with point-in-time recovery and into one without, in turns, by the same
server on disk: the processor time of the server for each request (user and system), which does not
depend on what else the machine does. Every put replaces an item, so each one stores an old image of
1 KB. Then the time of a backup of a table and of both restores, from the request to the end.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import boto3
import orjson

from benchmarks.http.client import Endpoint
from benchmarks.http.drive import send_all
from benchmarks.http.fleet import start_request
from benchmarks.http.music import Call
from benchmarks.http.process import ServerProcess, free_endpoint
from benchmarks.http.sign import BENCHMARK_CREDENTIALS, signed
from benchmarks.http.targets import environment

_TEXT_BYTES: Final = 980
_CONNECTIONS: Final = 32
_TABLES: Final = ("without", "with")
_MB: Final = 1_000_000
_TICKS: Final = os.sysconf("SC_CLK_TCK")


def main() -> None:
    """Prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=6)
    parser.add_argument("--requests", type=int, default=2_000)
    parser.add_argument("--items", type=int, default=20_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        endpoint = free_endpoint()
        command = ["jedlik", "serve", "--port", str(endpoint.port), "--data", f"{folder}/data"]
        process = ServerProcess(
            [str(Path(sys.executable).with_name(command[0])), *command[1:]],
            endpoint=endpoint,
            environment=environment(),
        )
        try:
            process.wait_for_answer(start_request("jedlik", endpoint))
            _measure_puts(endpoint, options.rounds, options.requests)
            _measure_works(endpoint, options.items)
        finally:
            process.stop()


def client_of(endpoint: Endpoint) -> Any:
    """Returns a client of a server."""
    return boto3.client(
        "dynamodb",
        endpoint_url=f"http://{endpoint.authority}",
        region_name="us-east-1",
        aws_access_key_id=BENCHMARK_CREDENTIALS.access_key_id,
        aws_secret_access_key=BENCHMARK_CREDENTIALS.secret_access_key,
    )


def _create(dynamodb: Any, name: str) -> None:
    dynamodb.create_table(
        TableName=name,
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )


def _puts(endpoint: Endpoint, name: str, count: int, seed: int) -> list[bytes]:
    calls = [
        Call(
            "PutItem",
            orjson.dumps(
                {
                    "TableName": name,
                    "Item": {
                        "pk": {"S": f"{number:06}"},
                        "text": {"S": f"{seed}{number}".rjust(_TEXT_BYTES, "x")},
                    },
                }
            ),
        )
        for number in range(count)
    ]
    return list(signed(calls, host=endpoint.authority, credentials=BENCHMARK_CREDENTIALS))


def _measure_puts(endpoint: Endpoint, rounds: int, count: int) -> None:
    dynamodb = client_of(endpoint)
    for name in _TABLES:
        _create(dynamodb, name)
        send_all(endpoint, _puts(endpoint, name, count, 0), connections=_CONNECTIONS)
    dynamodb.update_continuous_backups(
        TableName="with", PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True}
    )
    found: dict[str, list[float]] = {name: [] for name in _TABLES}
    for number in range(1, rounds + 1):
        for name in _TABLES if number % 2 else reversed(_TABLES):
            requests = _puts(endpoint, name, count, number)
            before = cpu_s(endpoint)
            send_all(endpoint, requests, connections=_CONNECTIONS)
            found[name].append((cpu_s(endpoint) - before) / count)
    for name in _TABLES:
        times = ", ".join(f"{each * 1e6:.0f}" for each in found[name])
        print(
            f"PutItem {name:8} recovery: {statistics.median(found[name]) * 1e6:.0f} us  ({times})"
        )
    ratios = [a / b for a, b in zip(found["without"], found["with"], strict=True)]
    print(f"throughput with recovery: {statistics.median(ratios):.3f} of that without it")


def cpu_s(endpoint: Endpoint) -> float:
    """Returns the processor time of the process that listens, and of its children."""
    total = 0
    for folder in Path("/proc").iterdir():
        try:
            command = (folder / "cmdline").read_bytes()
            if f"\x00{endpoint.port}\x00".encode() in command:
                fields = (folder / "stat").read_text().rpartition(")")[2].split()
                total += int(fields[11]) + int(fields[12])
        except OSError:
            continue
    return total / _TICKS


def _measure_works(endpoint: Endpoint, count: int) -> None:
    dynamodb = client_of(endpoint)
    _create(dynamodb, "large")
    dynamodb.update_continuous_backups(
        TableName="large", PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True}
    )
    send_all(endpoint, _puts(endpoint, "large", count, 0), connections=_CONNECTIONS)
    size_mb = dynamodb.describe_table(TableName="large")["Table"]["TableSizeBytes"] / _MB
    arns: list[str] = []

    def back_up() -> None:
        made = dynamodb.create_backup(TableName="large", BackupName="backup")["BackupDetails"]
        arns.append(made["BackupArn"])

    def is_made() -> bool:
        found = dynamodb.describe_backup(BackupArn=arns[0])["BackupDescription"]
        return bool(found["BackupDetails"]["BackupStatus"] == "AVAILABLE")

    def is_active(name: str) -> bool:
        return bool(dynamodb.describe_table(TableName=name)["Table"]["TableStatus"] == "ACTIVE")

    works: list[tuple[str, Callable[[], object], Callable[[], bool]]] = [
        ("backup", back_up, is_made),
        (
            "restore of the backup",
            lambda: dynamodb.restore_table_from_backup(
                BackupArn=arns[0], TargetTableName="from-backup"
            ),
            lambda: is_active("from-backup"),
        ),
        (
            "restore to a second",
            lambda: dynamodb.restore_table_to_point_in_time(
                SourceTableName="large", TargetTableName="to-second", UseLatestRestorableTime=True
            ),
            lambda: is_active("to-second"),
        ),
    ]
    for name, begin, is_done in works:
        began = time.monotonic()
        begin()
        while not is_done():
            time.sleep(0.02)
        seconds = time.monotonic() - began
        speed = f"{count / seconds:,.0f} items/s, {size_mb / seconds:.1f} MB/s"
        print(f"{name}: {count:,} items, {size_mb:.0f} MB in {seconds:.1f} s: {speed}")


if __name__ == "__main__":
    main()
