"""A server without buckets, and the texts of errors."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from jedlik.buckets.interface import BucketError, NoBuckets, no_such_bucket


@pytest.mark.parametrize(
    "call",
    [
        lambda none: none.list("b", ""),
        lambda none: none.stat("b", "k"),
        lambda none: none.read("b", "k", at=0, size_bytes=1),
        lambda none: none.put("b", "k", b""),
        lambda none: none.delete("b", "k"),
    ],
)
def test_without_buckets_none_exists(
    call: Callable[[NoBuckets], Coroutine[Any, Any, Any]], caplog: pytest.LogCaptureFixture
) -> None:
    none = NoBuckets()
    for _ in range(2):
        with pytest.raises(BucketError) as caught:
            asyncio.run(call(none))
        assert caught.value.code == "NoSuchBucket"
        assert not caught.value.retryable
    asyncio.run(none.close())
    (line,) = caplog.messages
    assert "start it with --buckets FOLDER" in line


def test_the_text_begins_as_the_recorded_one() -> None:
    """Recorded: the FailureMessage of an export to a bucket that does not exist."""
    assert no_such_bucket("b").message.startswith(
        "The specified bucket does not exist (Service: Amazon S3; Status Code: 404; Error Code:"
        " NoSuchBucket; Request ID: "
    )
