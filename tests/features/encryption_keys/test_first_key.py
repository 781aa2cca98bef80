"""A request of one process runs while another process gives its table the first key.

The reader has loaded the table before, so it cannot decrypt what it then reads. It must answer 503,
and the same request must succeed afterwards (docs/adr/0033).
"""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from jedlik.core.errors import Reject
from jedlik.core.keys.key import Span
from jedlik.core.keys.space import Space
from jedlik.features.encryption_keys.encrypt_items import JOB
from jedlik.storage.interface import Page, Storage
from tests.engine.in_memory import Caller, is_due, run_once
from tests.features.encryption_keys.kms import key_id
from tests.features.encryption_keys.tables import STREAM, stream_records
from tests.features.vector_indexes.samples import found, put, search, vector, vector_index

NAMES = ("a", "b")


class Interrupted:
    """A storage that calls something once, before it scans a space."""

    def __init__(self, inner: Storage, space: Space, call: Callable[[], Awaitable[None]]) -> None:
        self._inner = inner
        self._space = space
        self._call: Callable[[], Awaitable[None]] | None = call

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    async def scan(self, span: Span, **options: Any) -> Page:
        """See Storage."""
        if span.space is self._space and self._call is not None:
            call, self._call = self._call, None
            await call()
        return await self._inner.scan(span, **options)


def processes(space: Space) -> tuple[Caller, Caller]:
    """Returns two processes of a server with a plain table. When the second next scans the space,
    the first gives the table a key and encrypts everything.
    """
    writer = Caller()
    writer.create(VectorIndexes=[vector_index()], StreamSpecification=STREAM)
    for name in NAMES:
        put(writer, name, embedding=vector(1, 0, 0))
    sse = {"SSEType": "KMS", "KMSMasterKeyId": key_id(writer)}

    async def encrypt() -> None:
        await writer.calls("UpdateTable", TableName="music", SSESpecification=sse)
        while await is_due(JOB, writer.node):
            await run_once(JOB, writer.node)

    reader = Caller(storage=writer.storage, clock=writer.clock)
    reader.describe()  # loads the table
    reader.encrypted.inner = Interrupted(writer.storage, space, encrypt)
    return writer, reader


def refused(call: Callable[[], object]) -> str:
    with pytest.raises(Reject) as caught:
        call()
    return caught.value.error.code


def test_a_search_of_vectors() -> None:
    _, reader = processes(Space.INDEX)
    query = vector(1, 0, 0)
    assert refused(lambda: search(reader, query)) == "ServiceUnavailable"
    # Nothing of the encrypted entries is cached for later searches.
    for _ in range(2):
        assert found(search(reader, query)) == list(NAMES)


def test_records_of_a_stream() -> None:
    _, reader = processes(Space.CHANGE_LOG)
    stream = reader.describe()["LatestStreamArn"]
    assert refused(lambda: stream_records(reader, stream)) == "ServiceUnavailable"
    keys = [each["dynamodb"]["Keys"]["pk"]["S"] for each in stream_records(reader, stream)]
    assert keys == list(NAMES)


def test_a_scan() -> None:
    _, reader = processes(Space.ITEM)
    assert refused(lambda: reader.call("Scan", TableName="music")) == "ServiceUnavailable"
    assert reader.call("Scan", TableName="music")["Count"] == len(NAMES)
