"""The values of condition keys of a request, which policies may ask for.

A value is computed only when a policy looks at it. Keys of the principal come from its identity,
keys that are common to all services from the HTTP message, and keys of one service from its API.

Source: IAM User Guide, "AWS global condition context keys".
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Final, final

from jedlik.core.iam.request import Context, Values
from jedlik.pipeline.exchange import Exchange
from jedlik.pipeline.resources import Resource

RESOURCE_TAG: Final = "aws:resourcetag/"
_TRUE: Final = ("true",)
_FALSE: Final = ("false",)
# Keys that are the same in all requests of an identity to one resource. Those of the principal
# itself are in `Principal.keys`.
_CONSTANT: Final = frozenset(
    {
        *("aws:resourceaccount", "aws:requestedregion", "aws:viaawsservice"),
        *("aws:principalisawsservice", "aws:principalservicename", "aws:sourceorgid"),
        *("aws:principalorgid", "aws:principalorgpaths", "aws:resourceorgid", "aws:username"),
        *("aws:tokenissuetime", "aws:sourceidentity", "aws:multifactorauthpresent"),
    }
)
_CONSTANT_PREFIXES: Final = (RESOURCE_TAG, "aws:principaltag/")


def is_constant(key: str, principal_keys: Mapping[str, Values]) -> bool:
    """Returns whether a key has the same values in all requests of an identity to one resource.

    key: in lower case.
    """
    return (
        key in principal_keys or key in _CONSTANT or key.startswith(_CONSTANT_PREFIXES)
    )


@final
class RequestKeys(Context):
    """The condition keys of one request, for one action on one resource."""

    def __init__(
        self,
        exchange: Exchange,
        resource: Resource,
        *,
        account_id: str,
        own: Context | None,
        is_tls: bool,
    ) -> None:
        """account_id: that of the resource. own: the keys of the API, None if it has none.
        is_tls: whether clients reach this process by TLS.
        """
        self._exchange = exchange
        self._account_id = account_id
        self._resource = resource
        self._own = own
        self._is_tls = is_tls

    def get(self, key: str) -> Values | None:
        """Returns the values of a key in lower case, or None if the request has none."""
        found = self._exchange.context.principal.keys.get(key)
        if found is not None:
            return found
        compute = _GLOBAL.get(key)
        if compute is not None:
            return compute(self._exchange)
        if key == "aws:resourceaccount":
            return (self._account_id,)
        if key == "aws:securetransport":
            return _TRUE if self._is_tls else _FALSE
        if key.startswith(RESOURCE_TAG):
            return self._resource_tag(key[len(RESOURCE_TAG) :])
        return None if self._own is None else self._own.get(key)

    def _resource_tag(self, name: str) -> Values | None:
        """Returns the value of a tag. Names of tags in condition keys ignore case."""
        for tag in self._resource.tags:
            if tag["Key"].lower() == name:
                return (tag["Value"],)
        return None


def _now(exchange: Exchange) -> datetime:
    return datetime.fromtimestamp(exchange.context.node.clock.now_ms() / 1000, UTC)


def _source_ip(exchange: Exchange) -> Values | None:
    """Returns the address of the client. Headers about it are ignored: any client can send them."""
    host = exchange.http.peer.rpartition(":")[0]
    return (host.strip("[]"),) if host else None


def _header(name: bytes) -> Callable[[Exchange], Values | None]:
    def value(exchange: Exchange) -> Values | None:
        found = exchange.http.headers.get(name)
        return None if found is None else (found.decode("latin-1"),)

    return value


_GLOBAL: Final[Mapping[str, Callable[[Exchange], Values | None]]] = {
    "aws:currenttime": lambda exchange: (_now(exchange).strftime("%Y-%m-%dT%H:%M:%SZ"),),
    "aws:epochtime": lambda exchange: (str(exchange.context.node.clock.now_ms() // 1000),),
    "aws:sourceip": _source_ip,
    "aws:useragent": _header(b"user-agent"),
    "aws:referer": _header(b"referer"),
    "aws:requestedregion": lambda exchange: (exchange.context.region,),
    "aws:viaawsservice": lambda exchange: _FALSE,
    "aws:principalisawsservice": lambda exchange: _FALSE,
}
