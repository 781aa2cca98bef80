"""Idempotency. Rules: API Reference; recorded answers, October 2026."""

from typing import Any

import pytest

from jedlik.core.errors import Reject
from jedlik.core.keys.key import Span
from jedlik.features.exports.records import key_of
from jedlik.features.exports.tokens import expired_tokens, export_token
from jedlik.storage.interface import Put
from tests.engine.in_memory import Caller
from tests.features.exports.test_records import EXPORT

PERIOD_MS = 8 * 3_600_000
REQUEST: dict[str, Any] = {"TableArn": "arn", "S3Bucket": "bucket", "ClientToken": "t"}


def token_at(caller: Caller, time_ms: int, request: dict[str, Any] = REQUEST) -> Any:
    caller.clock.time_ms = time_ms
    return export_token(caller.context, request, request["ClientToken"])


def values(token: Any, put: Put) -> list[bytes | None]:
    return [put.value if key == put.key else None for key in token.keys]


@pytest.mark.parametrize("began_ms", [0, 1, PERIOD_MS - 1])
def test_an_equal_request_finds_the_export_for_eight_hours(began_ms: int) -> None:
    caller = Caller()
    began_ms += 100 * PERIOD_MS
    put = token_at(caller, began_ms).put(EXPORT)
    for later_ms in (0, 1_000, PERIOD_MS - 1):
        token = token_at(caller, began_ms + later_ms)
        found = token.export_of(values(token, put))
        assert found is not None
        assert found.sort == key_of(EXPORT).sort
    late = token_at(caller, began_ms + PERIOD_MS)
    assert late.export_of(values(late, put)) is None


def test_another_request_with_the_token_is_a_conflict() -> None:
    caller = Caller()
    put = token_at(caller, 100 * PERIOD_MS).put(EXPORT)
    same = token_at(caller, 100 * PERIOD_MS, dict(reversed(REQUEST.items())))
    assert same.export_of(values(same, put)) is not None
    other = token_at(caller, 100 * PERIOD_MS, {**REQUEST, "S3Bucket": "other"})
    with pytest.raises(Reject) as found:
        other.export_of(values(other, put))
    assert found.value.error.code == "ExportConflictException"
    assert found.value.error.message == (
        "Export conflict: Duplicate request detected with conflicting parameters"
    )


def test_tokens_of_others_are_others() -> None:
    here = token_at(Caller(), 0)
    for caller in (Caller(region="eu-west-1"), Caller(account_id="999999999999")):
        assert token_at(caller, 0).keys != here.keys


def test_expired_tokens() -> None:
    caller = Caller()
    put = token_at(caller, 100 * PERIOD_MS).put(EXPORT)

    def is_in(span: Span) -> bool:
        assert span.start is not None
        assert span.end is not None
        return span.start <= (put.key.partition, put.key.sort) < span.end

    assert not is_in(expired_tokens(102 * PERIOD_MS - 1))
    assert is_in(expired_tokens(102 * PERIOD_MS))
    assert not is_in(expired_tokens(0))
