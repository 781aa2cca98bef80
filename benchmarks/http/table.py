"""Fills a target with the items, and checks its answers before any of them is timed."""

import time
from collections.abc import Sequence
from typing import NamedTuple

from benchmarks.http.client import Answer, Endpoint, exchange
from benchmarks.http.drive import FailedRunError, send_all
from benchmarks.http.music import Call, create_table_body, load_calls, table_body
from benchmarks.http.sign import Credentials, signed, with_bad_signature
from benchmarks.http.workload import Operation, calls, draws

_LOAD_CONNECTIONS = 8
_ACTIVE_TIMEOUT_S = 60.0
_LOOKS = 3  # the first answer may wait for a compiler
_SLOWEST_S = 0.05  # with more, 32 connections would get hardly one answer each in a short round


class Probe(NamedTuple):
    """The results of the first calls.

    answer_bytes: for each operation that worked, the size of a whole answer with its head.
    unmeasurable: for each other operation, why: the kind of reason, a colon, the details.
    """

    answer_bytes: dict[str, int]
    unmeasurable: dict[str, str]


class _Look(NamedTuple):
    answer_bytes: int
    seconds: float


def fill_and_probe(
    endpoint: Endpoint, credentials: Credentials, operations: Sequence[Operation], items: int
) -> Probe:
    """Creates the tables, calls each operation a few times, and checks what it did."""
    found = Probe({}, {})
    refused_tables: dict[str, str] = {}
    for table in dict.fromkeys(operation.table for operation in operations):
        try:
            fill(endpoint, credentials, table, items)
        except FailedRunError as refusal:
            refused_tables[table] = str(refusal)
    for operation in operations:
        try:
            if operation.table in refused_tables:
                raise FailedRunError(refused_tables[operation.table])
            looks = [_look(endpoint, credentials, operation, items) for _ in range(_LOOKS)]
        except FailedRunError as refusal:
            found.unmeasurable[operation.name] = f"not supported: {refusal}"
            continue
        seconds = min(look.seconds for look in looks)
        if seconds > _SLOWEST_S:
            found.unmeasurable[operation.name] = f"too slow: one call alone takes {seconds:.2f} s"
        else:
            found.answer_bytes[operation.name] = looks[0].answer_bytes
    return found


def fill(endpoint: Endpoint, credentials: Credentials, table: str, items: int) -> None:
    """Creates the table and puts `items` items into it. Raises FailedRunError if one is refused."""
    ask(endpoint, credentials, Call("CreateTable", create_table_body(table)))
    deadline = time.monotonic() + _ACTIVE_TIMEOUT_S
    describe = Call("DescribeTable", table_body(table))
    while _is_changing(ask(endpoint, credentials, describe).body):
        if time.monotonic() > deadline:
            raise FailedRunError("the table did not become ACTIVE")
        time.sleep(0.05)
    requests = signed(load_calls(table, items), host=endpoint.authority, credentials=credentials)
    send_all(endpoint, requests, connections=_LOAD_CONNECTIONS, accept=_took_every_item)


def verifies_signatures(
    endpoint: Endpoint, credentials: Credentials, operation: Operation, items: int
) -> bool:
    """Returns whether a call with a wrong signature is refused. The operation itself must work."""
    call = calls(operation, items=items, count=1, seed=0)
    request = next(signed(call, host=endpoint.authority, credentials=credentials))
    return not exchange(endpoint, with_bad_signature(request)).succeeded


def ask(endpoint: Endpoint, credentials: Credentials, call: Call) -> Answer:
    """Sends one signed call. Raises FailedRunError if the answer is no success."""
    request = next(signed([call], host=endpoint.authority, credentials=credentials))
    try:
        answer = exchange(endpoint, request)
    except OSError as error:
        raise FailedRunError(f"{call.operation}: {error}") from error
    if not answer.succeeded:
        output = answer.body[:300].decode(errors="replace")
        raise FailedRunError(f"{call.operation} answered {answer.status}: {output}")
    return answer


def _look(endpoint: Endpoint, credentials: Credentials, operation: Operation, items: int) -> _Look:
    """Calls an operation once. Raises FailedRunError if it did not do its work."""
    draw = next(draws(operation, items=items, seed=0))
    started = time.perf_counter()
    answer = ask(endpoint, credentials, operation.call(draw))
    seconds = time.perf_counter() - started
    for call, text, times in operation.expected(draw):
        body = ask(endpoint, credentials, call).body
        if body.count(text) != times:
            what = f"{body.count(text)} times {text[:20].decode()} instead of {times}"
            raise FailedRunError(f"{call.operation}, called afterwards, answered {what}")
    return _Look(answer.size_bytes, seconds)


def _is_changing(description: bytes) -> bool:
    """Returns whether a table or one of its indexes is not ready yet."""
    return b'"CREATING"' in description or b'"ACTIVE"' not in description


def _took_every_item(answer: Answer) -> bool:
    """Returns whether the answer is a success with empty UnprocessedItems."""
    return answer.succeeded and b"PutRequest" not in answer.body
