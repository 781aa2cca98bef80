"""Filling a target with the items to ask for, and a look at its answers before any of them is
timed.
"""

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
_LOOKS = 3  # the first may find a compiler that has not warmed up
_SLOWEST_S = 0.05  # 32 connections would hardly get an answer each in a short round


class Probe(NamedTuple):
    """What a first look found.

    answer_bytes: of a whole answer, head included, per operation that did its work.
    unmeasurable: per operation that did not, why: the kind of reason, a colon, what was said.
    """

    answer_bytes: dict[str, int]
    unmeasurable: dict[str, str]


class _Look(NamedTuple):
    answer_bytes: int
    seconds: float


def fill_and_probe(
    endpoint: Endpoint, credentials: Credentials, operations: Sequence[Operation], items: int
) -> Probe:
    """Make the tables of the operations, ask each operation once and look at what it did."""
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
    """Create the table and put `items` items into it; FailedRunError if anything is refused."""
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
    """Whether a call with a wrong signature is refused; the operation is one that works."""
    call = calls(operation, items=items, count=1, seed=0)
    request = next(signed(call, host=endpoint.authority, credentials=credentials))
    return not exchange(endpoint, with_bad_signature(request)).succeeded


def ask(endpoint: Endpoint, credentials: Credentials, call: Call) -> Answer:
    """One signed call; raises FailedRunError when the answer is not a success."""
    request = next(signed([call], host=endpoint.authority, credentials=credentials))
    try:
        answer = exchange(endpoint, request)
    except OSError as error:
        raise FailedRunError(f"{call.operation}: {error}") from error
    if not answer.succeeded:
        said = answer.body[:300].decode(errors="replace")
        raise FailedRunError(f"{call.operation} answered {answer.status}: {said}")
    return answer


def _look(endpoint: Endpoint, credentials: Credentials, operation: Operation, items: int) -> _Look:
    """Ask once; FailedRunError if the operation did not do its work."""
    draw = next(draws(operation, items=items, seed=0))
    started = time.perf_counter()
    answer = ask(endpoint, credentials, operation.call(draw))
    seconds = time.perf_counter() - started
    for call, text, times in operation.expected(draw):
        body = ask(endpoint, credentials, call).body
        if body.count(text) != times:
            what = f"{body.count(text)} times {text[:20].decode()} instead of {times}"
            raise FailedRunError(f"{call.operation}, asked afterwards, answered {what}")
    return _Look(answer.size_bytes, seconds)


def _is_changing(description: bytes) -> bool:
    """Whether a table or one of its indexes is not ready yet."""
    return b'"CREATING"' in description or b'"ACTIVE"' not in description


def _took_every_item(answer: Answer) -> bool:
    """Success, and an empty UnprocessedItems."""
    return answer.succeeded and b"PutRequest" not in answer.body
