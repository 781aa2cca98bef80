"""How fast imports are: `python -m benchmarks.imports`.

A server on disk imports objects with items of 1 KB from a folder. Printed are items in a second,
from the request to the end, and the processor time of the server (user and system), which does not
depend on what else the machine does.
"""

import argparse
import gzip
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, Final

import orjson

from benchmarks.backups import client_of, cpu_s
from benchmarks.http.fleet import start_request
from benchmarks.http.process import ServerProcess, free_endpoint
from benchmarks.http.targets import environment

_TEXT_BYTES: Final = 980
_OBJECTS: Final = 8
_DEFINITIONS: Final = [{"AttributeName": "pk", "AttributeType": "S"}]
_INDEX: Final = {
    "IndexName": "by_n",
    "KeySchema": [{"AttributeName": "n", "KeyType": "HASH"}],
    "Projection": {"ProjectionType": "ALL"},
}


def main() -> None:
    """Prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=100_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        _write_objects(Path(folder) / "buckets", options.items)
        endpoint = free_endpoint()
        command = Path(sys.executable).with_name("jedlik")
        flags = ["--data", f"{folder}/data", "--buckets", f"{folder}/buckets"]
        process = ServerProcess(
            [str(command), "serve", "--port", str(endpoint.port), *flags],
            endpoint=endpoint,
            environment=environment(),
        )
        try:
            process.wait_for_answer(start_request("jedlik", endpoint))
            dynamodb = client_of(endpoint)
            for name, members in (
                ("plain", {}),
                ("gzip", {"InputCompressionType": "GZIP"}),
                ("csv", {"InputFormat": "CSV"}),
                ("indexed", {}),
            ):
                before = cpu_s(endpoint)
                seconds = _imported(dynamodb, name, members)
                used_s = cpu_s(endpoint) - before
                print(
                    f"{name:8} {options.items / seconds:>8,.0f} items/s, processor time"
                    f" {used_s / options.items * 1e6:.0f} us for an item (load average"
                    f" {os.getloadavg()[0]:.0f})"
                )
        finally:
            process.stop()


def _write_objects(buckets: Path, count: int) -> None:
    """Writes the same items in each format, in a bucket for each."""
    for name in ("plain", "gzip", "csv"):
        (buckets / name).mkdir(parents=True)
    share = count // _OBJECTS
    for at in range(_OBJECTS):
        rows = [
            (f"{number:09}", str(number), str(number).rjust(_TEXT_BYTES, "x"))
            for number in range(at * share, (at + 1) * share)
        ]
        lines = b"".join(
            orjson.dumps({"Item": {"pk": {"S": pk}, "n": {"N": n}, "text": {"S": text}}}) + b"\n"
            for pk, n, text in rows
        )
        (buckets / "plain" / f"{at}").write_bytes(lines)
        (buckets / "gzip" / f"{at}").write_bytes(gzip.compress(lines, 5))
        table = "pk,n,text\n" + "".join(",".join(row) + "\n" for row in rows)
        (buckets / "csv" / f"{at}").write_text(table)


def _imported(dynamodb: Any, name: str, members: dict[str, str]) -> float:
    """Imports a bucket into a new table. Returns how many seconds it took."""
    table: dict[str, Any] = {
        "TableName": name,
        "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}],
        "AttributeDefinitions": _DEFINITIONS,
        "BillingMode": "PAY_PER_REQUEST",
    }
    if name == "indexed":
        number = {"AttributeName": "n", "AttributeType": "N"}
        table["AttributeDefinitions"] = [*_DEFINITIONS, number]
        table["GlobalSecondaryIndexes"] = [_INDEX]
    began = time.monotonic()
    arn = dynamodb.import_table(
        S3BucketSource={"S3Bucket": "plain" if name == "indexed" else name},
        TableCreationParameters=table,
        **{"InputFormat": "DYNAMODB_JSON", **members},
    )["ImportTableDescription"]["ImportArn"]
    while True:
        found = dynamodb.describe_import(ImportArn=arn)["ImportTableDescription"]
        if found["ImportStatus"] != "IN_PROGRESS":
            break
        time.sleep(0.02)
    seconds = time.monotonic() - began
    if found["ImportStatus"] != "COMPLETED":
        raise SystemExit(f"the import has failed: {found}")
    return seconds


if __name__ == "__main__":
    main()
