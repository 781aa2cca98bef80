"""Which web pages may call, and by which names the server may be called (ADR 0030).

A server that accepts any credentials must not accept every web page: a page that somebody visits
could read and write everything on a server of that machine. Browsers say in Origin which page makes
a request. So pages of other origins are refused, except those that the operator allows. Pages from
this machine are allowed.

A page can also make its own name lead to this machine (DNS rebinding). Then the browser takes the
server for a part of the site of the page. Such a request has the name of that site in Host. So a
Host that is not a name of this server is refused.
"""

from collections.abc import Collection
from typing import Final, final

from jedlik.apis.errors import errors_with
from jedlik.core.errors import ServiceError
from jedlik.core.service_hosts import is_service_host
from jedlik.wire.http.authority import address_in, host_in, is_loopback, is_loopback_origin
from jedlik.wire.http.message import HttpRequest, HttpResponse, header_lines
from jedlik.wire.json_1_0 import error_body

ANY: Final = "*"

_ACCESS_DENIED: Final = errors_with()["AccessDeniedException"]
_HEADERS: Final = header_lines([(b"Content-Type", b"application/x-amz-json-1.0")])
_FORBIDDEN: Final = 403
_MISDIRECTED: Final = 421  # RFC 9110, 15.5.20: the server does not answer for this host
_SHOWN_CHARACTERS: Final = 200
_CACHED_HOSTS: Final = 256
# No site on the Internet can have these names: ICANN reserves `internal` for private networks and
# allows no hosts with a name of one label. Containers use them: `host.docker.internal`, `dynamodb`.
_PRIVATE: Final = ".internal"


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

    def refusal(self, http: HttpRequest) -> HttpResponse | None:
        """Returns the response to a request that may not be made, None for the others."""
        headers = http.headers
        if self._checks_hosts and not self.knows_host(http):
            return _host_refused(headers[b"host"])
        if b"origin" in headers and self._checks_origins:
            origin = headers[b"origin"].decode("latin-1")
            if origin not in self._origins and not is_loopback_origin(origin):
                return _origin_refused(origin)
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


def _origin_refused(origin: str) -> HttpResponse:
    shown = origin[:_SHOWN_CHARACTERS]
    return _refused(
        _FORBIDDEN,
        f"Web pages of the origin {shown} may not call this server, which accepts any credentials."
        f" To allow them, start it with --cors {shown}",
    )


def _host_refused(host: bytes) -> HttpResponse:
    shown = host.decode("latin-1")[:_SHOWN_CHARACTERS]
    name = host_in(shown) or "NAME"
    return _refused(
        _MISDIRECTED,
        f"The Host {shown} is not a name of this server, which accepts any credentials. To use it,"
        f" start the server with --allowed-host {name}",
    )


def _refused(status: int, sentence: str) -> HttpResponse:
    body = error_body(_ACCESS_DENIED, ServiceError(_ACCESS_DENIED.code, sentence))
    response = HttpResponse(status, _HEADERS, body)
    response.error_code = _ACCESS_DENIED.code
    return response
