"""The errors of KMS.

Sources: recorded answers in LocalStack, tests/aws/services/kms (2023 and 2024); texts of KMS that
DynamoDB quotes (ack-api-quirks, October 2026). Others have the description of the API Reference.
"""

from typing import Final

from jedlik.core.errors import Reject, ServiceError

# Has no message (recorded).
INVALID_CIPHERTEXT: Final = ServiceError("InvalidCiphertextException", None)
INCORRECT_KEY: Final = ServiceError(
    "IncorrectKeyException",
    "The key ID in the request does not identify a CMK that can perform this operation.",
)
DRY_RUN: Final = ServiceError(
    "DryRunOperationException",
    "The request would have succeeded, but the DryRun option is set.",
)
# Not recorded: the description of the API Reference.
INVALID_MARKER: Final = ServiceError(
    "InvalidMarkerException",
    "The request was rejected because the marker that specifies where pagination should next begin"
    " is not valid.",
)


def key_not_found(arn: str) -> ServiceError:
    """Returns the error for a key that does not exist."""
    return ServiceError("NotFoundException", f"Key '{arn}' does not exist")


def alias_not_found(arn: str) -> ServiceError:
    """Returns the error for an alias that does not exist."""
    return ServiceError("NotFoundException", f"Alias {arn} is not found.")


def invalid_key_id(text: str) -> Reject:
    """Returns the error for a text that can be no id of a key."""
    return Reject(ServiceError("NotFoundException", f"Invalid keyId '{text}'"))


def other_region(region: str) -> Reject:
    """Returns the error for an ARN of another Region."""
    return Reject(ServiceError("NotFoundException", f"Invalid arn {region}"))


def invalid_arn(text: str) -> Reject:
    """Returns the error for a text that begins as an ARN and is none of a key."""
    return Reject(ServiceError("InvalidArnException", f"Invalid arn {text}"))


def disabled(arn: str) -> ServiceError:
    """Returns the error for a key that is disabled."""
    return ServiceError("DisabledException", f"{arn} is disabled.")


def pending_deletion(arn: str) -> ServiceError:
    """Returns the error for a key that will be deleted."""
    return invalid_state(f"{arn} is pending deletion.")


def invalid_state(message: str) -> ServiceError:
    """Returns the error for a state in which the operation is not possible."""
    return ServiceError("KMSInvalidStateException", message)


def limit_exceeded(message: str) -> Reject:
    """Returns a LimitExceededException with `message`."""
    return Reject(ServiceError("LimitExceededException", message))


def unsupported(what: str) -> Reject:
    """Returns the error for what Jedlik does not have. what: in the plural."""
    return Reject(
        ServiceError("UnsupportedOperationException", f"Jedlik does not have {what} yet.")
    )


def tag_fault(message: str) -> Reject:
    """Returns a TagException with `message`."""
    return Reject(ServiceError("TagException", message))
