"""A `ServiceError` as the body of a response."""

from typing import Final

import orjson

from jedlik.core.errors import ROW_BY_CODE, ServiceError

# Most errors say `message`, these `Message`: dynalite `validations/index.js` (Serialization),
# bodies quoted in aws-sdk-net #1292 (transactions) and dynamic-dynamodb #321 (access).
_CAPITAL_MESSAGE: Final = frozenset(
    {
        "AccessDeniedException",
        "IdempotentParameterMismatchException",
        "SerializationException",
        "TransactionCanceledException",
        "TransactionInProgressException",
    }
)
_TYPE: Final = {code: f"{row.namespace}#{code}" for code, row in ROW_BY_CODE.items()}


def error_body(error: ServiceError) -> bytes:
    """The JSON body of `error`: `__type`, further members, then the sentence if there is one."""
    body: dict[str, object] = {"__type": _TYPE[error.code], **error.fields}
    if error.message is not None:
        body["Message" if error.code in _CAPITAL_MESSAGE else "message"] = error.message
    return orjson.dumps(body)
