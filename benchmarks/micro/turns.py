"""How long others wait during one long request: `python -m benchmarks.micro.turns`.

It starts a server with one worker on disk. Four clients read items one after the other, and a fifth
sends one long request. The table that is printed has, for each long request, its time and the times
of the reads meanwhile. The first row is without a long request: what the machine itself does.

`cpu ms` is the longest turn of the event loop, in time of the processor: how long others waited for
the request and not for other programs of the machine. It includes what threads do at the same time
(commits, compression).

`--python PATH` measures the installation of that interpreter. Names choose long requests.
"""

import argparse
import asyncio
import http.client
import json
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from typing import IO, Any, Final

_READERS: Final = 4
_PAUSE_S: Final = 0.002
_LONG_TURN_S: Final = 0.002
_AUTHORIZATION: Final = (
    "AWS4-HMAC-SHA256 Credential=jedlik/20261130/us-east-1/dynamodb/aws4_request, "
    "SignedHeaders=host, Signature=" + "0" * 64
)
_ITEMS: Final = 25_000
_ITEM: Final = {"pk": {"S": "hot"}, "sk": {"S": "0"}, "a": {"S": "x" * 100}}

Send = Callable[[str, bytes], tuple[int, bytes]]


class Client:
    """One connection to the server."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=300)

    def send(self, operation: str, body: bytes, **headers: str) -> tuple[int, bytes]:
        """Send a request and return the status and the body of the answer."""
        sent = {
            "X-Amz-Target": f"DynamoDB_20120810.{operation}",
            "Content-Type": "application/x-amz-json-1.0",
            "Authorization": _AUTHORIZATION,
            "X-Amz-Date": "20261130T000000Z",
            **{name.replace("_", "-"): value for name, value in headers.items()},
        }
        self._connection.request("POST", "/", body, sent)
        answer = self._connection.getresponse()
        return answer.status, answer.read()

    def call(self, operation: str, request: object) -> None:
        """Send a request that must succeed."""
        status, answer = self.send(operation, encoded(request))
        assert status == 200, answer[:300]


def encoded(request: object) -> bytes:
    return json.dumps(request, separators=(",", ":")).encode()


def fill(client: Client) -> None:
    """Create the tables: `tiny` with a partition of 1 MB, `large` for large items."""
    for name in ("tiny", "large"):
        client.call(
            "CreateTable",
            {
                "TableName": name,
                "KeySchema": [
                    {"AttributeName": "pk", "KeyType": "HASH"},
                    {"AttributeName": "sk", "KeyType": "RANGE"},
                ],
                "AttributeDefinitions": [
                    {"AttributeName": "pk", "AttributeType": "S"},
                    {"AttributeName": "sk", "AttributeType": "S"},
                ],
                "BillingMode": "PAY_PER_REQUEST",
            },
        )
    client.call("PutItem", {"TableName": "tiny", "Item": _ITEM})
    for first in range(0, _ITEMS, 25):
        puts = [
            {"PutRequest": {"Item": {**key("a", f"{first + at:06}"), "n": {"N": "1.5"}}}}
            for at in range(25)
        ]
        client.call("BatchWriteItem", {"RequestItems": {"tiny": puts}})
    for at in range(10):
        item = {**key("l", str(at)), "l": {"L": [{"N": "1"}] * 100_000}, "n": {"N": "1"}}
        client.call("PutItem", {"TableName": "large", "Item": item})


def key(partition: str, sort: str) -> dict[str, object]:
    return {"pk": {"S": partition}, "sk": {"S": sort}}


def batch(value: object, count: int) -> bytes:
    """Return a BatchWriteItem of 25 items, each with a list of `count` times `value`."""
    puts = [
        {"PutRequest": {"Item": {**key("b", str(at)), "a": {"L": [value] * count}}}}
        for at in range(25)
    ]
    return encoded({"RequestItems": {"large": puts}})


def long_reads() -> Iterator[tuple[str, str, bytes, dict[str, str]]]:
    """Yield name, operation, body and headers of each long read."""

    def query(name: str, condition: str, **more: object) -> tuple[str, str, bytes, dict[str, str]]:
        values = {":pk": {"S": "a"}, ":n": {"N": "2.25"}, ":s": {"S": "x"}}
        used = {each: values[each] for each in values if each in f"{condition} :pk"}
        request = {
            "TableName": "tiny",
            "KeyConditionExpression": "pk=:pk",
            "FilterExpression": condition,
            "ExpressionAttributeValues": used,
            **more,
        }
        return name, "Query", encoded(request), {}

    yield query("150 number comparisons", " OR ".join(["n>:n"] * 150))
    yield query("150 contains", " OR ".join(["contains(sk,:s)"] * 150).replace("sk", "z"))
    text = " OR ".join(["n>9.5"] * 800)
    select = f"SELECT pk FROM tiny WHERE pk='a' AND ({text})"
    yield "SELECT of 8 KB", "ExecuteStatement", encoded({"Statement": select}), {}
    whole = {"TableName": "tiny", "KeyConditionExpression": "pk=:pk"}
    whole["ExpressionAttributeValues"] = {":pk": {"S": "a"}}  # type: ignore[assignment]
    yield "Query of 1 MB", "Query", encoded(whole), {}
    projected = {**whole, "ProjectionExpression": "sk,n"}
    yield "projection of 1 MB", "Query", encoded(projected), {}
    yield "gzip answer", "Query", encoded(whole), {"Accept_Encoding": "gzip"}


def long_writes() -> Iterator[tuple[str, str, bytes, dict[str, str]]]:
    """Yield the same of requests with many values."""
    yield "BatchWriteItem, strings", "BatchWriteItem", batch({"S": "x" * 99_000}, 4), {}
    yield "BatchWriteItem, numbers", "BatchWriteItem", batch({"N": "1"}, 62_000), {}
    yield "BatchWriteItem, lists", "BatchWriteItem", batch({"L": []}, 68_000), {}
    yield "BatchWriteItem, empty", "BatchWriteItem", batch({"S": ""}, 60_000), {}
    yield "BatchWriteItem, booleans", "BatchWriteItem", batch({"BOOL": True}, 42_000), {}
    members = random.Random(1).sample(range(10**6), 10**5)
    numbers = {**key("s", "0"), "a": {"NS": [str(each) for each in members]}}
    yield "set of numbers", "PutItem", encoded({"TableName": "large", "Item": numbers}), {}
    updates = [
        {
            "Update": {
                "TableName": "large",
                "Key": key("l", str(at)),
                "UpdateExpression": "SET l[99] = :n",
                "ConditionExpression": "NOT contains(l, :s)",
                "ExpressionAttributeValues": {":n": {"N": "2"}, ":s": {"S": "x"}},
            }
        }
        for at in range(10)
    ]
    yield "10 updates of 400 KB", "TransactWriteItems", encoded({"TransactItems": updates}), {}
    gets = {"large": {"Keys": [key("l", str(at)) for at in range(10)]}}
    yield "BatchGetItem", "BatchGetItem", encoded({"RequestItems": gets}), {}
    gets["large"]["ProjectionExpression"] = "l"  # type: ignore[assignment]
    yield "BatchGetItem, projected", "BatchGetItem", encoded({"RequestItems": gets}), {}
    actions = [{"Put": {"TableName": "t", "Item": key("a", str(at))}} for at in range(200_000)]
    yield "200,000 actions", "TransactWriteItems", encoded({"TransactItems": actions}), {}
    yield (
        "no signature",
        "PutItem",
        b'{"a":[' + b"[]," * 5_500_000 + b"[]]}",
        {"Authorization": "x"},
    )
    yield "16 MB of []", "PutItem", b'{"a":[' + b"[]," * 5_500_000 + b"[]]}", {}
    yield "16 MB of names", "PutItem", encoded({f"{at:x}": 0 for at in range(1_300_000)}), {}
    for name, value in (
        ("16 MB string", {"S": "x" * 16_000_000}),
        ("16 MB string, one wide", {"S": "x" * 15_900_000 + "\U0001f600"}),
        ("16 MB string, one Latin", {"S": "x" * 15_900_000 + "\u00e9"}),
        ("16 MB of wrong values", {"L": [{"X": 1}] * 500_000}),
        ("set with a duplicate", {"SS": [*map(str, range(500_000)), "0"]}),
    ):
        item = {**key("t", "0"), "a": value}
        yield name, "PutItem", encoded({"TableName": "large", "Item": item}), {}
    yield "16 MB TableName", "GetItem", encoded({"TableName": "t" * 16_000_000, "Key": {}}), {}
    attributes = [{"AttributeName": f"a{at}", "AttributeType": "S"} for at in range(280_000)]
    table = {
        "TableName": "many",
        "AttributeDefinitions": attributes,
        "KeySchema": [{"AttributeName": "a1", "KeyType": "HASH"}],
        "BillingMode": "PAY_PER_REQUEST",
    }
    yield "280,000 attributes", "CreateTable", encoded(table), {}
    names = {f"#{at}": "a" for at in range(250_000)}
    put = {"TableName": "large", "Item": key("t", "0"), "ConditionExpression": "#a = :a"}
    yield "250,000 placeholders", "PutItem", encoded({**put, "ExpressionAttributeNames": names}), {}
    yield from long_numbers()
    yield from long_legacy_parameters()


def long_numbers() -> Iterator[tuple[str, str, bytes, dict[str, str]]]:
    """Yield requests with one number of 16 MB: too many digits, zeros at its start and its end."""
    zeros = "0" * 16_000_000
    for name, number in (
        ("16 MB number", zeros.replace("0", "1")),
        ("number, zeros before", f"{zeros}1"),
        ("number, zeros after", f"1{zeros}e-16000000"),
    ):
        item = {**key("t", "0"), "a": {"N": number}}
        yield name, "PutItem", encoded({"TableName": "large", "Item": item}), {}


def long_legacy_parameters() -> Iterator[tuple[str, str, bytes, dict[str, str]]]:
    """Yield requests with as many conditions or updates as are decoded."""
    equal = {"ComparisonOperator": "EQ", "AttributeValueList": [{"S": "a"}]}
    conditions = {f"a{at}": equal for at in range(170_000)}
    for operation, member in (("Query", "KeyConditions"), ("Scan", "ScanFilter")):
        request = {"TableName": "large", member: conditions, "Limit": 1}
        yield f"170,000 {member}", operation, encoded(request), {}
    candidates = {"ComparisonOperator": "IN", "AttributeValueList": [{"S": "a"}] * 500_000}
    scan = {"TableName": "large", "ScanFilter": {"a": candidates}, "Limit": 1}
    yield "IN of 500,000 values", "Scan", encoded(scan), {}
    for action in ({"Action": "PUT", "Value": {"S": "a"}}, {"Action": "DELETE"}):
        updates = {f"a{at}": action for at in range(250_000)}
        update = {"TableName": "large", "Key": key("t", "1"), "AttributeUpdates": updates}
        yield f"250,000 x {action['Action']}", "UpdateItem", encoded(update), {}


class Readers:
    """Clients that read one item, again and again, and note how long each read takes."""

    def __init__(self, port: int) -> None:
        self.waits_s: list[float] = []
        self._ended = False
        self._threads = [threading.Thread(target=self._read, args=(port,)) for _ in range(_READERS)]
        for thread in self._threads:
            thread.start()

    def end(self) -> None:
        self._ended = True
        for thread in self._threads:
            thread.join()

    def _read(self, port: int) -> None:
        client = Client(port)
        body = encoded({"TableName": "tiny", "Key": key("hot", "0")})
        while not self._ended:
            began_s = time.perf_counter()
            status, _ = client.send("GetItem", body)
            self.waits_s.append(time.perf_counter() - began_s)
            assert status == 200
            time.sleep(_PAUSE_S)


def measure(port: int, chosen: list[str], longest: list[float]) -> None:
    """Print a row for each long request."""
    readers = Readers(port)
    client = Client(port)
    heads = ("took s", "reads", "p50 ms", "p99 ms", "max ms", "cpu ms")
    print(f"{'during':26}" + "".join(f"{head:>8}" for head in heads))
    time.sleep(0.3)
    readers.waits_s.clear()
    longest.clear()
    time.sleep(2)
    show("nothing", 2.0, readers.waits_s, longest, "")
    for name, operation, body, headers in (*long_reads(), *long_writes()):
        if chosen and not any(each in name for each in chosen):
            continue
        time.sleep(0.3)
        readers.waits_s.clear()
        longest.clear()
        began_s = time.perf_counter()
        answers = 0
        while answers < 2 or time.perf_counter() - began_s < 1:
            status, answer = client.send(operation, body, **headers)
            answers += 1
        took_s = (time.perf_counter() - began_s) / answers
        show(name, took_s, readers.waits_s, longest, f"{status} {answer[:60]!r}")
    readers.end()


def show(name: str, took_s: float, waits_s: list[float], longest: list[float], answer: str) -> None:
    waits = sorted(waits_s)
    p50, p99, worst = (waits[min(int(len(waits) * at), len(waits) - 1)] for at in (0.5, 0.99, 1))
    print(
        f"{name:26}{took_s:8.2f}{len(waits):8}{p50 * 1e3:8.1f}{p99 * 1e3:8.1f}"
        f"{worst * 1e3:8.1f}{max(longest, default=0.0):8.1f}  {answer}",
        flush=True,
    )


def serve(port: int, folder: str) -> None:
    """Run a server that prints each turn of its event loop that takes long, in milliseconds."""
    from jedlik.__main__ import main as jedlik  # noqa: PLC0415  (the other process needs none)
    from jedlik.app import workers  # noqa: PLC0415

    run: Callable[[Any, Any], Awaitable[None]] = vars(workers)["run"]

    async def watched(process: Any, life: Any) -> None:
        loop = asyncio.get_running_loop()
        began_s = time.process_time()

        def turn() -> None:
            nonlocal began_s
            took_s = time.process_time() - began_s
            if took_s > _LONG_TURN_S:
                print(f"{took_s * 1e3:.1f}", flush=True)
            began_s = time.process_time()
            loop.call_soon(turn)

        loop.call_soon(turn)
        await run(process, life)

    vars(workers)["run"] = watched
    sys.argv = ["jedlik", "serve", "--port", str(port), "--data", folder]
    sys.exit(jedlik())


def listen(lines: IO[bytes], longest: list[float]) -> None:
    """Collect what `serve` prints."""
    for line in lines:
        with suppress(ValueError):
            longest.append(float(line))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--python", default=sys.executable)
    parser.add_argument("--serve", metavar="FOLDER", help=argparse.SUPPRESS)
    parser.add_argument("--port", type=int, default=23100)
    parser.add_argument("names", nargs="*")
    given = parser.parse_args()
    if given.serve:
        serve(given.port, given.serve)
        return
    with tempfile.TemporaryDirectory() as folder:
        server = subprocess.Popen(
            [given.python, __file__, "--port", str(given.port), "--serve", folder],
            stdout=subprocess.PIPE,
        )
        try:
            assert server.stdout is not None
            server.stdout.readline()
            longest: list[float] = []
            threading.Thread(target=listen, args=(server.stdout, longest), daemon=True).start()
            fill(Client(given.port))
            measure(given.port, given.names, longest)
        finally:
            server.terminate()
            server.wait()


if __name__ == "__main__":
    main()
