"""The responses to requests that are not for an API: health check, preflight, pages, not found.

Source: dynalite `test/connection.js` and Alternator `test_health.py`, recorded from the real
service.
"""

from collections.abc import Callable, Mapping
from typing import Final, final

from jedlik.pipeline.web_access import WebAccess
from jedlik.wire.http import cors
from jedlik.wire.http.authority import host_in, is_loopback
from jedlik.wire.http.message import HttpRequest, HttpResponse, header_lines

Page = Callable[[HttpRequest], HttpResponse]
# The pages that GET returns, by path, such as b"/metrics".
Pages = Mapping[bytes, Page]

# Browsers must not guess the type of a page from its content: a page may repeat what a client sent.
_NO_GUESSING: Final = (b"X-Content-Type-Options", b"nosniff")
NOT_FOUND: Final = HttpResponse(
    *(404, header_lines([_NO_GUESSING]), b"<UnknownOperationException/>\n"),
    error_code="UnknownOperationException",
)
_HEALTH: Final = b"/"
_PLAIN_TEXT: Final = header_lines([(b"Content-Type", b"text/plain"), _NO_GUESSING])


@final
class Folder:
    """A path below which everything is a page, whatever protocols would say about the request.

    make: returns what answers. It is called at the first request, so until then a server has read
        nothing for it.
    """

    def __init__(self, path: bytes, make: Callable[[], Page]) -> None:
        """path: without a slash at its end, such as b"/console"."""
        self._path = path
        self._below = path + b"/"
        self._make = make
        self._shown: Page | None = None

    def answer(self, request: HttpRequest) -> HttpResponse | None:
        """Returns the response to a request that is no POST, None if it is for another path."""
        target = request.target
        if not target.startswith(self._below) and target.partition(b"?")[0] != self._path:
            return None
        if self._shown is None:
            self._shown = self._make()
        return self._shown(request)


def page(request: HttpRequest, pages: Pages) -> HttpResponse:
    """Returns the response to a request that no protocol recognises.

    A page of another origin can read it, except one of `pages` that the service does not have.
    """
    path = request.target.partition(b"?")[0]
    is_ours = path in pages and path != _HEALTH
    response = _page(request, path, pages)
    return cors.shared(response) if b"origin" in request.headers and not is_ours else response


def _page(request: HttpRequest, path: bytes, pages: Pages) -> HttpResponse:
    if request.method == b"OPTIONS" and b"origin" in request.headers:
        return cors.preflight(request)
    if request.method != b"GET":
        return NOT_FOUND
    found = pages.get(path)
    if found is not None:
        return found(request)
    return health(request) if path == _HEALTH else NOT_FOUND


def local_only(shown: Page, access: WebAccess) -> Page:
    """Returns a page that only clients on this machine can see. Others are answered NOT_FOUND.

    A browser is a client on this machine. So the request must also name this server in Host: a web
    page can make its own name lead here.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        is_local = is_loopback(host_in(request.peer) or "") and access.knows_host(request)
        return shown(request) if is_local else NOT_FOUND

    return answer


def health(request: HttpRequest) -> HttpResponse:
    """Returns the health check of load balancers: `healthy: `, the Host header, and a space."""
    body = b"healthy: %b " % request.headers.get(b"host", b"")
    return HttpResponse(200, _PLAIN_TEXT, body)


def live(_: HttpRequest) -> HttpResponse:
    """Returns the answer that shows that the process answers, whatever its storage does."""
    return HttpResponse(200, _PLAIN_TEXT, b"live")


def ready_unless(reason: Callable[[], str | None]) -> Page:
    """Returns the page that shows whether clients should send requests to this server.

    reason: returns why they should not, or None.
    """

    def answer(_: HttpRequest) -> HttpResponse:
        found = reason()
        if found is None:
            return HttpResponse(200, _PLAIN_TEXT, b"ready")
        return _unavailable(b"not ready: " + found.encode())

    return answer


def health_unless(outage: Callable[[], str | None]) -> Page:
    """Returns the health check of a server whose storage may fail.

    outage: returns why the storage fails at the moment, or None. The service has no such answer, so
    this is ours: 503 and `unhealthy: ` with the reason.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        reason = outage()
        if reason is None:
            return health(request)
        return _unavailable(b"unhealthy: storage outage: " + reason.encode())

    return answer


def _unavailable(text: bytes) -> HttpResponse:
    return HttpResponse(503, _PLAIN_TEXT, text, error_code="ServiceUnavailable")
