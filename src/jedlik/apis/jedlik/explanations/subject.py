"""The principal of an explanation: who it is, and its policies with where each comes from."""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from jedlik.core.errors import Reject, invalid
from jedlik.core.iam.document import parse_policy
from jedlik.core.iam.policies import NamedPolicy, Policies
from jedlik.core.iam.policy import PolicyKind
from jedlik.core.iam.principal import account_of
from jedlik.core.iam.request import Caller, CallerKind, arn_parts
from jedlik.core.principal import Principal
from jedlik.engine.context import Context
from jedlik.features.identity.arns import arn_of
from jedlik.features.identity.entities import policy_at, reference_to, role_named, user_named
from jedlik.features.identity.policy_sources import (
    BrokenPolicyError,
    HeldPolicies,
    PolicySource,
    managed_policies,
    named_policy,
    policies_of_role,
    policies_of_user,
)
from jedlik.features.identity.principals import role_principal, root_principal, user_principal
from jedlik.features.identity.records import RoleRecord, UserRecord
from jedlik.features.identity.refusals import missing
from jedlik.features.identity.sessions import Session
from jedlik.features.identity.transaction import Transaction

_ARN_PARTS: Final = 6
_NEW_SESSION: Final = (
    "The session of the role is taken as one that begins now, with the tags of the role and no"
    " others."
)
_NOT_STORED: Final = (
    "Session policies belong to the credentials of a session and are not stored. If the session was"
    " made with any, give them with SessionPolicies."
)


class Named(NamedTuple):
    """A principal as a request names it. path: empty if a short form has none.

    session: the name of the session of a role, empty without one. arn: as given, or empty.
    """

    kind: str
    name: str
    session: str
    arn: str


class SessionLimits(NamedTuple):
    """The session policies of a request: documents, and ARNs of managed policies."""

    documents: Sequence[str]
    arns: Sequence[str]


class Subject(NamedTuple):
    """Who is asked about.

    title: `user Anna`. policies: None if one of them cannot be read, which `broken` names then.
    origins: the source of each policy, by its id in this process. A policy of the caller's own
        session has none.
    """

    principal: Principal
    title: str
    policies: Policies | None
    origins: Mapping[int, PolicySource]
    notes: Sequence[str] = ()
    broken: str = ""

    @property
    def session_is_unknown(self) -> bool:
        """Returns whether it is a session whose session policies, if any, were not given."""
        return _NOT_STORED in self.notes


def named_in(context: Context, text: str) -> Named:
    """Returns the principal that a request names, the caller if `text` is empty.

    Raises Reject with ValidationException if it names none of the caller's account.
    """
    arn = text or context.principal.arn
    if ":" not in arn and account_of(arn) is None:
        kind, slash, name = arn.partition("/")
        if arn == "root" or (kind in {"user", "role"} and slash and name):
            return Named(kind, name.rpartition("/")[2], "", "")
        raise _no_principal(text)
    account_id = account_of(arn)
    if account_id is not None:
        return _of_account(context, Named("root", "", "", arn), account_id)
    parts = arn_parts(arn)
    if len(parts) != _ARN_PARTS or parts[:2] != ["arn", "aws"]:
        raise _no_principal(text)
    kind, _, name = parts[5].partition("/")
    if (parts[2], kind) == ("sts", "assumed-role"):
        role, slash, session = name.partition("/")
        if not (role and slash and session):
            raise _no_principal(text)
        return _of_account(context, Named("role", role, session, arn), parts[4])
    if (parts[2], kind) == ("sts", "federated-user"):
        return _of_account(context, Named("federated-user", name, "", arn), parts[4])
    if parts[2] != "iam" or kind not in {"user", "role"} or not name:
        raise _no_principal(text)
    return _of_account(context, Named(kind, name.rpartition("/")[2], "", arn), parts[4])


async def arn_for(context: Context, named: Named) -> str:
    """Returns the ARN of the user or role that is named, which has a path. It is that of the root
    for the root and for a federated user. An entity that does not exist has the path `/`.
    """
    account_id = context.account_id
    if named.kind not in {"user", "role"}:
        return named.arn or f"arn:aws:iam::{account_id}:root"
    transaction = Transaction(context.node)
    try:
        if named.kind == "user":
            return arn_of(await user_named(transaction, account_id, named.name), "user")
        return arn_of(await role_named(transaction, account_id, named.name), "role")
    except Reject:
        return f"arn:aws:iam::{account_id}:{named.kind}/{named.name}"


async def subject_of(
    transaction: Transaction, context: Context, named: Named, limits: SessionLimits
) -> Subject:
    """Returns the principal and its policies. Raises Reject with NoSuchEntity, for example."""
    own = context.principal
    is_own = own.policies is not None and named.arn == own.arn
    if named.kind == "root":
        principal = own if is_own else root_principal(context.account_id)
        return Subject(principal, f"the root of account {context.account_id}", Policies(), {})
    if named.kind == "federated-user":
        if not is_own:
            raise invalid(
                "Nothing is stored about a federated user. Ask with its own credentials, or about"
                " the user who made it, with SessionPolicies"
            )
        return Subject(own, f"the federated user {named.name}", own.policies, {})
    notes: list[str] = []
    held, principal, title = await _entity(transaction, context, named)
    session = await _given(transaction, context.account_id, limits)
    own_session: list[NamedPolicy] | None = None
    if is_own:
        principal = own
        own_session = _session_of(own)
    elif named.kind == "role":
        notes.append(_NEW_SESSION)
        if session is None:
            notes.append(_NOT_STORED)
    if isinstance(held, str):
        return Subject(principal, title, None, {}, notes, held)
    return _compiled(Subject(principal, title, None, {}, notes), held, session, own_session)


async def _entity(
    transaction: Transaction, context: Context, named: Named
) -> tuple[HeldPolicies | str, Principal, str]:
    """Returns the documents of a user or role, or which of them is broken, the principal, and how
    sentences name it.
    """
    account_id = context.account_id
    held: HeldPolicies | str
    if named.kind == "user":
        user = await user_named(transaction, account_id, named.name)
        _check_arn(named, arn_of(user, "user"))
        held = await _readable(transaction, user, None)
        return held, user_principal(user), f"user {user['Name']}"
    role = await role_named(transaction, account_id, named.name)
    if not named.session:
        _check_arn(named, arn_of(role, "role"))
    held = await _readable(transaction, None, role)
    return held, _session_principal(transaction, role, named), f"role {role['Name']}"


async def _readable(
    transaction: Transaction, user: UserRecord | None, role: RoleRecord | None
) -> HeldPolicies | str:
    try:
        if user is not None:
            return await policies_of_user(transaction, user)
        assert role is not None
        return await policies_of_role(transaction, role)
    except BrokenPolicyError as broken:
        return str(broken)


def _session_principal(transaction: Transaction, role: RoleRecord, named: Named) -> Principal:
    """Returns a session of a role that begins now. Without a name it has the ARN of the role."""
    session: Session = {
        "AccountId": role["AccountId"],
        "Kind": "role",
        "EntityId": role["Id"],
        "Name": named.session,
        "IssuedS": transaction.now_s,
        "ExpiresS": transaction.now_s + role["MaxSessionS"],
    }
    principal = role_principal(role, session)
    if named.session:
        return principal
    arn = arn_of(role, "role")
    caller = Caller(CallerKind.ROLE_SESSION, role["AccountId"], arn, arn, role["Id"])
    keys = {key: each for key, each in principal.keys.items() if key != "aws:userid"}
    return Principal(caller, role["Id"], keys)


def _session_of(principal: Principal) -> list[NamedPolicy] | None:
    """Returns the session policies of the caller, None if there are none."""
    policies = principal.policies
    if policies is None or policies.session is None:
        return None
    matches = (*policies.session.allows, *policies.session.denies)
    return list({id(each.named): each.named for each in matches}.values())


async def _given(
    transaction: Transaction, account_id: str, limits: SessionLimits
) -> list[PolicySource] | None:
    """Returns the session policies that a request names, None if it names none. Raises Reject."""
    if not limits.documents and not limits.arns:
        return None
    for text in limits.documents:
        parse_policy(text, PolicyKind.SESSION)
    inline = [
        PolicySource(text, f"SessionPolicies.{number}", "session")
        for number, text in enumerate(limits.documents, 1)
    ]
    references = [reference_to(await policy_at(transaction, account_id, a)) for a in limits.arns]
    return inline + await managed_policies(transaction, account_id, references)


def _compiled(
    subject: Subject,
    held: HeldPolicies,
    session: Sequence[PolicySource] | None,
    own_session: Sequence[NamedPolicy] | None,
) -> Subject:
    origins: dict[int, PolicySource] = {}

    def compile_all(sources: Sequence[PolicySource], kind: PolicyKind) -> list[NamedPolicy]:
        found = [named_policy(each, kind) for each in sources]
        origins.update({id(each): source for each, source in zip(found, sources, strict=True)})
        return found

    boundary = [] if held.boundary is None else [held.boundary]
    try:
        identity = compile_all(held.identity, PolicyKind.IDENTITY)
        boundaries = compile_all(boundary, PolicyKind.BOUNDARY)
        limits = own_session
        if session is not None:
            limits = compile_all(session, PolicyKind.SESSION)
    except BrokenPolicyError as broken:
        return subject._replace(broken=str(broken))
    policies = Policies(identity, boundary=boundaries[0] if boundaries else None, session=limits)
    return subject._replace(policies=policies, origins=origins)


def _check_arn(named: Named, arn: str) -> None:
    """Raises Reject if the entity has another ARN: there is no other with this name."""
    if named.arn and named.arn != arn:
        raise missing("user" if named.kind == "user" else "role", named.name)


def _of_account(context: Context, named: Named, account_id: str) -> Named:
    if account_id != context.account_id:
        raise invalid(f"Principal belongs to account {account_id}. Ask with credentials of it")
    return named


def _no_principal(text: str) -> Reject:
    return invalid(
        "Principal must be the ARN of a user, of a role, of a session of a role or of the root, or"
        f" user/NAME, role/NAME or root: {text}"
    )
