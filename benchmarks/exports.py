"""How fast exports are: `python -m benchmarks.exports`.

A server on disk with a folder of buckets exports a table of items of 1 KB: as JSON, as Ion, and
with a filter that no item satisfies. For each it prints the time from the request to the end, and
the processor time and the greatest memory of the server. Then this process makes the lines of the
same items in Ion, with our writer and with the library amazon.ion.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import boto3
from amazon.ion import simpleion

from benchmarks.http.fleet import start_request
from benchmarks.http.process import ServerProcess, free_endpoint
from benchmarks.http.sign import BENCHMARK_CREDENTIALS
from benchmarks.http.targets import environment
from jedlik.wire.item_files import write_ion

_MB: Final = 1_000_000
_TICKS: Final = os.sysconf("SC_CLK_TCK")
_BATCH: Final = 25


def main() -> None:
    """Prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=20_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "buckets" / "exported").mkdir(parents=True)
        endpoint = free_endpoint()
        command = [str(Path(sys.executable).with_name("jedlik")), "serve", "--port"]
        command += [str(endpoint.port), "--data", f"{folder}/data"]
        command += ["--buckets", f"{folder}/buckets"]
        process = ServerProcess(command, endpoint=endpoint, environment=environment())
        try:
            process.wait_for_answer(start_request("jedlik", endpoint))
            dynamodb = boto3.client(
                "dynamodb",
                endpoint_url=f"http://{endpoint.authority}",
                region_name="us-east-1",
                aws_access_key_id=BENCHMARK_CREDENTIALS.access_key_id,
                aws_secret_access_key=BENCHMARK_CREDENTIALS.secret_access_key,
            )
            _measure_exports(dynamodb, endpoint.port, options.items)
        finally:
            process.stop()
    _measure_ion()


def _item(number: int) -> dict[str, Any]:
    """Returns an item of about 1 KB with 16 attributes."""
    numbers = {f"number{each}": {"N": str(number * 10 + each)} for each in range(5)}
    texts = {f"text{each}": {"S": f"{number}".rjust(75, "x")} for each in range(10)}
    return {"pk": {"S": f"{number:08}"}, **numbers, **texts}


def _measure_exports(dynamodb: Any, port: int, count: int) -> None:
    dynamodb.create_table(
        TableName="large",
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    dynamodb.update_continuous_backups(
        TableName="large", PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True}
    )
    for first in range(0, count, _BATCH):
        puts = [{"PutRequest": {"Item": _item(each)}} for each in range(first, first + _BATCH)]
        dynamodb.batch_write_item(RequestItems={"large": puts})
    table = dynamodb.describe_table(TableName="large")["Table"]
    size_mb = table["TableSizeBytes"] / _MB
    print(f"{count:,} items, {size_mb:.0f} MB; memory of the server at most {_memory_mb(port)} MB")
    nothing = {"FilterExpression": "attribute_exists(absent)"}
    for name, members in (
        ("JSON", {}),
        ("ION", {"ExportFormat": "ION"}),
        ("filter", {"FilterSpecification": nothing}),
    ):
        cpu_s, began = _cpu_s(port), time.monotonic()
        arn = dynamodb.export_table_to_point_in_time(
            TableArn=table["TableArn"], S3Bucket="exported", **members
        )["ExportDescription"]["ExportArn"]
        while True:
            found = dynamodb.describe_export(ExportArn=arn)["ExportDescription"]
            if found["ExportStatus"] != "IN_PROGRESS":
                break
            time.sleep(0.05)
        seconds, used_s = time.monotonic() - began, _cpu_s(port) - cpu_s
        print(
            f"{name}: {found['ExportStatus']}, {found['ItemCount']:,} items in {seconds:.1f} s:"
            f" {count / seconds:,.0f} items/s, {size_mb / seconds:.1f} MB/s; processor"
            f" {used_s:.1f} s, {count / used_s:,.0f} items/s; memory at most {_memory_mb(port)} MB"
        )


def _processes(port: int) -> list[Path]:
    """Returns the folders in /proc of the server and its workers."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if f"\x00{port}\x00".encode() in (folder / "cmdline").read_bytes():
                found.append(folder)
        except OSError:
            continue
    return found


def _cpu_s(port: int) -> float:
    total = 0
    for folder in _processes(port):
        fields = (folder / "stat").read_text().rpartition(")")[2].split()
        total += int(fields[11]) + int(fields[12])
    return total / _TICKS


def _memory_mb(port: int) -> int:
    """Returns the greatest resident memory of a process of the server so far."""
    peaks = [
        int(line.split()[1]) // 1024
        for folder in _processes(port)
        for line in (folder / "status").read_text().splitlines()
        if line.startswith("VmHWM")
    ]
    return max(peaks)


def _measure_ion() -> None:
    items = [_item(number) for number in range(2_000)]

    def ours() -> None:
        write_ion.item_lines(items)

    def library() -> None:
        for item in items:
            plain = {
                name: Decimal(value["N"]) if "N" in value else value["S"]
                for name, value in item.items()
            }
            simpleion.dumps({"Item": plain}, binary=False)

    for name, make in (("our writer", ours), ("amazon.ion", library)):
        best_s = min(_seconds(make) for _ in range(5))
        print(f"Ion, {name}: {len(items) / best_s:,.0f} items/s")


def _seconds(make: Callable[[], None]) -> float:
    began = time.process_time()
    make()
    return time.process_time() - began


if __name__ == "__main__":
    main()
