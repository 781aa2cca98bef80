"""Encrypt, Decrypt, ReEncrypt, GenerateDataKey and GenerateDataKeyWithoutPlaintext.

Sources: recorded answers in LocalStack, tests/aws/services/kms (2023); API Reference of KMS.
"""

from base64 import b64decode

import pytest

from tests.engine.in_memory import VE, Caller
from tests.features.encryption_keys.kms import (
    NO_KEY,
    arn,
    blob,
    create_key,
    decrypted,
    encrypted,
    key_id,
)

CONTEXT = {"table": "music", "row": "1"}
INVALID = "InvalidCiphertextException: None"


def test_what_was_encrypted_can_be_decrypted() -> None:
    caller = Caller()
    created = create_key(caller)
    key = created["KeyId"]
    answer = caller.call("Encrypt", KeyId=key, Plaintext=blob(b"secret"))
    ciphertext = answer.pop("CiphertextBlob")
    assert answer == {"KeyId": arn(key), "EncryptionAlgorithm": "SYMMETRIC_DEFAULT"}
    assert b"secret" not in b64decode(ciphertext)
    assert caller.call("Decrypt", CiphertextBlob=ciphertext) == {
        "KeyId": arn(key),
        "Plaintext": blob(b"secret"),
        "EncryptionAlgorithm": "SYMMETRIC_DEFAULT",
        "KeyMaterialId": created["CurrentKeyMaterialId"],
    }
    assert encrypted(caller, key, b"secret") != ciphertext


def test_the_encryption_context_must_be_the_same() -> None:
    caller = Caller()
    ciphertext = encrypted(caller, key_id(caller), b"x", EncryptionContext=CONTEXT)
    swapped = dict(reversed(CONTEXT.items()))
    assert decrypted(caller, ciphertext, EncryptionContext=swapped) == b"x"
    for other in ({}, {"table": "music"}, {**CONTEXT, "row": "2"}, {**CONTEXT, "more": ""}):
        refusal = caller.refusal("Decrypt", CiphertextBlob=ciphertext, EncryptionContext=other)
        assert refusal == INVALID, other


def test_a_ciphertext_that_was_changed_is_refused() -> None:
    caller = Caller()
    key_id(caller)
    ciphertext = b64decode(encrypted(caller, key_id(caller), b"secret"))
    for at in range(len(ciphertext)):
        changed = bytearray(ciphertext)
        changed[at] ^= 1
        assert caller.refusal("Decrypt", CiphertextBlob=blob(bytes(changed))) == INVALID, at
        cut = ciphertext[:at]
        assert not cut or caller.refusal("Decrypt", CiphertextBlob=blob(cut)) == INVALID, at
    assert caller.refusal("Decrypt") == INVALID


def test_another_key_is_incorrect() -> None:
    caller = Caller()
    key, other = key_id(caller), key_id(caller)
    ciphertext = encrypted(caller, key, b"x")
    assert decrypted(caller, ciphertext, KeyId=arn(key)) == b"x"
    assert caller.refusal("Decrypt", CiphertextBlob=ciphertext, KeyId=other) == (
        "IncorrectKeyException: The key ID in the request does not identify a CMK that can perform "
        "this operation."
    )
    refusal = caller.refusal("Decrypt", CiphertextBlob=ciphertext, KeyId=NO_KEY)
    assert refusal == f"NotFoundException: Key '{arn(NO_KEY)}' does not exist"


def test_a_ciphertext_of_another_region_is_invalid() -> None:
    caller = Caller()
    ciphertext = encrypted(caller, key_id(caller), b"x")
    other = Caller(storage=caller.storage, region="eu-west-1")
    assert other.refusal("Decrypt", CiphertextBlob=ciphertext) == INVALID


def test_a_ciphertext_is_encrypted_again_under_another_key() -> None:
    caller = Caller()
    source, target = create_key(caller), create_key(caller)
    ciphertext = encrypted(caller, source["KeyId"], b"x", EncryptionContext=CONTEXT)
    answer = caller.call(
        "ReEncrypt",
        CiphertextBlob=ciphertext,
        SourceEncryptionContext=CONTEXT,
        DestinationKeyId=target["KeyId"],
        DestinationEncryptionContext={"a": "b"},
    )
    again = answer.pop("CiphertextBlob")
    assert answer == {
        "SourceKeyId": source["Arn"],
        "KeyId": target["Arn"],
        "SourceEncryptionAlgorithm": "SYMMETRIC_DEFAULT",
        "DestinationEncryptionAlgorithm": "SYMMETRIC_DEFAULT",
        "SourceKeyMaterialId": source["CurrentKeyMaterialId"],
        "DestinationKeyMaterialId": target["CurrentKeyMaterialId"],
    }
    caller.call("ScheduleKeyDeletion", KeyId=source["KeyId"])
    assert decrypted(caller, again, EncryptionContext={"a": "b"}) == b"x"
    refusal = caller.refusal("ReEncrypt", CiphertextBlob=again, DestinationKeyId=target["KeyId"])
    assert refusal == INVALID


@pytest.mark.parametrize(
    ("size", "length"),
    [({"KeySpec": "AES_256"}, 32), ({"KeySpec": "AES_128"}, 16), ({"NumberOfBytes": 1024}, 1024)],
)
def test_a_data_key_is_random_and_can_be_decrypted(size: dict[str, object], length: int) -> None:
    caller = Caller()
    key = key_id(caller)
    answer = caller.call("GenerateDataKey", KeyId=key, EncryptionContext=CONTEXT, **size)
    assert answer["KeyId"] == arn(key)
    plain = b64decode(answer["Plaintext"])
    assert len(plain) == length
    assert decrypted(caller, answer["CiphertextBlob"], EncryptionContext=CONTEXT) == plain
    other = caller.call("GenerateDataKeyWithoutPlaintext", KeyId=key, **size)
    assert other.keys() == {"CiphertextBlob", "KeyId", "KeyMaterialId"}
    assert len(decrypted(caller, other["CiphertextBlob"])) == length
    assert decrypted(caller, other["CiphertextBlob"]) != plain


@pytest.mark.parametrize("name", ["GenerateDataKey", "GenerateDataKeyWithoutPlaintext"])
@pytest.mark.parametrize("size", [{}, {"KeySpec": "AES_256", "NumberOfBytes": 32}])
def test_a_data_key_has_one_size(name: str, size: dict[str, object]) -> None:
    refusal = Caller().refusal(name, KeyId=NO_KEY, **size)
    assert refusal == VE + "Please specify either number of bytes or key spec."


@pytest.mark.parametrize(
    ("name", "members", "message"),
    [
        (
            "Encrypt",
            {"KeyId": NO_KEY, "Plaintext": blob(b"x" * 4097)},
            "1 validation error detected: Value at 'plaintext' failed to satisfy constraint: "
            "Member must have length less than or equal to 4096",
        ),
        (
            "GenerateDataKey",
            {"KeyId": NO_KEY, "NumberOfBytes": 1025},
            "1 validation error detected: Value '1025' at 'numberOfBytes' failed to satisfy "
            "constraint: Member must have value less than or equal to 1024",
        ),
        (
            "Encrypt",
            {"KeyId": NO_KEY},
            "1 validation error detected: Value at 'plaintext' failed to satisfy constraint: "
            "Member must not be null",
        ),
    ],
)
def test_members_have_bounds(name: str, members: dict[str, object], message: str) -> None:
    assert Caller().refusal(name, **members) == VE + message


def test_a_dry_run_shows_nothing() -> None:
    caller = Caller()
    key = key_id(caller)
    would = (
        "DryRunOperationException: The request would have succeeded, but the DryRun option is set."
    )
    assert caller.refusal("Encrypt", KeyId=key, Plaintext="eA==", DryRun=True) == would
    assert caller.refusal("GenerateDataKey", KeyId=key, KeySpec="AES_256", DryRun=True) == would
    refusal = caller.refusal("Decrypt", CiphertextBlob="eA==", DryRun=True)
    assert refusal == INVALID


def test_what_is_refused() -> None:
    caller = Caller()
    key = key_id(caller)
    assert caller.refusal(
        "Encrypt", KeyId=key, Plaintext="eA==", EncryptionAlgorithm="RSAES_OAEP_SHA_256"
    ) == (
        "InvalidKeyUsageException: Algorithm RSAES_OAEP_SHA_256 is incompatible with key spec "
        "SYMMETRIC_DEFAULT."
    )
    assert caller.refusal("Encrypt", KeyId=key, Plaintext="eA==", GrantTokens=["t"]).startswith(
        "InvalidGrantTokenException: "
    )
    refusal = caller.refusal("GenerateDataKey", KeyId=key, KeySpec="AES_256", Recipient={})
    assert refusal.startswith("UnsupportedOperationException: ")
