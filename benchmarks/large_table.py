"""What clients notice while a large table is backed up: `python -m benchmarks.large_table`.

A server on disk imports a table of some gigabytes, items of 1 to 4 KB. Then a client of its own
process sends 2,000 writes in a second, evenly spaced (`benchmarks.http.drive`): each UpdateItem
changes a number in one of the items, so each one rewrites an item and stores its old image. There
are a backup, an export and two restores one after the other, and before and after each of them a
phase in which nothing else happens, because disks and virtual machines change their speed. Printed
are the latencies of the writes in each phase, the p99 as a multiple of that of the phases before
and after, the speed of the work, the greatest memory of each process of the server in it, and what
is stored for each gigabyte of items.
"""

import argparse
import itertools
import multiprocessing
import os
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import Any, Final, NamedTuple

import orjson

from benchmarks.backups import client_of
from benchmarks.http.client import Endpoint
from benchmarks.http.drive import Arrival, drive
from benchmarks.http.fleet import start_request
from benchmarks.http.music import Call
from benchmarks.http.process import ServerProcess, free_endpoint
from benchmarks.http.sign import BENCHMARK_CREDENTIALS, signed
from benchmarks.http.targets import environment
from jedlik.core.keys.space import Space
from jedlik.storage.sqlite.connection import connect
from jedlik.storage.sqlite.opening import FILE_NAME

_NAME: Final = "large"
_GB: Final = 1_000_000_000
_MB: Final = 1_000_000
_ITEM_BYTES: Final = (1_000, 4_000)
_OBJECT_BYTES: Final = 64 * _MB
_REQUESTS: Final = 20_000
_CONNECTIONS: Final = 32
_POLL_S: Final = 0.05
_LONGEST_S: Final = 4 * 3_600


class Load(NamedTuple):
    """The writes of a phase. keys: how many items the table has. rate: writes in a second."""

    endpoint: Endpoint
    keys: int
    rate: float


def main() -> None:
    """Prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gigabytes", type=float, default=5.0)
    parser.add_argument("--rate", type=float, default=2_000.0, help="writes in a second (2000)")
    parser.add_argument("--seconds", type=float, default=30.0, help="of a phase without work (30)")
    parser.add_argument("--workers", default="1", help="of the server (1)")
    parser.add_argument("--memory-limit", default="0", help="of the server in MB (its default)")
    parser.add_argument("--folder", help="where the data is, for some time (a temporary folder)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder) as name:
        folder = Path(name)
        count = _write_objects(folder / "buckets" / "source", round(options.gigabytes * _GB))
        (folder / "buckets" / "exported").mkdir()
        endpoint = free_endpoint()
        flags = ["--workers", options.workers]
        if options.memory_limit != "0":
            flags += ["--memory-limit", options.memory_limit]
        server = _started(endpoint, folder, flags)
        try:
            _fill(endpoint)
        finally:
            server.stop()  # the figures of memory are those without an import
        shutil.rmtree(folder / "buckets" / "source")
        server = _started(endpoint, folder, flags)
        try:
            _measure(Load(endpoint, count, options.rate), options.seconds)
        finally:
            server.stop()
        _print_sizes(folder / "data")


def _started(endpoint: Endpoint, folder: Path, flags: Sequence[str]) -> ServerProcess:
    flags = ["--data", f"{folder}/data", "--buckets", f"{folder}/buckets", *flags]
    command = str(Path(sys.executable).with_name("jedlik"))
    process = ServerProcess(
        [command, "serve", "--port", str(endpoint.port), *flags],
        endpoint=endpoint,
        environment=environment(),
    )
    process.wait_for_answer(start_request("jedlik", endpoint))
    return process


def _key(number: int) -> str:
    return f"{number:09}"


def _write_objects(bucket: Path, size_bytes: int) -> int:
    """Writes the items of the table, as objects to import. Returns how many there are.

    Their texts are random, so they compress as little as real data of the worst kind.
    """
    bucket.mkdir(parents=True)
    chosen = random.Random(1)
    number = written = 0
    for at in itertools.count():
        if written >= size_bytes:
            return number
        in_object = 0
        with (bucket / f"{at:05}.json").open("wb") as file:
            while in_object < min(_OBJECT_BYTES, size_bytes - written):
                text = chosen.randbytes(chosen.randint(*_ITEM_BYTES) // 2).hex()
                item = {"pk": {"S": _key(number)}, "n": {"N": "0"}, "text": {"S": text}}
                in_object += file.write(orjson.dumps({"Item": item}) + b"\n")
                number += 1
        written += in_object
    raise AssertionError


def _fill(endpoint: Endpoint) -> None:
    dynamodb = client_of(endpoint)
    began_s = time.monotonic()
    arn = dynamodb.import_table(
        S3BucketSource={"S3Bucket": "source"},
        InputFormat="DYNAMODB_JSON",
        TableCreationParameters={
            "TableName": _NAME,
            "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}],
            "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}],
            "BillingMode": "PAY_PER_REQUEST",
        },
    )["ImportTableDescription"]["ImportArn"]
    _wait(lambda: _shown(dynamodb.describe_import(ImportArn=arn), "ImportTable", "ImportStatus"))
    table = dynamodb.describe_table(TableName=_NAME)["Table"]
    took_s = time.monotonic() - began_s
    print(f"table: {table['ItemCount']:,} items, {table['TableSizeBytes'] / _GB:.2f} GB")
    print(f"import: {table['ItemCount'] / took_s:,.0f} items/s", flush=True)


def _shown(answer: dict[str, Any], kind: str, member: str) -> bool:
    """Returns whether a work has ended. Raises SystemExit if it has failed."""
    status = answer[f"{kind}Description"][member]
    if status == "FAILED":
        raise SystemExit(f"it has failed: {answer}")
    return bool(status == "COMPLETED")


def _wait(is_done: Callable[[], bool]) -> None:
    while not is_done():
        time.sleep(_POLL_S)


def _measure(load: Load, seconds: float) -> None:
    dynamodb = client_of(load.endpoint)
    dynamodb.update_continuous_backups(
        TableName=_NAME, PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True}
    )
    size_mb = dynamodb.describe_table(TableName=_NAME)["Table"]["TableSizeBytes"] / _MB
    table_arn = dynamodb.describe_table(TableName=_NAME)["Table"]["TableArn"]
    arns: dict[str, str] = {}

    def back_up() -> None:
        made = dynamodb.create_backup(TableName=_NAME, BackupName="backup")["BackupDetails"]
        arns["backup"] = made["BackupArn"]
        _wait(lambda: _is_available(dynamodb, arns["backup"]))

    def export() -> None:
        begun = dynamodb.export_table_to_point_in_time(TableArn=table_arn, S3Bucket="exported")
        arn = begun["ExportDescription"]["ExportArn"]
        _wait(lambda: _shown(dynamodb.describe_export(ExportArn=arn), "Export", "ExportStatus"))

    def restore_backup() -> None:
        dynamodb.restore_table_from_backup(BackupArn=arns["backup"], TargetTableName="from-backup")
        _wait(lambda: _is_active(dynamodb, "from-backup"))

    def restore_second() -> None:
        dynamodb.restore_table_to_point_in_time(
            SourceTableName=_NAME, TargetTableName="to-second", UseLatestRestorableTime=True
        )
        _wait(lambda: _is_active(dynamodb, "to-second"))

    def rest() -> float:
        return _phase(load, "nothing else", lambda: time.sleep(seconds), 0)

    works = {
        "backup": back_up,
        "export": export,
        "restore of the backup": restore_backup,
        "restore to a second": restore_second,
    }
    rest()  # not compared with anything: what the import left to the disk is still being written
    before_s = rest()
    for name, work in works.items():
        p99_s = _phase(load, name, work, size_mb)
        after_s = rest()
        multiple = p99_s / ((before_s + after_s) / 2)
        print(f"p99 during the {name}: {multiple:.2f} of that without it", flush=True)
        before_s = after_s


def _is_available(dynamodb: Any, arn: str) -> bool:
    found = dynamodb.describe_backup(BackupArn=arn)["BackupDescription"]["BackupDetails"]
    return bool(found["BackupStatus"] == "AVAILABLE")


def _is_active(dynamodb: Any, name: str) -> bool:
    return bool(dynamodb.describe_table(TableName=name)["Table"]["TableStatus"] == "ACTIVE")


def _phase(load: Load, name: str, work: Callable[[], None], size_mb: float) -> float:
    """Does some work while a client writes, and prints what both have noticed. Returns the p99.

    size_mb: of the work, 0 if it only waits.
    """
    started = multiprocessing.get_context("spawn")
    stop = started.Event()
    receiving, sending = started.Pipe(duplex=False)
    client = started.Process(target=_write, args=(load, stop, sending))
    client.start()
    receiving.recv()  # it has signed its requests, and begins to send them
    time.sleep(1)
    _forget_memory(load.endpoint)
    began_s = time.monotonic()
    work()
    took_s = time.monotonic() - began_s
    stop.set()
    latencies = sorted(receiving.recv())
    client.join()
    speed = f" in {took_s:.1f} s ({size_mb / took_s:.0f} MB/s)" if size_mb else ""
    print(f"{name}{speed}: {len(latencies):,} writes, {_percentiles(latencies)}", flush=True)
    print(
        f"    memory: {_memory(load.endpoint)}; load average {os.getloadavg()[0]:.1f}", flush=True
    )
    return _share(latencies, 0.99)


def _share(ordered: list[float], share: float) -> float:
    """Returns the element below which a share of the elements is."""
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def _percentiles(ordered: list[float]) -> str:
    return ", ".join(
        f"{name} {_share(ordered, share) * 1000:.1f} ms"
        for name, share in (("p50", 0.5), ("p99", 0.99), ("p99.9", 0.999), ("max", 1.0))
    )


def _write(load: Load, stop: Event, sending: Connection) -> None:
    """Sends writes until it is stopped. Sends the latencies, in seconds."""
    numbers = random.Random(os.getpid()).choices(range(load.keys), k=_REQUESTS)
    calls = [
        Call(
            "UpdateItem",
            orjson.dumps(
                {
                    "TableName": _NAME,
                    "Key": {"pk": {"S": _key(number)}},
                    "UpdateExpression": "ADD n :one",
                    "ExpressionAttributeValues": {":one": {"N": "1"}},
                }
            ),
        )
        for number in numbers
    ]
    host = load.endpoint.authority
    pool = list(signed(calls, host=host, credentials=BENCHMARK_CREDENTIALS))
    sending.send("begins")

    def arrivals() -> Iterator[Arrival]:
        began_s = time.perf_counter()
        for number, request in enumerate(itertools.cycle(pool)):
            if stop.is_set() or number > _LONGEST_S * load.rate:
                return
            yield began_s + number / load.rate, request

    sending.send(drive(load.endpoint, arrivals(), connections=_CONNECTIONS))


def _servers(endpoint: Endpoint) -> list[Path]:
    """Returns the folders in /proc of the processes of a server."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if f"\x00{endpoint.port}\x00".encode() in (folder / "cmdline").read_bytes():
                found.append(folder)
        except OSError:
            continue
    return found


def _forget_memory(endpoint: Endpoint) -> None:
    """Lets the greatest memory of each process be that from now on."""
    for folder in _servers(endpoint):
        (folder / "clear_refs").write_text("5")  # see proc(5)


def _memory(endpoint: Endpoint) -> str:
    """Returns the greatest memory of each process since `_forget_memory`, and how much of the
    memory of now is its own.
    """
    found = []
    for folder in _servers(endpoint):
        lines = (folder / "status").read_text().splitlines()
        sizes = {line.split(":")[0]: line.split()[1] for line in lines if line.endswith(" kB")}
        greatest, own = int(sizes["VmHWM"]) / 1024, int(sizes["RssAnon"]) / 1024
        found.append(f"{greatest:.0f} MB (own {own:.0f} MB)")
    return ", ".join(found)


def _print_sizes(data: Path) -> None:
    """Prints what is stored of each kind, for each gigabyte of items."""
    query = (
        "SELECT entry.space, count(*), sum(length(value.bytes)) FROM entry"
        " JOIN value ON value.id = entry.value_id WHERE entry.table_id < 2 GROUP BY entry.space"
    )
    with closing(connect(data / FILE_NAME, key=None)) as connection:
        sizes = {Space(space): (count, size) for space, count, size in connection.execute(query)}
    items_gb = sizes[Space.ITEM][1] / _GB
    for name, space in (("history", Space.CHANGE_LOG), ("backup", Space.BACKUP_BLOCK)):
        count, size = sizes[space]
        share = f"{size / _MB / items_gb:,.0f} MB for each GB of items"
        print(f"{name}: {count:,} entries, {size / count:,.0f} bytes each, {share}")
    print(
        f"data file: {(data / FILE_NAME).stat().st_size / _GB:.2f} GB for two restored tables too"
    )


if __name__ == "__main__":
    main()
