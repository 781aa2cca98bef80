"""Encrypt, Decrypt, ReEncrypt, GenerateDataKey and GenerateDataKeyWithoutPlaintext.

Sources: API Reference of KMS; recorded answers in LocalStack, tests/aws/services/kms (2023). No log
has what is encrypted, or a data key.
"""

import secrets
from collections.abc import Mapping
from typing import Final, NamedTuple

from jedlik.apis.api import Access, Answer, Operation, Plane
from jedlik.apis.kms.authorizations import decrypts, on_key, re_encrypts
from jedlik.apis.kms.checks import cryptographic
from jedlik.apis.kms.model.cryptography import (
    DECRYPT,
    ENCRYPT,
    GENERATE_DATA_KEY,
    GENERATE_DATA_KEY_WITHOUT_PLAINTEXT,
    RE_ENCRYPT,
    DecryptRequest,
    EncryptRequest,
    GenerateDataKeyRequest,
    GenerateDataKeyWithoutPlaintextRequest,
    ReEncryptRequest,
)
from jedlik.core.errors import Reject, invalid
from jedlik.engine.context import Context
from jedlik.features.encryption_keys.ciphertext import ciphertext_in
from jedlik.features.encryption_keys.errors import DRY_RUN, INCORRECT_KEY, INVALID_CIPHERTEXT
from jedlik.features.encryption_keys.material import decrypt, encrypt
from jedlik.features.encryption_keys.records import KeyRecord, Place, key_entry
from jedlik.features.encryption_keys.resolve import check_use, named_key, usable_key
from jedlik.features.encryption_keys.rules import arn_of
from jedlik.features.identity.transaction import Transaction, transact

_ALGORITHM: Final = "SYMMETRIC_DEFAULT"
_SPEC_BYTES: Final[Mapping[str, int]] = {"AES_256": 32, "AES_128": 16}


class Opened(NamedTuple):
    """A plaintext, and the key that it was encrypted under. material_id: of its material."""

    record: KeyRecord
    plaintext: bytes
    material_id: str


async def run_encrypt(request: EncryptRequest, context: Context) -> Answer:
    """Encrypts up to 4,096 bytes."""
    record = await _usable(context, request["KeyId"], "Encrypt")
    _end_dry_run(request)
    return {
        "CiphertextBlob": _encrypted(
            context, record, request["Plaintext"], request.get("EncryptionContext", {})
        ),
        "KeyId": arn_of(record),
        "EncryptionAlgorithm": _ALGORITHM,
    }


def check_decrypt(request: DecryptRequest) -> DecryptRequest:
    """Refuses a request without a ciphertext."""
    if "CiphertextBlob" not in request:
        raise Reject(INVALID_CIPHERTEXT)
    return cryptographic(request)


async def run_decrypt(request: DecryptRequest, context: Context) -> Answer:
    """Decrypts what Encrypt or GenerateDataKey made with the same encryption context."""
    opened = await _opened(
        context,
        "Decrypt",
        request["CiphertextBlob"],
        request.get("EncryptionContext", {}),
        request.get("KeyId"),
    )
    _end_dry_run(request)
    return {
        "KeyId": arn_of(opened.record),
        "Plaintext": opened.plaintext,
        "EncryptionAlgorithm": _ALGORITHM,
        "KeyMaterialId": opened.material_id,
    }


def check_re_encrypt(request: ReEncryptRequest) -> ReEncryptRequest:
    """Refuses a request without a ciphertext."""
    if "CiphertextBlob" not in request:
        raise Reject(INVALID_CIPHERTEXT)
    return cryptographic(request)


async def run_re_encrypt(request: ReEncryptRequest, context: Context) -> Answer:
    """Encrypts under another key, or with another encryption context, without showing the text."""
    opened = await _opened(
        context,
        "ReEncryptFrom",
        request["CiphertextBlob"],
        request.get("SourceEncryptionContext", {}),
        request.get("SourceKeyId"),
    )
    record = await _usable(context, request["DestinationKeyId"], "ReEncryptTo")
    _end_dry_run(request)
    return {
        "CiphertextBlob": _encrypted(
            context, record, opened.plaintext, request.get("DestinationEncryptionContext", {})
        ),
        "SourceKeyId": arn_of(opened.record),
        "KeyId": arn_of(record),
        "SourceEncryptionAlgorithm": _ALGORITHM,
        "DestinationEncryptionAlgorithm": _ALGORITHM,
        "SourceKeyMaterialId": opened.material_id,
        "DestinationKeyMaterialId": record["Materials"][-1]["Id"],
    }


def check_generate(request: GenerateDataKeyRequest) -> GenerateDataKeyRequest:
    """Refuses a request that gives no size, or two (API Reference; the text is not recorded)."""
    _check_size(request)
    return cryptographic(request)


async def generate(request: GenerateDataKeyRequest, context: Context) -> Answer:
    """Returns a new data key, in the clear and encrypted."""
    record = await _usable(context, request["KeyId"], "GenerateDataKey")
    _end_dry_run(request)
    data_key, blob = _data_key(context, record, request)
    return {
        "CiphertextBlob": blob,
        "Plaintext": data_key,
        "KeyId": arn_of(record),
        "KeyMaterialId": record["Materials"][-1]["Id"],
    }


def check_generate_without(
    request: GenerateDataKeyWithoutPlaintextRequest,
) -> GenerateDataKeyWithoutPlaintextRequest:
    """Refuses a request that gives no size, or two."""
    _check_size(request)
    return cryptographic(request)


async def generate_without(
    request: GenerateDataKeyWithoutPlaintextRequest, context: Context
) -> Answer:
    """Returns a new data key, encrypted only."""
    record = await _usable(context, request["KeyId"], "GenerateDataKeyWithoutPlaintext")
    _end_dry_run(request)
    _, blob = _data_key(context, record, request)
    return {
        "CiphertextBlob": blob,
        "KeyId": arn_of(record),
        "KeyMaterialId": record["Materials"][-1]["Id"],
    }


async def _usable(context: Context, key_id: str, action: str) -> KeyRecord:
    async def operation(transaction: Transaction) -> KeyRecord:
        return await usable_key(transaction, context, key_id, action)

    return await transact(context.node, operation)


async def _opened(
    context: Context,
    action: str,
    blob: bytes,
    encryption_context: Mapping[str, str],
    key_id: str | None,
) -> Opened:
    """Decrypts a ciphertext. key_id: the key that the request names, if any. Raises Reject.

    A ciphertext of a key that does not exist is answered as one that was changed.
    """
    ciphertext = ciphertext_in(blob)
    if ciphertext is None:
        raise Reject(INVALID_CIPHERTEXT)
    own = key_entry(Place(context.region, ciphertext.account_id), ciphertext.key_id)

    async def operation(transaction: Transaction) -> KeyRecord:
        if key_id is not None:
            named = await named_key(transaction, context, key_id)
            if named["Id"] != ciphertext.key_id:
                raise Reject(INCORRECT_KEY)
        record = await transaction.get(own)
        if record is None:
            raise Reject(INVALID_CIPHERTEXT)
        check_use(record, context, action)
        return record

    record = await transact(context.node, operation)
    plaintext = decrypt(context.node.sealing, record, ciphertext, encryption_context)
    if plaintext is None:
        raise Reject(INVALID_CIPHERTEXT)
    return Opened(record, plaintext, record["Materials"][ciphertext.material]["Id"])


def _encrypted(
    context: Context, record: KeyRecord, plaintext: bytes, encryption_context: Mapping[str, str]
) -> bytes:
    return encrypt(context.node.sealing, record, plaintext, encryption_context)


def _check_size(
    request: GenerateDataKeyRequest | GenerateDataKeyWithoutPlaintextRequest,
) -> None:
    if ("KeySpec" in request) == ("NumberOfBytes" in request):
        raise invalid("Please specify either number of bytes or key spec.")


def _data_key(
    context: Context,
    record: KeyRecord,
    request: GenerateDataKeyRequest | GenerateDataKeyWithoutPlaintextRequest,
) -> tuple[bytes, bytes]:
    """Returns a new data key and its ciphertext."""
    spec = request.get("KeySpec")
    size_bytes = request["NumberOfBytes"] if spec is None else _SPEC_BYTES[spec]
    data_key = secrets.token_bytes(size_bytes)
    return data_key, _encrypted(context, record, data_key, request.get("EncryptionContext", {}))


def _end_dry_run(request: Mapping[str, object]) -> None:
    """Raises Reject if the request only asks whether it would succeed."""
    if request.get("DryRun"):
        raise Reject(DRY_RUN)


OPERATIONS: Final = (
    Operation(
        "Encrypt",
        Access.READ,
        Plane.CONTROL,
        ENCRYPT,
        cryptographic,
        run_encrypt,
        on_key("kms:Encrypt"),
    ),
    Operation(
        "Decrypt",
        Access.READ,
        Plane.CONTROL,
        DECRYPT,
        check_decrypt,
        run_decrypt,
        decrypts,
    ),
    Operation(
        "ReEncrypt",
        Access.READ,
        Plane.CONTROL,
        RE_ENCRYPT,
        check_re_encrypt,
        run_re_encrypt,
        re_encrypts,
    ),
    Operation(
        "GenerateDataKey",
        Access.READ,
        Plane.CONTROL,
        GENERATE_DATA_KEY,
        check_generate,
        generate,
        on_key("kms:GenerateDataKey"),
    ),
    Operation(
        "GenerateDataKeyWithoutPlaintext",
        Access.READ,
        Plane.CONTROL,
        GENERATE_DATA_KEY_WITHOUT_PLAINTEXT,
        check_generate_without,
        generate_without,
        on_key("kms:GenerateDataKeyWithoutPlaintext"),
    ),
)
