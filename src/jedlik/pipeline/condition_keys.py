"""The values of the condition keys of a request, which policies may ask for.

A value is computed only when a policy looks at it. Keys of the principal come from its identity,
keys that all services share from the HTTP message, and all others from the API of the request.

Source: IAM User Guide, "AWS global condition context keys".
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Final, final

from jedlik.apis.condition_keys import ConditionKeys
from jedlik.core.iam.request import Context, Values
from jedlik.pipeline.exchange import Exchange

_TRUE: Final = ("true",)
_FALSE: Final = ("false",)
# Keys that are the same in all requests of one identity for one resource, other than the keys of
# the principal. Those that no request has are here too, because that is the same each time.
_CONSTANT: Final = frozenset(
    {
        *("aws:resourceaccount", "aws:requestedregion", "aws:viaawsservice", "aws:username"),
        *("aws:principalisawsservice", "aws:principalorgid", "aws:resourceorgid"),
        *("aws:tokenissuetime", "aws:sourceidentity", "aws:multifactorauthpresent"),
        *("aws:securetransport", "aws:sourcevpc", "aws:sourcevpce", "aws:vpcsourceip"),
    }
)
_CONSTANT_PREFIXES: Final = ("aws:resourcetag/", "aws:principaltag/")


def is_constant(key: str, principal_keys: Mapping[str, Values]) -> bool:
    """Returns whether a key has the same values in all requests of an identity for one resource.

    key: in lower case. The tags of a table belong to its record, so new tags make another table.
    """
    return key in principal_keys or key in _CONSTANT or key.startswith(_CONSTANT_PREFIXES)


@final
class RequestKeys(Context):
    """The condition keys of one request, for one action on one resource."""

    def __init__(
        self, exchange: Exchange, account_id: str, own: ConditionKeys, *, is_tls: bool
    ) -> None:
        """account_id: that of the resource. own: the keys that only the API knows.
        is_tls: whether clients reach this process by TLS.
        """
        self._exchange = exchange
        self._account_id = account_id
        self._own = own
        self._is_tls = is_tls

    def get(self, key: str) -> Values | None:
        """Returns the values of a key in lower case, or None if the request has none."""
        found = self._exchange.context.principal.keys.get(key)
        if found is not None:
            return found
        compute = _OF_ALL_SERVICES.get(key)
        if compute is not None:
            return compute(self._exchange)
        if key == "aws:resourceaccount":
            return (self._account_id,)
        if key == "aws:securetransport":
            return _TRUE if self._is_tls else _FALSE
        return self._own.get(key)


def _current_time(exchange: Exchange) -> Values | None:
    now_s = exchange.context.node.clock.now_ms() // 1000
    return (datetime.fromtimestamp(now_s, UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),)


def _epoch_time(exchange: Exchange) -> Values | None:
    return (str(exchange.context.node.clock.now_ms() // 1000),)


def _requested_region(exchange: Exchange) -> Values | None:
    return (exchange.context.region,)


def _source_ip(exchange: Exchange) -> Values | None:
    """Returns the address of the client. Headers such as X-Forwarded-For are ignored, because any
    client can send them.
    """
    address = exchange.http.peer.rpartition(":")[0]
    return (address.strip("[]"),) if address else None


def _header(name: bytes) -> Callable[[Exchange], Values | None]:
    def value(exchange: Exchange) -> Values | None:
        found = exchange.http.headers.get(name)
        return None if found is None else (found.decode("latin-1"),)

    return value


def _false(exchange: Exchange) -> Values | None:
    return _FALSE


_OF_ALL_SERVICES: Final[Mapping[str, Callable[[Exchange], Values | None]]] = {
    "aws:currenttime": _current_time,
    "aws:epochtime": _epoch_time,
    "aws:sourceip": _source_ip,
    "aws:useragent": _header(b"user-agent"),
    "aws:referer": _header(b"referer"),
    "aws:requestedregion": _requested_region,
    "aws:viaawsservice": _false,
    "aws:principalisawsservice": _false,
}
