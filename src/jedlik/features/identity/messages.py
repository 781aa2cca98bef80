"""Authorization messages that only DecodeAuthorizationMessage of the same account can read.

An API that must not tell a caller everything about a refusal puts it into such a message.
"""

import base64
import binascii
import zlib
from collections.abc import Mapping

import orjson

from jedlik.core.errors import Reject, ServiceError
from jedlik.engine.sealing import MESSAGES, Sealing


def encode_message(sealing: Sealing, account_id: str, message: Mapping[str, object]) -> str:
    """Returns a message as clients get it. account_id: of the caller who was refused."""
    packed = zlib.compress(orjson.dumps(message))
    sealed = sealing.seal(MESSAGES, packed, account_id.encode())
    return base64.urlsafe_b64encode(sealed).decode()


def decode_message(sealing: Sealing, account_id: str, encoded: str) -> str:
    """Returns the JSON of a message. Raises Reject if this server did not encode it for an account.

    account_id: of the caller who wants to read it.
    """
    try:
        sealed = base64.b64decode(encoded, b"-_", validate=True)
        opened = sealing.open(MESSAGES, sealed, account_id.encode())
    except (binascii.Error, ValueError):
        opened = None
    if opened is None:
        # Source of the code: STS API Reference. The text is not recorded.
        text = "The message could not be decoded."
        raise Reject(ServiceError("InvalidAuthorizationMessageException", text))
    return zlib.decompress(opened).decode()
