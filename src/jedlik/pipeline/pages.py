"""What is answered without being an operation: health, preflight, pages of our own, not found.

Facts: dynalite `test/connection.js` and Alternator `test_health.py`, recorded on the real service.
"""

from collections.abc import Callable, Mapping
from ipaddress import IPv6Address, ip_address
from typing import Final

from jedlik.wire.http import cors
from jedlik.wire.http.message import NO_HEADERS, HttpRequest, HttpResponse
from jedlik.wire.json_1_0 import CONTENT_TYPE_LINES, NOT_FOUND_BODY

Page = Callable[[HttpRequest], HttpResponse]
# Pages by path, such as b"/metrics": GET requests only.
Pages = Mapping[bytes, Page]

NOT_FOUND: Final = HttpResponse(404, NO_HEADERS, NOT_FOUND_BODY)


def page(request: HttpRequest, pages: Pages) -> HttpResponse:
    """The answer to a request whose method is not POST."""
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
    """A page for clients on this machine; for others it is not there."""

    def answer(request: HttpRequest) -> HttpResponse:
        return shown(request) if _is_loopback(request.peer) else NOT_FOUND

    return answer


def health(request: HttpRequest) -> HttpResponse:
    """The health check of load balancers: `healthy: `, the host asked for, and a space."""
    body = b"healthy: %b " % request.headers.get(b"host", b"")
    return HttpResponse(200, CONTENT_TYPE_LINES[b"text/plain"], body)


def _is_loopback(peer: str) -> bool:
    """Whether a peer, `127.0.0.1:40123` or `[::1]:40123`, is on this machine."""
    try:
        address = ip_address(peer.rpartition(":")[0].strip("[]"))
    except ValueError:  # a client without an address
        return False
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return (mapped or address).is_loopback
