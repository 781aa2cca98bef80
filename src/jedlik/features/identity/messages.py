"""Authorization messages that only DecodeAuthorizationMessage of the same server can read.

An API that must not tell a caller everything about a refusal puts it into such a message.
"""

import base64
import binascii
import zlib
from collections.abc import Mapping

import orjson

from jedlik.core.errors import Reject, ServiceError
from jedlik.engine.sealing import MESSAGES, Sealing


def encode_message(sealing: Sealing, message: Mapping[str, object]) -> str:
    """Returns a message as clients get it."""
    sealed = sealing.seal(MESSAGES, zlib.compress(orjson.dumps(message)))
    return base64.urlsafe_b64encode(sealed).decode()


def decode_message(sealing: Sealing, encoded: str) -> str:
    """Returns the JSON of a message. Raises Reject if it was not encoded by this server."""
    try:
        opened = sealing.open(MESSAGES, base64.b64decode(encoded, b"-_", validate=True))
    except (binascii.Error, ValueError):
        opened = None
    if opened is None:
        # Source of the code: STS API Reference. The text is not recorded.
        text = "The message could not be decoded."
        raise Reject(ServiceError("InvalidAuthorizationMessageException", text))
    return zlib.decompress(opened).decode()
