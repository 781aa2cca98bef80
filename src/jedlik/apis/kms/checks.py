"""Checks of requests that several operations share."""

from collections.abc import Mapping
from typing import Final, TypeVar

from jedlik.core.errors import Reject, ServiceError
from jedlik.features.encryption_keys.errors import unsupported

R = TypeVar("R", bound=Mapping[str, object])

_SYMMETRIC: Final = "SYMMETRIC_DEFAULT"


def as_sent(request: R) -> R:
    """Returns a request that needs no more checks."""
    return request


def cryptographic(request: R) -> R:
    """Refuses what Jedlik does not have in operations that encrypt or decrypt."""
    if request.get("GrantTokens"):
        message = "The request was rejected because the specified grant token is not valid."
        raise Reject(ServiceError("InvalidGrantTokenException", message))
    if "Recipient" in request:
        raise unsupported("answers for Nitro enclaves")
    if "DryRunModifiers" in request:
        raise unsupported("DryRunModifiers")
    for member in (
        *("EncryptionAlgorithm", "SourceEncryptionAlgorithm"),
        "DestinationEncryptionAlgorithm",
    ):
        algorithm = request.get(member, _SYMMETRIC)
        if algorithm != _SYMMETRIC:
            # The sentence is recorded for keys that sign (LocalStack, April 2023).
            message = f"Algorithm {algorithm} is incompatible with key spec {_SYMMETRIC}."
            raise Reject(ServiceError("InvalidKeyUsageException", message))
    return request
