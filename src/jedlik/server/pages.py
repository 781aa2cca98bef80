"""What is answered without being an operation: health, preflight, pages of our own, not found.

Facts: dynalite `test/connection.js` and Alternator `test_health.py`, recorded on the real service.
"""

from collections.abc import Callable, Mapping

from jedlik.core.wire.headers import NOT_FOUND_BODY
from jedlik.server.http import cors
from jedlik.server.http.message import CONTENT_TYPE_LINES, NO_HEADERS, HttpRequest, HttpResponse

# Pages by path, such as b"/metrics": GET requests only.
Pages = Mapping[bytes, Callable[[HttpRequest], HttpResponse]]

NOT_FOUND = HttpResponse(404, NO_HEADERS, NOT_FOUND_BODY)


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


def health(request: HttpRequest) -> HttpResponse:
    """The health check of load balancers: `healthy: `, the host asked for, and a space."""
    body = b"healthy: %b " % request.headers.get(b"host", b"")
    return HttpResponse(200, CONTENT_TYPE_LINES[b"text/plain"], body)
