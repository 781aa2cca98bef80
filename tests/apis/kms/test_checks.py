"""Checks that several operations of KMS share."""

import pytest

from jedlik.apis.kms.checks import as_sent, cryptographic
from jedlik.core.errors import Reject

ALLOWED: dict[str, object] = {"KeyId": "k", "GrantTokens": [], "DryRun": True}


def test_a_request_is_returned_unchanged() -> None:
    assert as_sent(ALLOWED) is ALLOWED
    symmetric = {**ALLOWED, "EncryptionAlgorithm": "SYMMETRIC_DEFAULT"}
    assert cryptographic(symmetric) is symmetric


@pytest.mark.parametrize(
    ("member", "value", "code"),
    [
        ("GrantTokens", ["t"], "InvalidGrantTokenException"),
        ("Recipient", {}, "UnsupportedOperationException"),
        ("DryRunModifiers", [], "UnsupportedOperationException"),
        ("EncryptionAlgorithm", "SM2PKE", "InvalidKeyUsageException"),
        ("SourceEncryptionAlgorithm", "SM2PKE", "InvalidKeyUsageException"),
        ("DestinationEncryptionAlgorithm", "SM2PKE", "InvalidKeyUsageException"),
    ],
)
def test_what_is_refused(member: str, value: object, code: str) -> None:
    with pytest.raises(Reject) as refused:
        cryptographic({**ALLOWED, member: value})
    assert refused.value.error.code == code
