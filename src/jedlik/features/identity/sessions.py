"""Session tokens: sealed values that contain everything about a session.

Nothing is stored. Any process opens a token with the sealing key of the server. The access key id
and the secret of the session are derived from the token, so they need not be in it.
"""

import base64
import binascii
import zlib
from collections.abc import Mapping
from typing import Final, Literal, NamedTuple, NotRequired, TypedDict

import orjson

from jedlik.core.errors import Reject, ServiceError
from jedlik.engine.sealing import SESSION_KEYS, SESSION_TOKENS, Sealing
from jedlik.features.identity.unique_ids import TEMPORARY_KEY, access_key_id

# The service promises no size. Tokens of this size still fit the headers that servers accept.
TOKEN_CHARACTERS_MAX: Final = 8_192
_SECRET_BYTES: Final = 30  # 40 characters of base64
_SEED_BYTES: Final = 16


class Session(TypedDict):
    """A session.

    Kind: `role` for sessions of roles, `user` for GetSessionToken, `federated` for
        GetFederationToken. EntityId: of the role or user, empty for the root of the account.
    Name: the name of the session, or of the federated user.
    Policies, ManagedPolicies: the session policies: documents, and managed policies as in
        PolicyHolderRecord. Both are absent if the session was made without any.
    Tags: the session tags; TransitiveTags: the keys of those that later sessions inherit.
    Keys: the values of further condition keys.
    IsChained: whether the session was made with the credentials of another session of a role.
    IsOpen: whether it was made in open mode.
    Password: the fingerprint of the password with which the user has signed in, in a session that
        ends with the password.
    """

    AccountId: str
    Kind: Literal["role", "user", "federated"]
    EntityId: str
    Name: str
    IssuedS: int
    ExpiresS: int
    Policies: NotRequired[list[str]]
    ManagedPolicies: NotRequired[list[str]]
    Tags: NotRequired[dict[str, str]]
    TransitiveTags: NotRequired[list[str]]
    SourceIdentity: NotRequired[str]
    Keys: NotRequired[Mapping[str, str]]
    IsChained: NotRequired[bool]
    IsOpen: NotRequired[bool]
    Password: NotRequired[str]


class Credentials(NamedTuple):
    """The temporary credentials of a session."""

    access_key_id: str
    secret_access_key: str
    session_token: str
    expires_s: int


def seal_session(sealing: Sealing, session: Session) -> Credentials:
    """Returns the credentials of a new session.

    Raises Reject: PackedPolicyTooLarge if policies and tags are too large for a token.
    """
    packed = zlib.compress(orjson.dumps(session))
    token = base64.b64encode(sealing.seal(SESSION_TOKENS, packed)).decode()
    if len(token) > TOKEN_CHARACTERS_MAX:
        percent = len(token) * 100 // TOKEN_CHARACTERS_MAX
        # Source of the text: reports of users of AssumeRole (aws-actions, 2020 to 2024).
        message = f"Packed policy consumes {percent}% of allotted space, please use smaller policy."
        raise Reject(ServiceError("PackedPolicyTooLarge", message))
    key_id, secret = _key_pair(sealing, session["AccountId"], token)
    return Credentials(key_id, secret, token, session["ExpiresS"])


def open_session(sealing: Sealing, key_id: str, token: str) -> tuple[Session, Credentials] | None:
    """Returns the session of a token, or None if it is not a token of `key_id` of this server."""
    if len(token) > TOKEN_CHARACTERS_MAX:
        return None
    try:
        sealed = base64.b64decode(token, validate=True)
    except (binascii.Error, ValueError):
        return None
    packed = sealing.open(SESSION_TOKENS, sealed)
    if packed is None:
        return None
    session: Session = orjson.loads(zlib.decompress(packed))
    expected_id, secret = _key_pair(sealing, session["AccountId"], token)
    if key_id != expected_id:
        return None
    return session, Credentials(key_id, secret, token, session["ExpiresS"])


def _key_pair(sealing: Sealing, account_id: str, token: str) -> tuple[str, str]:
    seed = sealing.derived(SESSION_KEYS, b"id" + token.encode(), _SEED_BYTES)
    secret = sealing.derived(SESSION_KEYS, b"secret" + token.encode(), _SECRET_BYTES)
    return access_key_id(TEMPORARY_KEY, account_id, seed), base64.b64encode(secret).decode()
