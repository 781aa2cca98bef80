"""Members of the answers with temporary credentials."""

import zlib
from typing import Final

import orjson

from jedlik.apis.sts.model import sessions as model
from jedlik.features.identity.sessions import Credentials, Session

# Policies and tags may be this large, compressed. The size in percent that the service reports is
# of a limit that it does not publish.
_PACKED_BYTES: Final = 1_024


def credentials(made: Credentials) -> model.Credentials:
    """Returns the member Credentials."""
    return {
        "AccessKeyId": made.access_key_id,
        "SecretAccessKey": made.secret_access_key,
        "SessionToken": made.session_token,
        "Expiration": made.expires_s,
    }


def packed_size(session: Session) -> int:
    """Returns how large the policies and tags of a session are, in percent of the limit."""
    parts = [session.get(name) for name in ("Policies", "ManagedPolicies", "Tags")]
    packed = zlib.compress(orjson.dumps(parts))
    return -(-100 * len(packed) // _PACKED_BYTES)
