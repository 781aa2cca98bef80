"""Makes the principals of users and sessions from their records."""

from collections.abc import Mapping
from datetime import UTC, datetime

from jedlik.core.iam.policies import Policies
from jedlik.core.iam.request import Caller, CallerKind, Values
from jedlik.core.principal import Principal, account_root
from jedlik.features.identity.arns import arn_of, federated_user_arn, role_session_arn
from jedlik.features.identity.records import RoleRecord, UserRecord
from jedlik.features.identity.sessions import Session


def user_principal(
    user: UserRecord, session: Session | None = None, policies: Policies | None = None
) -> Principal:
    """Returns a user. session: that of GetSessionToken or of a sign-in, None for a key."""
    arn = arn_of(user, "user")
    caller = Caller(CallerKind.USER, user["AccountId"], arn, None, user["Id"])
    keys = {"aws:username": (user["Name"],), **_tag_keys(user["Tags"]), **_session_keys(session)}
    is_signed_in = session is not None and "Password" in session
    return Principal(caller, user["Id"], keys, policies=policies, is_signed_in=is_signed_in)


def root_principal(account_id: str, session: Session | None = None) -> Principal:
    """Returns the root of an account. session: that of GetSessionToken, None for a root key."""
    caller = account_root(account_id).caller
    return Principal(caller, account_id, _session_keys(session), policies=Policies())


def role_principal(
    role: RoleRecord, session: Session, policies: Policies | None = None
) -> Principal:
    """Returns a session of a role. Its tags replace tags of the role with the same key."""
    account_id, name = role["AccountId"], session["Name"]
    arn = role_session_arn(account_id, role["Name"], name)
    caller = Caller(CallerKind.ROLE_SESSION, account_id, arn, arn_of(role, "role"), role["Id"])
    keys = {**_tag_keys(role["Tags"]), **_session_keys(session)}
    transitive = {key.lower() for key in session.get("TransitiveTags", ())}
    tags = {key: each for key, each in session.get("Tags", {}).items() if key.lower() in transitive}
    return Principal(caller, f"{role['Id']}:{name}", keys, policies=policies, transitive_tags=tags)


def federated_principal(
    user: UserRecord | None, session: Session, policies: Policies | None = None
) -> Principal:
    """Returns a session of GetFederationToken. user: who made it, None for the root."""
    account_id, name = session["AccountId"], session["Name"]
    arn = federated_user_arn(account_id, name)
    if user is None:
        caller = Caller(CallerKind.FEDERATED_USER, account_id, arn, account_root(account_id).arn)
    else:
        entity_arn = arn_of(user, "user")
        caller = Caller(CallerKind.FEDERATED_USER, account_id, arn, entity_arn, user["Id"])
    tags = {} if user is None else _tag_keys(user["Tags"])
    keys = {**tags, **_session_keys(session)}
    return Principal(caller, f"{account_id}:{name}", keys, policies=policies)


def _tag_keys(tags: Mapping[str, str]) -> dict[str, Values]:
    return {f"aws:principaltag/{key.lower()}": (value,) for key, value in tags.items()}


def _session_keys(session: Session | None) -> dict[str, Values]:
    """Returns the condition keys that only temporary credentials have.

    Source: IAM User Guide, "AWS global condition context keys".
    """
    if session is None:
        return {}
    issued = datetime.fromtimestamp(session["IssuedS"], UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    keys: dict[str, Values] = {
        "aws:tokenissuetime": (issued,),
        "aws:multifactorauthpresent": ("false",),
        **_tag_keys(session.get("Tags", {})),
    }
    if "SourceIdentity" in session:
        keys["aws:sourceidentity"] = (session["SourceIdentity"],)
    for key, value in session.get("Keys", {}).items():
        keys[key.lower()] = (value,)
    return keys
