"""Filling a target with the items to ask for, and a look at its answers before any of them is
timed.
"""

import time
from typing import NamedTuple

from benchmarks.http.client import Answer, Endpoint, exchange
from benchmarks.http.drive import FailedRunError, send_all
from benchmarks.http.sign import Credentials, signed, with_bad_signature
from benchmarks.http.workload import (
    OPERATIONS,
    SONGS_PER_SINGER,
    Call,
    calls,
    create_table_body,
    load_calls,
    table_body,
)

_LOAD_CONNECTIONS = 8
_ACTIVE_TIMEOUT_S = 60.0


class Probe(NamedTuple):
    """What a first look found.

    answer_bytes: of a whole answer, head included, per operation.
    verifies_signatures: a request with a wrong signature was refused.
    """

    answer_bytes: dict[str, int]
    verifies_signatures: bool


def fill(endpoint: Endpoint, credentials: Credentials, items: int) -> None:
    """Create the table and put `items` items into it; FailedRunError if anything is refused."""
    ask(endpoint, credentials, Call("CreateTable", create_table_body()))
    deadline = time.monotonic() + _ACTIVE_TIMEOUT_S
    describe = Call("DescribeTable", table_body())
    while b'"ACTIVE"' not in ask(endpoint, credentials, describe).body:
        if time.monotonic() > deadline:
            raise FailedRunError("the table did not become ACTIVE")
        time.sleep(0.05)
    requests = signed(load_calls(items), host=endpoint.authority, credentials=credentials)
    send_all(endpoint, requests, connections=_LOAD_CONNECTIONS, accept=_took_every_item)


def probe(endpoint: Endpoint, credentials: Credentials, items: int) -> Probe:
    """Ask each operation once and check that it does its work, else FailedRunError."""
    answer_bytes = {}
    for operation in OPERATIONS.values():
        call = calls(operation, items=items, count=1, seed=0)[0]
        answer = ask(endpoint, credentials, call)
        if operation.name == "GetItem" and answer.body.count(b'"lyrics"') != 1:
            raise FailedRunError(f"GetItem did not return the item: {answer.body[:200]!r}")
        if operation.name == "Query" and answer.body.count(b'"lyrics"') != SONGS_PER_SINGER:
            raise FailedRunError(f"Query did not return {SONGS_PER_SINGER} items")
        answer_bytes[operation.name] = answer.size_bytes
    get = calls(OPERATIONS["GetItem"], items=items, count=1, seed=0)
    request = next(signed(get, host=endpoint.authority, credentials=credentials))
    refused = not exchange(endpoint, with_bad_signature(request)).succeeded
    return Probe(answer_bytes, refused)


def ask(endpoint: Endpoint, credentials: Credentials, call: Call) -> Answer:
    """One signed call; raises FailedRunError when the answer is not a success."""
    request = next(signed([call], host=endpoint.authority, credentials=credentials))
    answer = exchange(endpoint, request)
    if not answer.succeeded:
        raise FailedRunError(f"{call.operation} answered {answer.status}: {answer.body[:300]!r}")
    return answer


def _took_every_item(answer: Answer) -> bool:
    """Success, and an empty UnprocessedItems."""
    return answer.succeeded and b"PutRequest" not in answer.body
