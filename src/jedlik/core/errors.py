"""The errors of the services as values, and the one exception that carries them.

A `ServiceError` is a value: code that expects failure, such as a condition that does not hold,
returns it. `Reject` carries such a value out of deep parsing to the caller of the operation. Status
and form of a code belong to each API (`apis.errors`).
"""

from collections.abc import Mapping
from enum import Enum
from typing import Final, NamedTuple

REQUEST_INVALID: Final = "One or more parameter values were invalid: "
# Begins the errors about empty key values.
VALUES_NOT_VALID: Final = "One or more parameter values are not valid. "


# The names of errors inside an answer. Source: recorded answers, October 2026.
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
    def as_reason(self) -> dict[str, object]:
        """Returns this error as part of an answer: the reason of a cancellation, or the error of a
        statement.
        """
        return {"Code": _REASON_BY_CODE[self.code], "Message": self.message, **self.fields}


class Reject(Exception):  # noqa: N818  (it rejects a request; the error is the value it carries)
    """Carries a `ServiceError` to the caller of an operation. It is the core's only exception."""

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
