"""The stages of a request, in the service's order, from HTTP request to HTTP response.

media type -> body as JSON -> target -> signature -> body present -> shape -> check -> run

A body with Content-Encoding is decoded after the signature, which covers it as sent: inflating is
work that nobody gets unasked. Where the service does it is not known for a request that also has
a wrong target or signature.

Source of the order: dynalite `index.js` (recorded on the real service). `respond` holds the only
`except Reject` and the only `except Exception` of a request. It is one coroutine and needs no
socket, so tests call it directly.
"""

import logging
from collections.abc import Mapping
from typing import Final

from jedlik.apis.api import Operation
from jedlik.core.errors import Reject, ServiceError
from jedlik.engine.context import Context, Node
from jedlik.pipeline.authenticate import Authenticate, Caller
from jedlik.pipeline.pages import NOT_FOUND, Pages, page
from jedlik.storage.interface import FailureKind, StorageUnavailableError
from jedlik.wire.http.content_encoding import decoded_body
from jedlik.wire.http.message import HttpRequest, HttpResponse
from jedlik.wire.json_1_0 import (
    CONTENT_TYPE_LINES,
    UNKNOWN_OPERATION,
    answer_media_type,
    decode,
    encode,
    error_body,
)

_LOG: Final = logging.getLogger("jedlik")
_SERVICE_NAME: Final = "dynamodb"
_CONTEXTS_MAX: Final = 1024
_NO_BODY: Final = ServiceError("SerializationException", None)
_INTERNAL: Final = ServiceError(
    "InternalServerError",
    "The request processing has failed because of an unknown error, exception or failure.",
)
# An outage of the storage: every SDK tries again. Source: Common Errors of the API Reference.
_UNAVAILABLE: Final = ServiceError(
    "ServiceUnavailable", "The request has failed due to a temporary failure of the server."
)


class Pipeline:
    """Answers requests on one node."""

    def __init__(
        self,
        node: Node,
        operations: Mapping[str, Operation],
        authenticate: Authenticate,
        *,
        single_region: str | None,
        pages: Pages,
    ) -> None:
        """single_region: the Region that stands for all, or None to keep them apart.
        pages: what GET answers, by path.
        """
        self._node = node
        self._operations = {
            f"{operation.api.value}.{name}".encode(): operation
            for name, operation in operations.items()
        }
        self._authenticate = authenticate
        self._single_region = single_region
        self._pages = pages
        self._contexts: dict[tuple[str, str], Context] = {}

    async def respond(self, request: HttpRequest) -> HttpResponse:
        """The answer to a request; never raises."""
        if request.method != b"POST":
            return page(request, self._pages)
        headers = request.headers
        media_type = answer_media_type(headers.get(b"content-type"), has_body=bool(request.body))
        if media_type is None:
            return NOT_FOUND
        lines = CONTENT_TYPE_LINES[media_type]
        name = access_key_id = ""
        try:
            encoded = b"content-encoding" in headers
            members = None if encoded or not request.body else decode(request.body)
            operation = self._operation(headers.get(b"x-amz-target"))
            name = operation.name
            caller = self._authenticate(request, _SERVICE_NAME)
            access_key_id = caller.access_key_id
            if encoded:
                members = decode(decoded_body(headers, request.body))
            elif members is None:
                raise Reject(_NO_BODY)
            operation.shape.check(members)
            checked = operation.check(members)
            answer = await operation.run(checked, self._context(caller))
            body = b"" if answer is None else encode(answer)
            return HttpResponse(200, lines, body, name, "", access_key_id)
        except Reject as reject:
            error = reject.error
        except StorageUnavailableError as failure:  # the storage has logged it
            error = _INTERNAL if failure.kind is FailureKind.DAMAGED else _UNAVAILABLE
        except Exception:  # noqa: BLE001  (the boundary: a defect must not take the server down)
            _LOG.exception("request failed: operation=%s", name)
            error = _INTERNAL
        status, body = error.row.http_status, error_body(error)
        return HttpResponse(status, lines, body, name, error.code, access_key_id)

    def _operation(self, target: bytes | None) -> Operation:
        operation = self._operations.get(target or b"")
        if operation is None and target is not None:
            operation = self._operations.get(target.strip())
        if operation is None:
            raise Reject(UNKNOWN_OPERATION)
        return operation

    def _context(self, caller: Caller) -> Context:
        key = (caller.region, caller.account_id)
        context = self._contexts.get(key)
        if context is None:
            if len(self._contexts) >= _CONTEXTS_MAX:
                self._contexts.clear()
            context = Context(self._node, self._single_region or caller.region, caller.account_id)
            self._contexts[key] = context
        return context
