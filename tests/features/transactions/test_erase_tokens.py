"""The job that erases expired ClientRequestTokens."""

from jedlik.core.keys.key import Span
from jedlik.core.keys.space import Space
from jedlik.features.transactions import client_token as erase_tokens
from tests.apis.dynamodb.operations.transactions import A, put, write
from tests.engine.in_memory import Caller, result_of, run_once

MINUTES_10 = 600_000


def tokens(caller: Caller) -> int:
    span = Span(Space.TOKEN, 0)
    page = result_of(caller.storage.scan(span, limit_items=10_000, limit_bytes=1 << 30))
    return len(page.values)


def test_tokens_are_erased_once_none_of_their_period_is_valid() -> None:
    caller = Caller()
    caller.create()
    caller.clock.time_ms -= caller.clock.time_ms % MINUTES_10
    for _ in range(4):
        for at in range(300):
            write(caller, put({"pk": A}), ClientRequestToken=str(at))
        caller.clock.time_ms += MINUTES_10
    left = [tokens(caller)]
    while result_of(erase_tokens.is_due(caller.node)):
        result_of(run_once(erase_tokens.JOB, caller.node))
        left.append(tokens(caller))
    assert left == [1_200, 700, 300]
    caller.clock.time_ms += MINUTES_10
    assert result_of(erase_tokens.is_due(caller.node))
