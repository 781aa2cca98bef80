"""The errors of the service: one table of rows, one value, one exception.

A `ServiceError` is a value: algorithms that expect failure (a condition that does not hold) return
it. `Reject` carries such a value out of deep parsing to the operation boundary, nowhere else.
"""

from collections.abc import Mapping
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


class ServiceError(NamedTuple):
    """An answer that says no: the code of a row, the sentence, and members beside the sentence.

    `fields` holds further members of the error body, such as `Item` of a failed condition.
    A `message` of None leaves the member out, as UnknownOperationException does.
    """

    code: str
    message: str | None
    fields: Mapping[str, object] = {}

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


def invalid(message: str) -> Reject:
    """A ValidationException with `message`, ready to raise."""
    return Reject(ServiceError("ValidationException", message))


def enveloped(message: str) -> Reject:
    """A ValidationException in the envelope of member constraints.

    Source: recorded answers, October 2026: single-item writes put every error that the request
    alone decides inside `1 validation error detected: `.
    """
    return invalid("1 validation error detected: " + message)
