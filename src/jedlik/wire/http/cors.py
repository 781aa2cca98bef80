"""CORS: the headers that let scripts of other origins read answers.

`pipeline.web_access` decides which origins may call. Those that may can read the answers.

Source: Alternator `test_cors.py`, run on the real service; dynalite `test/connection.js`.
"""

from typing import Final

from jedlik.wire.http.message import HttpRequest, HttpResponse, header_lines

ORIGIN_LINES: Final = header_lines(
    [
        (b"Access-Control-Allow-Origin", b"*"),
        (
            b"Access-Control-Expose-Headers",
            b"x-amzn-RequestId,x-amzn-ErrorType,x-amzn-ErrorMessage,Date",
        ),
    ]
)
_MAX_AGE_S: Final = b"172800"


def shared(response: HttpResponse) -> HttpResponse:
    """Returns a response that scripts of the Origin of its request can read."""
    headers = response.headers + ORIGIN_LINES
    return HttpResponse(response.status, headers, response.body, error_code=response.error_code)


def preflight(request: HttpRequest) -> HttpResponse:
    """Returns the response to OPTIONS with an Origin. It allows everything that was asked for."""
    lines = [(b"Access-Control-Max-Age", _MAX_AGE_S)]
    for asked, allowed in (
        (b"access-control-request-method", b"Access-Control-Allow-Methods"),
        (b"access-control-request-headers", b"Access-Control-Allow-Headers"),
    ):
        if asked in request.headers:
            lines.append((allowed, request.headers[asked]))
    return HttpResponse(200, header_lines(lines), b"")
