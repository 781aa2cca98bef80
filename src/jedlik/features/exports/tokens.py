"""Idempotency: a request that arrives again with the same ClientToken finds its export.

A token is stored for eight hours, under the period of eight hours in which its request arrived. So
reading three keys shows whether a token is known, and expired tokens are in one span.

Source: API Reference; recorded answers, October 2026: any changed member is a conflict, a refused
request does not use up its token, and an export that has ended is found too.
"""

from collections.abc import Mapping, Sequence
from hashlib import blake2b
from typing import Final, NamedTuple, TypedDict, cast

import orjson

from jedlik.core.errors import Reject, ServiceError
from jedlik.core.keys.key import Key, Span
from jedlik.core.keys.space import Space
from jedlik.core.limits import EXPORT_TOKEN_SECONDS
from jedlik.engine.context import Context
from jedlik.features.exports.records import Export, key_of
from jedlik.storage.interface import Put

_CONFLICT: Final = ServiceError(
    "ExportConflictException",
    "Export conflict: Duplicate request detected with conflicting parameters",
)
_PARTITION: Final = b"\x00token"
_PERIOD_MS: Final = EXPORT_TOKEN_SECONDS * 1000
_TIME_BYTES: Final = 8
_DIGEST_BYTES: Final = 16


class _StoredToken(TypedDict):
    """A token. Request: the digest of the request. Export: the sort key of the export, in
    hexadecimal.
    """

    AtMs: int
    Request: str
    Export: str


class ExportToken(NamedTuple):
    """A token, and the request that arrived with it at `now_ms`.

    keys: where it may be stored, see `transactions.client_token`. digest: of the request.
    partition: that of the exports of the caller.
    """

    keys: tuple[Key, Key, Key]
    digest: str
    now_ms: int
    partition: bytes

    def export_of(self, values: Sequence[bytes | None]) -> Key | None:
        """Returns the key of the export that an equal request began. values: those of `keys`.

        Raises Reject with ExportConflictException if another request used the token.
        """
        for stored in values:
            if stored is None:
                continue
            found = cast(_StoredToken, orjson.loads(stored))
            if self.now_ms - found["AtMs"] >= _PERIOD_MS:
                continue
            if found["Request"] != self.digest:
                raise Reject(_CONFLICT)
            return Key(Space.EXPORT, 0, self.partition, bytes.fromhex(found["Export"]))
        return None

    def put(self, export: Export) -> Put:
        """Returns the mutation that stores the token with its export."""
        token: _StoredToken = {
            "AtMs": self.now_ms,
            "Request": self.digest,
            "Export": key_of(export).sort.hex(),
        }
        return Put(self.keys[1], orjson.dumps(token))


def export_token(context: Context, request: Mapping[str, object], token: str) -> ExportToken:
    """Returns the token of a checked request. Two requests are the same if their other members are
    equal, in any order.
    """
    payload = {name: member for name, member in request.items() if name != "ClientToken"}
    canonical = orjson.dumps(payload, option=orjson.OPT_SORT_KEYS)
    place = f"{context.region}/{context.account_id}"
    sort = _digest(f"{place}/{token}".encode())
    now_ms = context.node.clock.now_ms()
    period = now_ms // _PERIOD_MS
    last, this, following = (
        Key(Space.EXPORT, 0, _period(each), sort)
        for each in (max(period - 1, 0), period, period + 1)
    )
    return ExportToken((last, this, following), _digest(canonical).hex(), now_ms, place.encode())


def expired_tokens(now_ms: int) -> Span:
    """Returns the span of the tokens of all periods before the previous one."""
    end = _period(max(now_ms // _PERIOD_MS - 1, 0))
    return Span(Space.EXPORT, 0, (_PARTITION, b""), (end, b""))


def _period(period: int) -> bytes:
    return _PARTITION + period.to_bytes(_TIME_BYTES, "big")


def _digest(value: bytes) -> bytes:
    return blake2b(value, digest_size=_DIGEST_BYTES).digest()
