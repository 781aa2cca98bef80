"""Idempotency: a request that arrives again with the same ClientRequestToken is not executed again.

The transaction of the request stores the token under the period of ten minutes in which the request
arrived. So reading three keys shows whether a token is known, and all expired tokens are in one
span, which the job erases.
"""

from collections.abc import Mapping, Sequence
from functools import partial
from hashlib import blake2b
from typing import Final, NamedTuple

import orjson

from jedlik.core.errors import ServiceError
from jedlik.core.keys.key import Key, Span
from jedlik.core.keys.space import Space
from jedlik.core.limits import CLIENT_REQUEST_TOKEN_SECONDS
from jedlik.engine.context import Context, Node
from jedlik.engine.jobs import Job, Piece
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
    """A token, and the request that arrived with it at `now_ms`.

    keys: where the token may be stored: in the previous period, in this one and in the next one. It
    is in the next one if another process has executed the same request after this one arrived.
    """

    keys: tuple[Key, Key, Key]
    digest: bytes
    now_ms: int

    def begin(self, values: Sequence[bytes | None]) -> tuple[Put] | ServiceError | None:
        """Returns what to write with the request.

        Returns None if the request was executed before, and an error if another request was
        executed with this token. values: those of `keys`.
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
    """Returns the token of a checked request, or None if the request has none.

    Two requests are the same if their other members are equal, in any order.
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
    """Returns the span of the tokens of all periods before the previous one."""
    return Span(Space.TOKEN, 0, None, (_partition(now_ms // _PERIOD_MS - 1), b""))


def _partition(period: int) -> bytes:
    return period.to_bytes(_TIME_BYTES, "big")


_PIECE_ITEMS: Final = 500  # few enough to be erased between two requests


async def pieces(node: Node) -> Sequence[Piece]:
    """Returns the only piece: the tokens of all tables."""
    return [Piece("all", partial(_is_due, node), partial(_erase, node))]


async def _is_due(node: Node) -> bool:
    """Returns whether a token of the periods before the previous one is stored."""
    return not await is_empty(node.storage, expired_tokens(node.clock.now_ms()))


async def _erase(node: Node, lease: Fence) -> None:
    """Erases some expired tokens."""
    expired = expired_tokens(node.clock.now_ms())
    await node.storage.erase(expired, limit_items=_PIECE_ITEMS, fence=lease)


JOB: Final = Job(name="erase tokens", every_s=60.0, pieces=pieces)
