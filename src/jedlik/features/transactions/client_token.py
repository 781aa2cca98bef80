"""Idempotency: a request that comes again with its ClientRequestToken is not done again.

The transaction of the request stores the token under the period of ten minutes in which it came. So
a token is found by reading three keys, and the expired tokens are one span, which the job erases.
"""

from collections.abc import Mapping, Sequence
from hashlib import blake2b
from typing import Final, NamedTuple

import orjson

from jedlik.core.errors import ServiceError
from jedlik.core.keys.key import Key, Span
from jedlik.core.keys.space import Space
from jedlik.core.limits import CLIENT_REQUEST_TOKEN_SECONDS
from jedlik.engine.context import Context, Node
from jedlik.engine.jobs import Job
from jedlik.engine.read import is_empty
from jedlik.storage.interface import Fence, Put

# Source: API Reference, Errors; the sentence of the service itself is not recorded.
MISMATCH: Final = ServiceError(
    "IdempotentParameterMismatchException",
    "DynamoDB rejected the request because you retried a request with a different payload but with "
    "an idempotent token that was already used.",
)

_PERIOD_MS: Final = CLIENT_REQUEST_TOKEN_SECONDS * 1000
_TIME_BYTES: Final = 8
_DIGEST_BYTES: Final = 16


class ClientToken(NamedTuple):
    """A token that came with a request at `now_ms`.

    keys: where it is stored if it came before: in the last period, in this one, or in the next one
    (another process may have done the same request after this one came, but before it was done).
    """

    keys: tuple[Key, Key, Key]
    digest: bytes
    now_ms: int

    def begin(self, values: Sequence[bytes | None]) -> tuple[Put] | ServiceError | None:
        """Return what to write with the request; None if it was done before, an error if another
        request was done with this token. values: those of `keys`.
        """
        for stored in values:
            if stored is None:
                continue
            came_ms = int.from_bytes(stored[:_TIME_BYTES], "big")
            if self.now_ms - came_ms < _PERIOD_MS:
                return None if stored[_TIME_BYTES:] == self.digest else MISMATCH
        time = self.now_ms.to_bytes(_TIME_BYTES, "big")
        return (Put(self.keys[1], time + self.digest),)


def client_token(context: Context, request: Mapping[str, object]) -> ClientToken | None:
    """The token of a checked request, None without one.

    Its other members are its payload, whatever the order of their members.
    """
    token = request.get("ClientRequestToken")
    if token is None:
        return None
    payload = {name: member for name, member in request.items() if name != "ClientRequestToken"}
    canonical = orjson.dumps(payload, option=orjson.OPT_SORT_KEYS)
    digest = blake2b(canonical, digest_size=_DIGEST_BYTES).digest()
    now_ms = context.node.clock.now_ms()
    period = now_ms // _PERIOD_MS
    sort = f"{context.region}/{context.account_id}/{token}".encode()
    last, this, following = (
        Key(Space.TOKEN, 0, _partition(each), sort) for each in (period - 1, period, period + 1)
    )
    return ClientToken((last, this, following), digest, now_ms)


def expired_tokens(now_ms: int) -> Span:
    """The tokens of all periods before the last."""
    return Span(Space.TOKEN, 0, None, (_partition(now_ms // _PERIOD_MS - 1), b""))


def _partition(period: int) -> bytes:
    return period.to_bytes(_TIME_BYTES, "big")


_PIECE_ITEMS: Final = 500  # few enough to be erased between two requests


async def is_due(node: Node) -> bool:
    """Whether a token has expired for good."""
    return not await is_empty(node.storage, expired_tokens(node.clock.now_ms()))


async def run(node: Node, lease: Fence) -> None:
    """Erase some of them."""
    expired = expired_tokens(node.clock.now_ms())
    await node.storage.erase(expired, limit_items=_PIECE_ITEMS, fence=lease)


JOB: Final = Job(name="erase tokens", every_s=60.0, is_due=is_due, run=run)
