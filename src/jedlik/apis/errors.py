"""The errors of an API as rows of a table, and the rows that all APIs share."""

from collections.abc import Mapping
from typing import Final, NamedTuple

_CORAL_VALIDATE: Final = "com.amazon.coral.validate"
_CORAL_SERVICE: Final = "com.amazon.coral.service"
_CORAL_AVAILABILITY: Final = "com.amazon.coral.availability"


class Row(NamedTuple):
    """One kind of error.

    code: the code that clients read. It may differ from the code of the `ServiceError`, which is
    the key of the row.
    namespace: the part of `__type` before the code.
    retry: whether SDKs send the request again.
    message_member: the member of the body that holds the message.
    message: the message of every error of this kind. None if each error has its own.
    """

    code: str
    http_status: int
    namespace: str
    retry: bool
    message_member: str = "message"
    message: str | None = None


# Source: API Reference of DynamoDB, "Common Errors". Namespaces: dynalite and Alternator,
# test_manual_requests.py. Bodies with `Message`: dynalite `validations/index.js` (Serialization),
# dynamic-dynamodb #321 (AccessDenied).
COMMON: Final = (
    Row("AccessDeniedException", 400, _CORAL_SERVICE, False, "Message"),
    Row("ExpiredTokenException", 400, _CORAL_SERVICE, False),
    Row("IncompleteSignatureException", 400, _CORAL_SERVICE, False),
    Row("InternalServerError", 500, _CORAL_SERVICE, True),
    Row("InvalidSignatureException", 400, _CORAL_SERVICE, False),
    Row("MissingAuthenticationTokenException", 400, _CORAL_SERVICE, False),
    Row("SerializationException", 400, _CORAL_SERVICE, False, "Message"),
    Row("ServiceUnavailable", 503, _CORAL_AVAILABILITY, True),
    Row("ThrottlingException", 400, _CORAL_AVAILABILITY, True),
    Row("UnknownOperationException", 400, _CORAL_SERVICE, False),
    Row("UnrecognizedClientException", 400, _CORAL_SERVICE, False),
    Row("ValidationException", 400, _CORAL_VALIDATE, False),
)


def errors_with(*rows: Row) -> Mapping[str, Row]:
    """Returns the rows of an API by code: the common rows and `rows`. A row of `rows` replaces the
    common row with the same code.
    """
    return {row.code: row for row in (*COMMON, *rows)}


# The errors that all Query APIs share, by the code of the `ServiceError`. Source: IAM and STS API
# References, "Common Errors"; the code and status of AccessDenied are recorded (LocalStack, IAM).
QUERY_COMMON: Final[Mapping[str, Row]] = {
    "AccessDeniedException": Row("AccessDenied", 403, "", False),
    "ExpiredTokenException": Row("ExpiredToken", 403, "", False),
    "IncompleteSignatureException": Row("IncompleteSignature", 403, "", False),
    "InternalServerError": Row("InternalFailure", 500, "", True),
    "InvalidSignatureException": Row("SignatureDoesNotMatch", 403, "", False),
    "MissingAuthenticationTokenException": Row("MissingAuthenticationToken", 403, "", False),
    "SerializationException": Row("MalformedInput", 400, "", False),
    "ServiceUnavailable": Row("ServiceUnavailable", 503, "", True),
    "ThrottlingException": Row("Throttling", 400, "", True),
    "UnknownOperationException": Row("InvalidAction", 400, "", False),
    "UnrecognizedClientException": Row("InvalidClientTokenId", 403, "", False),
    "ValidationException": Row("ValidationError", 400, "", False),
}

# The errors of all operations of EC2, by the code of the `ServiceError`. Source: EC2 API Reference,
# "Error codes for the Amazon EC2 API". It answers every wrong key and signature with one text.
_NOT_VALIDATED: Final = Row(
    "AuthFailure",
    401,
    "",
    False,
    message="AWS was not able to validate the provided access credentials",
)
EC2_COMMON: Final[Mapping[str, Row]] = {
    **QUERY_COMMON,
    "AccessDeniedException": Row("UnauthorizedOperation", 403, "", False),
    "ExpiredTokenException": Row("RequestExpired", 400, "", False),
    "IncompleteSignatureException": _NOT_VALIDATED,
    "InternalServerError": Row("InternalError", 500, "", True),
    "InvalidSignatureException": _NOT_VALIDATED,
    "MissingAuthenticationTokenException": _NOT_VALIDATED,
    "SerializationException": Row("InvalidParameterValue", 400, "", False),
    "ServiceUnavailable": Row("Unavailable", 503, "", True),
    "ThrottlingException": Row("RequestLimitExceeded", 503, "", True),
    "UnrecognizedClientException": _NOT_VALIDATED,
    "ValidationException": Row("InvalidParameterValue", 400, "", False),
}


def query_errors(rows: Mapping[str, Row]) -> Mapping[str, Row]:
    """Returns the rows of a Query API, common ones and `rows`, by the code of a `ServiceError`."""
    assert not rows.keys() & QUERY_COMMON.keys(), "an error of the API hides a common one"
    return {**QUERY_COMMON, **rows}


def json_errors(rows: Mapping[str, Row]) -> Mapping[str, Row]:
    """Returns the rows of a companion API in JSON, by the code of a `ServiceError`.

    Its answers have codes without a namespace. A row of `rows` replaces the common one with its
    key.
    """
    return {**{row.code: row._replace(namespace="") for row in COMMON}, **rows}


def ec2_errors(rows: Mapping[str, Row]) -> Mapping[str, Row]:
    """Returns the rows of EC2, common ones and `rows`, by the code of a `ServiceError`."""
    assert not rows.keys() & EC2_COMMON.keys(), "an error of the API hides a common one"
    return {**EC2_COMMON, **rows}


# The statuses of common errors of REST APIs, where they differ from those of other JSON APIs.
# Source: AWS Backup API Reference, "Common Errors"; 403 for AccessDeniedException is recorded
# (steampipe-plugin-aws #1156).
_REST_STATUSES: Final[Mapping[str, int]] = {
    "AccessDeniedException": 403,
    "ExpiredTokenException": 403,
    "IncompleteSignatureException": 403,
    "InvalidSignatureException": 403,
    "MissingAuthenticationTokenException": 403,
    "UnknownOperationException": 404,
    "UnrecognizedClientException": 403,
}


def rest_errors(rows: Mapping[str, Row]) -> Mapping[str, Row]:
    """Returns the rows of a REST API in JSON, common ones and `rows`, by the code of a
    `ServiceError`. Errors of the API itself have their message in `Message`.
    """
    common = {
        code: row._replace(http_status=_REST_STATUSES.get(code, row.http_status))
        for code, row in json_errors({}).items()
    }
    own = {code: row._replace(message_member="Message") for code, row in rows.items()}
    assert not own.keys() & common.keys(), "an error of the API hides a common one"
    return {**common, **own}
