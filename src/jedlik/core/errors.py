"""The errors of the service: one table of rows, one value, one exception.

A `ServiceError` is a value: algorithms that expect failure (a condition that does not hold) return
it. `Reject` carries such a value out of deep parsing to the operation boundary, nowhere else.
"""

from collections.abc import Mapping
from enum import Enum
from typing import Final, NamedTuple

_CORAL_VALIDATE: Final = "com.amazon.coral.validate"
_CORAL_SERVICE: Final = "com.amazon.coral.service"
_CORAL_AVAILABILITY: Final = "com.amazon.coral.availability"
_DYNAMODB: Final = "com.amazonaws.dynamodb.v20120810"


class Row(NamedTuple):
    """One kind of error: code, HTTP status, namespace in `__type`, and whether SDKs retry."""

    code: str
    http_status: int
    namespace: str
    retry: bool


# Source: API Reference, "Common Errors" and the Errors section of each operation; namespaces as
# seen on the wire by public test suites (Alternator test_manual_requests.py, dynalite).
ERRORS: Final = (
    Row("AccessDeniedException", 400, _CORAL_SERVICE, False),
    Row("ConditionalCheckFailedException", 400, _DYNAMODB, False),
    Row("DuplicateItemException", 400, _DYNAMODB, False),
    Row("ExpiredIteratorException", 400, _DYNAMODB, False),
    Row("ExpiredTokenException", 400, _CORAL_SERVICE, False),
    Row("IdempotentParameterMismatchException", 400, _DYNAMODB, False),
    Row("IncompleteSignatureException", 400, _CORAL_SERVICE, False),
    Row("InternalServerError", 500, _DYNAMODB, True),
    Row("InvalidSignatureException", 400, _CORAL_SERVICE, False),
    Row("ItemCollectionSizeLimitExceededException", 400, _DYNAMODB, False),
    Row("LimitExceededException", 400, _DYNAMODB, False),
    Row("MissingAuthenticationTokenException", 400, _CORAL_SERVICE, False),
    Row("ProvisionedThroughputExceededException", 400, _DYNAMODB, True),
    Row("RequestLimitExceeded", 400, _DYNAMODB, True),
    Row("ResourceInUseException", 400, _DYNAMODB, False),
    Row("ResourceNotFoundException", 400, _DYNAMODB, False),
    Row("SerializationException", 400, _CORAL_SERVICE, False),
    Row("ServiceUnavailable", 503, _CORAL_AVAILABILITY, True),
    Row("TableInUseException", 400, _DYNAMODB, False),
    Row("TableNotFoundException", 400, _DYNAMODB, False),
    Row("ThrottlingException", 400, _CORAL_AVAILABILITY, True),
    Row("TransactionCanceledException", 400, _DYNAMODB, False),
    Row("TrimmedDataAccessException", 400, _DYNAMODB, False),
    Row("UnknownOperationException", 400, _CORAL_SERVICE, False),
    Row("UnrecognizedClientException", 400, _CORAL_SERVICE, False),
    Row("ValidationException", 400, _CORAL_VALIDATE, False),
)

ROW_BY_CODE: Final[Mapping[str, Row]] = {row.code: row for row in ERRORS}

REQUEST_INVALID: Final = "One or more parameter values were invalid: "
# Of empty key values. Unlike the other, it refuses a transaction before it runs (recorded answers).
VALUES_NOT_VALID: Final = "One or more parameter values are not valid. "


# What errors are called inside an answer. Source: recorded answers, October 2026.
_REASON_BY_CODE: Final[Mapping[str, str]] = {
    "AccessDeniedException": "AccessDenied",
    "ConditionalCheckFailedException": "ConditionalCheckFailed",
    "DuplicateItemException": "DuplicateItem",
    "ItemCollectionSizeLimitExceededException": "ItemCollectionSizeLimitExceeded",
    "ResourceNotFoundException": "ResourceNotFound",
    "ValidationException": "ValidationError",
}


class Scope(Enum):
    """What an error refuses if the request has several actions (a transaction) or statements.

    ACTION: that action or statement alone. In a transaction the error is a reason of the
    cancellation, in a batch it is the answer of the statement.
    STATEMENT: the request. The message says which statement is wrong.
    REQUEST: the request. The message is the same as without other actions or statements.
    """

    ACTION = "action"
    STATEMENT = "statement"
    REQUEST = "request"


class ServiceError(NamedTuple):
    """A refusal of the service.

    code: the key of a row of the API's table of errors.
    message: None leaves the member out of the body, as UnknownOperationException does.
    fields: further members of the body, for example `Item` of a failed condition.
    scope: what the error refuses.
    """

    code: str
    message: str | None
    fields: Mapping[str, object] = {}
    scope: Scope = Scope.ACTION

    @property
    def row(self) -> Row:
        """The row of this error's code."""
        return ROW_BY_CODE[self.code]

    @property
    def as_reason(self) -> dict[str, object]:
        """This error as part of an answer: why a transaction was cancelled, or a statement failed
        alone.
        """
        return {"Code": _REASON_BY_CODE[self.code], "Message": self.message, **self.fields}


class Reject(Exception):  # noqa: N818  (it rejects a request; the error is the value it carries)
    """The one exception of the core: carries a `ServiceError` to the operation boundary."""

    def __init__(self, error: ServiceError) -> None:
        super().__init__(error)
        self.error = error


def invalid(message: str, scope: Scope = Scope.ACTION) -> Reject:
    """Returns a ValidationException. The caller raises it."""
    return Reject(ServiceError("ValidationException", message, scope=scope))


def enveloped(message: str, scope: Scope = Scope.ACTION) -> Reject:
    """Returns a ValidationException with the prefix of member constraints. The caller raises it.

    Source: recorded answers, October 2026: single-item writes put every error that the request
    alone decides after `1 validation error detected: `.
    """
    return invalid("1 validation error detected: " + message, scope)
