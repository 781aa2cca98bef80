"""The identities of access keys, with a cache in each process.

An identity is read from several records, each found through the one before. Then all of them are
read once more in one snapshot: if one differs, the reading begins again. So an identity is never
made of an old record and a new one.

The cache works as that of tables (`engine.catalog`): it is valid for one epoch of the storage. When
the epoch has risen, one read of the same records shows whether the identity has changed. If it has
not, its compiled policies stay in use. Sessions are cached under their whole token, never under
their key id. Unknown keys are not cached, so nobody can fill the memory with them.
"""

import base64
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Final, final

from jedlik.concurrency import Flights
from jedlik.core.errors import Reject, ServiceError
from jedlik.core.iam.policies import Policies
from jedlik.core.keys.key import Key
from jedlik.core.principal import Principal
from jedlik.engine.context import Node
from jedlik.engine.sealing import ACCESS_KEYS
from jedlik.features.identity.arns import AWS_POLICY
from jedlik.features.identity.aws_policies import aws_policy
from jedlik.features.identity.identity import Identity
from jedlik.features.identity.passwords import fingerprint
from jedlik.features.identity.policy_sources import (
    BrokenPolicyError,
    HeldPolicies,
    PolicySource,
    compiled_policies,
    managed_policies,
    policies_of_role,
    policies_of_user,
)
from jedlik.features.identity.principals import (
    federated_principal,
    role_principal,
    root_principal,
    user_principal,
)
from jedlik.features.identity.records import (
    UserRecord,
    access_key_entry,
    login_profile_entry,
    role_entry,
    user_entry,
)
from jedlik.features.identity.sessions import Session, open_session
from jedlik.features.identity.transaction import Transaction

_LOG: Final = logging.getLogger("jedlik")

_KEYS_MAX: Final = 10_000
# A session may have policies of its own, 50 KB when compiled, and a caller can make any number.
_SESSIONS_MAX: Final = 1_000
_ATTEMPTS: Final = 3
_UNAVAILABLE: Final = ServiceError(
    "ServiceUnavailable", "The request has failed due to a temporary failure of the server."
)


@final
class _Cached:
    """An identity, the records that it was made from, and the epoch in which they were read."""

    __slots__ = ("epoch", "identity", "records")

    def __init__(
        self, identity: Identity, records: Mapping[Key, bytes | None], epoch: int | None
    ) -> None:
        self.identity = identity
        self.records = records
        self.epoch = epoch


@final
class _Cache:
    """Identities by name. If there are too many, the one that was cached first makes room."""

    __slots__ = ("_bound", "found")

    def __init__(self, bound: int) -> None:
        self._bound = bound
        self.found: dict[str, _Cached] = {}

    def put(self, name: str, cached: _Cached) -> None:
        """Caches an identity, or replaces it."""
        self.found.pop(name, None)
        if len(self.found) >= self._bound:
            del self.found[next(iter(self.found))]
        self.found[name] = cached


@final
class Directory:
    """Finds the identities of access keys. One for each process that checks signatures."""

    def __init__(self, node: Node, roots: Mapping[str, tuple[str, str]]) -> None:
        """roots: account id and secret of root keys that are not stored, by access key id."""
        self._node = node
        self._epoch = node.storage.epoch
        self._roots = {
            key_id: Identity(key_id, secret, root_principal(account_id))
            for key_id, (account_id, secret) in roots.items()
        }
        self._keys = _Cache(_KEYS_MAX)  # by access key id
        self._sessions = _Cache(_SESSIONS_MAX)  # by token
        self._flights: Flights[tuple[str, int], Identity | None] = Flights()

    def cached(self, access_key_id: str, token: str) -> Identity | None:
        """Returns an identity if it is known to be current. Every request calls this.

        token: the session token, empty without one.
        """
        cache = self._sessions if token else self._keys
        found = cache.found.get(token or access_key_id)
        if found is not None and found.epoch == self._epoch.now():
            identity = found.identity
            return identity if identity.access_key_id == access_key_id else None
        return None

    async def load(self, access_key_id: str, token: str) -> Identity | None:
        """Returns the identity as it is stored, or None if there is no such key or token.

        The caller compares `Identity.expires_s` with its clock.
        Raises Reject with ServiceUnavailable if the records change all the time.
        """
        flight = (f"{access_key_id} {token}", self._epoch.now())
        return await self._flights.share(flight, lambda: self._load(access_key_id, token))

    async def _load(self, access_key_id: str, token: str) -> Identity | None:
        cache, name = (self._sessions, token) if token else (self._keys, access_key_id)
        for _ in range(_ATTEMPTS):
            epoch = self._epoch.stable()
            known = cache.found.get(name)
            if (
                known is not None
                and known.identity.access_key_id == access_key_id
                and await self._is_current(known.records)
            ):
                identity = known.identity.renewed()
                cache.put(name, _Cached(identity, known.records, epoch))
                return identity
            transaction = Transaction(self._node)
            identity_or_none = await self._read(transaction, access_key_id, token)
            records = transaction.read_values
            if transaction.rounds <= 1 or await self._is_current(records):
                if identity_or_none is not None:
                    cache.put(name, _Cached(identity_or_none, records, epoch))
                elif known is not None and known.identity.access_key_id == access_key_id:
                    cache.found.pop(name, None)
                return identity_or_none
        raise Reject(_UNAVAILABLE)

    async def _is_current(self, records: Mapping[Key, bytes | None]) -> bool:
        """Returns whether what was read is stored at one moment."""
        if not records:
            return True
        found = await self._node.storage.read(list(records), consistent=True)
        return list(found) == list(records.values())

    async def _read(
        self, transaction: Transaction, access_key_id: str, token: str
    ) -> Identity | None:
        if not token:
            root = self._roots.get(access_key_id)
            if root is not None:
                return root.renewed()
            return await self._read_key(transaction, access_key_id)
        opened = open_session(self._node.sealing, access_key_id, token)
        if opened is None or opened[0].get("IsOpen"):
            return None
        session, credentials = opened
        principal = await _session_principal(transaction, session)
        if principal is None:
            return None
        secret = credentials.secret_access_key
        used_id = session["EntityId"] if session["Kind"] == "role" else ""
        return Identity(access_key_id, secret, principal, session["ExpiresS"], used_id)

    async def _read_key(self, transaction: Transaction, access_key_id: str) -> Identity | None:
        key = await transaction.get(access_key_entry(access_key_id))
        if key is None or key["Status"] != "Active" or key["IsOpen"]:
            return None
        sealed = base64.b64decode(key["Sealed"])
        secret = self._node.sealing.open(ACCESS_KEYS, sealed, access_key_id.encode())
        if secret is None:
            _LOG.error("the secret of an access key was sealed with another key: %s", access_key_id)
            return None
        if not key["UserId"]:
            root = root_principal(key["AccountId"])
            return Identity(access_key_id, secret.decode(), root, None, access_key_id)
        user = await transaction.get(user_entry(key["AccountId"], key["UserId"]))
        if user is None:
            return None
        policies = await _compiled(user["Id"], lambda: policies_of_user(transaction, user))
        principal = user_principal(user, policies=policies)
        return Identity(access_key_id, secret.decode(), principal, None, access_key_id)


async def _session_principal(transaction: Transaction, session: Session) -> Principal | None:
    """Returns the principal of a session, or None if its role or user does not exist any more."""
    account_id, entity_id = session["AccountId"], session["EntityId"]
    if session["Kind"] == "role":
        role = await transaction.get(role_entry(account_id, entity_id))
        if role is None:
            return None
        policies = await _compiled(
            entity_id, lambda: policies_of_role(transaction, role), transaction, session
        )
        return role_principal(role, session, policies)
    user: UserRecord | None = None
    if entity_id:
        user = await transaction.get(user_entry(account_id, entity_id))
        if user is None or not await _has_password(transaction, session):
            return None
        found = user
        policies = await _compiled(
            entity_id, lambda: policies_of_user(transaction, found), transaction, session
        )
    else:
        policies = await _compiled(account_id, _policies_of_root, transaction, session)
    if session["Kind"] == "federated":
        return federated_principal(user, session, policies)
    return (
        root_principal(account_id, session)
        if user is None
        else user_principal(user, session, policies)
    )


async def _has_password(transaction: Transaction, session: Session) -> bool:
    """Returns whether the password with which the user has signed in is still in force."""
    if "Password" not in session:
        return True
    profile = await transaction.get(login_profile_entry(session["AccountId"], session["EntityId"]))
    return profile is not None and fingerprint(profile) == session["Password"]


async def _policies_of_root() -> HeldPolicies:
    """Returns what a federated user of the root may do at most. The root itself needs no policy."""
    administrator = aws_policy(AWS_POLICY + "AdministratorAccess")
    assert administrator is not None
    source = PolicySource(administrator.document, administrator.name, "", administrator.arn)
    return HeldPolicies([source], None)


async def _session_policies(
    transaction: Transaction, session: Session
) -> Sequence[PolicySource] | None:
    if "Policies" not in session and "ManagedPolicies" not in session:
        return None if session["Kind"] != "federated" else ()
    inline = [
        PolicySource(text, f"session policy {number}", "session")
        for number, text in enumerate(session.get("Policies", ()))
    ]
    managed = session.get("ManagedPolicies", [])
    return inline + await managed_policies(transaction, session["AccountId"], managed)


async def _compiled(
    who: str,
    held: Callable[[], Awaitable[HeldPolicies]],
    transaction: Transaction | None = None,
    session: Session | None = None,
) -> Policies | None:
    """Returns the policies of an identity, or None if one of them cannot be read.

    who: the id of the identity, for the log. transaction, session: given for a session.
    """
    try:
        limits = None
        if transaction is not None and session is not None:
            limits = await _session_policies(transaction, session)
        return compiled_policies(await held(), limits)
    except BrokenPolicyError as broken:
        _LOG.error("%s may do nothing, because this cannot be read: %s", who, broken)
        return None
