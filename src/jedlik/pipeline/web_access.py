"""Which web pages may call, and by which names the server may be called (ADR 0030).

A server that accepts any credentials must not accept every web page: a page that somebody visits
could read and write everything on a server of that machine. Browsers say in Origin which page makes
a request. So pages of other origins are refused, except those that the operator allows. Pages from
this machine are allowed, and so is the console of this server: its Origin equals Host (ADR 0035).

A page can also make its own name lead to this machine (DNS rebinding). Then the browser takes the
server for a part of the site of the page. Such a request has the name of that site in Host. So a
Host that is not a name of this server is refused.

A GET may call a query API. Browsers send no Origin with the GET of an image or a link. So such a
call is refused if a browser made it, except one that its user typed.
"""

from collections.abc import Collection
from typing import Final, NamedTuple, final

from jedlik.core.service_hosts import is_service_host
from jedlik.wire.http.authority import (
    address_in,
    host_in,
    is_loopback,
    is_loopback_origin,
    is_same_origin,
)
from jedlik.wire.http.message import HttpRequest

ANY: Final = "*"

_FORBIDDEN: Final = 403
_MISDIRECTED: Final = 421  # RFC 9110, 15.5.20: the server does not answer for this host
_SHOWN_CHARACTERS: Final = 200
_CACHED_HOSTS: Final = 256
# No site on the Internet can have these names: ICANN reserves `internal` for private networks and
# allows no hosts with a name of one label. Containers use them: `host.docker.internal`, `dynamodb`.
_PRIVATE: Final = ".internal"
_ACTION: Final = b"Action="
# Values of Sec-Fetch-Site: the user typed the address, or a page of this server asks. Source: W3C,
# Fetch Metadata Request Headers.
_OWN_FETCHES: Final = (b"none", b"same-origin")
# Every browser begins its User-Agent so, also one that does not send Sec-Fetch-Site yet.
_BROWSER: Final = b"Mozilla/"


class Refusal(NamedTuple):
    """Why a request may not be made. status: that of the response."""

    status: int
    sentence: str


@final
class WebAccess:
    """Decides about Origin and Host.

    origins: the origins whose pages may call, in addition to those of this machine. `*` allows all.
    hosts: names of this server, in addition to those of the loopback and those of the service. `*`
        allows all.
    checks_hosts: whether requests with another Host are refused.
    """

    __slots__ = ("_checks_hosts", "_checks_origins", "_hosts", "_known_hosts", "_origins")

    def __init__(
        self, *, origins: Collection[str], hosts: Collection[str], checks_hosts: bool
    ) -> None:
        self._origins = frozenset(origins)
        self._hosts = frozenset(hosts)
        self._checks_origins = ANY not in origins
        self._checks_hosts = checks_hosts and ANY not in hosts
        self._known_hosts: set[bytes] = set()  # values of Host that were accepted

    def refusal(self, http: HttpRequest) -> Refusal | None:
        """Returns why a request may not be made, None if it may."""
        headers = http.headers
        if self._checks_hosts and not self.knows_host(http):
            return _host_refused(headers[b"host"])
        if b"origin" in headers and self._checks_origins:
            origin = headers[b"origin"].decode("latin-1")
            if (
                origin not in self._origins
                and not is_loopback_origin(origin)
                and not self._is_own_page(origin, headers.get(b"host", b""))
            ):
                return _origin_refused(origin)
        elif http.method == b"GET" and self._checks_origins and _is_call_of_page(http):
            return _GET_REFUSED
        return None

    def knows_host(self, http: HttpRequest) -> bool:
        """Returns whether Host is a name of this server. A request without one has no other name:
        every browser sends it.
        """
        host = http.headers.get(b"host")
        if not host or host in self._known_hosts:
            return True
        if not self._is_own(host_in(host.decode("latin-1"))):
            return False
        if len(self._known_hosts) < _CACHED_HOSTS:
            self._known_hosts.add(host)
        return True

    def _is_own_page(self, origin: str, authority: bytes) -> bool:
        """Returns whether a page was loaded from this server, and no other page can pretend that.

        A page of a name that leads here by DNS rebinding has that name in Origin and in Host. So
        the name must be one that the operator has given, or an address, which no DNS is asked for.
        Names that are accepted only because no site on the Internet can have them do not count:
        somebody in the same network can make such a name lead here too.
        """
        text = authority.decode("latin-1")
        if not is_same_origin(origin, text):
            return False
        host = host_in(text)
        return host is not None and (host in self._hosts or address_in(host) is not None)

    def _is_own(self, host: str | None) -> bool:
        if host is None:
            return False
        if host in self._hosts or ANY in self._hosts or is_loopback(host):
            return True
        address = address_in(host)
        if address is not None:
            return address.is_unspecified  # `0.0.0.0` leads to this machine too
        return "." not in host or host.endswith(_PRIVATE) or is_service_host(host)


EVERYBODY: Final = WebAccess(origins=(ANY,), hosts=(ANY,), checks_hosts=False)


_GET_REFUSED: Final = Refusal(
    _FORBIDDEN,
    "Web pages may not call this server by GET, because it accepts any credentials and the browser"
    " does not say which page calls. Use POST.",
)


def _is_call_of_page(http: HttpRequest) -> bool:
    """Returns whether a GET without Origin calls an API, and a page may have caused it."""
    if _ACTION not in http.target:
        return False
    site = http.headers.get(b"sec-fetch-site")
    if site is not None:
        return site not in _OWN_FETCHES
    return http.headers.get(b"user-agent", b"").startswith(_BROWSER)


def _origin_refused(origin: str) -> Refusal:
    shown = origin[:_SHOWN_CHARACTERS]
    return Refusal(
        _FORBIDDEN,
        f"Web pages of the origin {shown} may not call this server, which accepts any credentials."
        f" To allow them, start it with --cors {shown}",
    )


def _host_refused(host: bytes) -> Refusal:
    shown = host.decode("latin-1")[:_SHOWN_CHARACTERS]
    name = host_in(shown) or "NAME"
    return Refusal(
        _MISDIRECTED,
        f"The Host {shown} is not a name of this server, which accepts any credentials. To use it,"
        f" start the server with --allowed-host {name}",
    )
