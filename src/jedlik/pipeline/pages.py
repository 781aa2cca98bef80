"""The responses to requests that are not for an API: health check, preflight, pages, not found.

Source: dynalite `test/connection.js` and Alternator `test_health.py`, recorded from the real
service.
"""

from collections.abc import Callable, Mapping
from ipaddress import IPv6Address, ip_address
from typing import Final

from jedlik.wire.http import cors
from jedlik.wire.http.message import NO_HEADERS, HttpRequest, HttpResponse, header_lines

Page = Callable[[HttpRequest], HttpResponse]
# The pages that GET returns, by path, such as b"/metrics".
Pages = Mapping[bytes, Page]

NOT_FOUND: Final = HttpResponse(404, NO_HEADERS, b"<UnknownOperationException/>\n")
_PLAIN_TEXT: Final = header_lines([(b"Content-Type", b"text/plain")])


def page(request: HttpRequest, pages: Pages) -> HttpResponse:
    """Returns the response to a request that no protocol recognises."""
    if request.method == b"OPTIONS" and b"origin" in request.headers:
        return cors.preflight(request)
    if request.method != b"GET":
        return NOT_FOUND
    path = request.target.partition(b"?")[0]
    found = pages.get(path)
    if found is not None:
        return found(request)
    return health(request) if path == b"/" else NOT_FOUND


def local_only(shown: Page) -> Page:
    """Returns a page that only clients on this machine can see. Others are answered NOT_FOUND."""

    def answer(request: HttpRequest) -> HttpResponse:
        return shown(request) if _is_loopback(request.peer) else NOT_FOUND

    return answer


def health(request: HttpRequest) -> HttpResponse:
    """Returns the health check of load balancers: `healthy: `, the Host header, and a space."""
    body = b"healthy: %b " % request.headers.get(b"host", b"")
    return HttpResponse(200, _PLAIN_TEXT, body)


def health_unless(outage: Callable[[], str | None]) -> Page:
    """Returns the health check of a server whose storage may fail.

    outage: returns why the storage fails at the moment, or None. The service has no such answer, so
    this is ours: 503 and `unhealthy: ` with the reason.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        reason = outage()
        if reason is None:
            return health(request)
        return HttpResponse(503, _PLAIN_TEXT, b"unhealthy: storage outage: " + reason.encode())

    return answer


def _is_loopback(peer: str) -> bool:
    """Returns whether a peer, `127.0.0.1:40123` or `[::1]:40123`, is on this machine."""
    try:
        address = ip_address(peer.rpartition(":")[0].strip("[]"))
    except ValueError:  # a client without an address
        return False
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return (mapped or address).is_loopback
