"""Who may assume a role with a web identity: the token of an OpenID Connect provider.

The token is verified in both modes, the trust policy only where policies are enforced. It is
verified before the role is looked up, so only who has a valid token learns anything about a role.

Sources: STS API Reference, AssumeRoleWithWebIdentity; IAM User Guide, "IAM and AWS STS condition
context keys" (which claims are keys) and "Pass session tags in AWS STS". Texts are those that users
report: "could not be validated", since 2026 for a wrong issuer or audience; "Couldn't retrieve
verification key", with two spaces; "Missing a required claim" (configure-aws-credentials #502);
"Token expired" (aws-sdk-java-v2 #5709, where 50 minutes had passed; aws-orbit-workbench #707, three
minutes). Two audiences, and five minutes for clocks that differ: versitygw (July 2026).
"""

import re
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from jedlik.core.errors import Reject, ServiceError, invalid
from jedlik.core.iam.policies import Policies
from jedlik.core.iam.request import Caller, CallerKind, Values, arn_parts
from jedlik.core.principal import Principal
from jedlik.engine.context import Context
from jedlik.features.identity.arns import parse_iam_arn
from jedlik.features.identity.assume_role import (
    Assumed,
    Wanted,
    add_session_policies,
    add_tags,
    check_tags,
    duration_s,
    refused_request,
    role_at,
    tags_in,
)
from jedlik.features.identity.key_sets import KeySetError, key_set
from jedlik.features.identity.openid_providers import SCHEME, find_provider, provider_arn
from jedlik.features.identity.records import OpenIdProviderRecord
from jedlik.features.identity.sessions import Session
from jedlik.features.identity.transaction import Transaction
from jedlik.features.identity.web_tokens import WebToken, is_signed_by

ACTION: Final = "sts:AssumeRoleWithWebIdentity"
_DENIED: Final = ServiceError("AccessDeniedException", f"Not authorized to perform {ACTION}")
_INVALID: Final = ServiceError(
    "InvalidIdentityToken",
    "The web identity token provided could not be validated. See the AssumeRoleWithWebIdentity"
    " documentation for requirements.",
)
_NO_KEY: Final = ServiceError(
    "InvalidIdentityToken",
    "Couldn't retrieve verification key from your identity provider,  please reference"
    " AssumeRoleWithWebIdentity documentation for requirements",
)
_TWO_AUDIENCES: Final = ServiceError(
    "InvalidIdentityToken",
    "Token audience contains more than one audience while authorized party is not present",
)
_CLOCKS_DIFFER_S: Final = 300
_SUBJECT_CHARACTERS: Final = 255
_TAGS: Final = "https://aws.amazon.com/tags"
_SOURCE_IDENTITY: Final = "https://aws.amazon.com/source_identity"
_SOURCE_IDENTITY_TEXT: Final = re.compile(r"[\w+=,.@-]{2,256}", re.ASCII)
_TAGS_MAX: Final = 50
_TAG_KEY_CHARACTERS: Final = 128
_TAG_VALUE_CHARACTERS: Final = 256
# The claims that are condition keys in addition to `aud`: of every issuer, and of some.
_CLAIMS: Final = ("sub", "amr", "email")
_CLAIMS_OF: Final[Mapping[str, tuple[str, ...]]] = {
    "token.actions.githubusercontent.com": (
        *("actor", "actor_id", "job_workflow_ref", "repository", "repository_id", "workflow"),
        *("ref", "environment", "enterprise_id"),
    ),
    "oidc.circleci.com": ("oidc.circleci.com/project-id",),
}


class WebIdentity(NamedTuple):
    """An identity that a provider vouches for.

    provider: the ARN of the provider. url: the issuer without its scheme. audience: the client id
    for which the token was made. claims: all claims of the token.
    """

    provider: str
    url: str
    audience: str
    subject: str
    claims: Mapping[str, Any]

    @property
    def principal(self) -> Principal:
        """Returns the identity as who makes the request."""
        caller = Caller(CallerKind.WEB_IDENTITY, "", self.provider)
        user_id = f"{self.provider}:{self.audience}:{self.subject}"
        return Principal(caller, user_id, policies=Policies())


class AssumedByWeb(NamedTuple):
    """A session that a web identity may have."""

    assumed: Assumed
    identity: WebIdentity


async def assume_role_with_web_identity(
    transaction: Transaction, context: Context, wanted: Wanted, token: WebToken
) -> AssumedByWeb:
    """Returns the session. Sets the principal of the request to the web identity. Raises Reject.

    wanted: what the request asks for. Tags and source identity come from the token.
    """
    parts = arn_parts(wanted.role_arn)
    if len(parts) != 6 or parts[0] != "arn" or not (parts[1] and parts[2] and parts[5]):
        raise invalid("Request ARN is invalid")
    arn = parse_iam_arn(wanted.role_arn)
    if arn is None or arn.kind != "role":
        raise Reject(_DENIED)
    issuer = _text(token, "iss")
    provider = await find_provider(transaction, arn.account_id, issuer.removeprefix(SCHEME))
    if provider is None or not issuer.startswith(SCHEME):
        raise Reject(_INVALID)
    identity = _verified(context, token, provider, transaction.now_s)
    context.principal, context.account_id = identity.principal, arn.account_id
    wanted = wanted._replace(
        tags=_tags(token),
        transitive=_transitive(token),
        source_identity=_source_identity(token),
        keys=_keys(identity),
    )
    check_tags(context.principal, wanted)
    role = await role_at(transaction, arn)
    if role is None:
        raise Reject(_DENIED)
    if context.is_authorized and refused_request(context, wanted, role, ACTION) is not None:
        raise Reject(_DENIED)
    session: Session = {
        "AccountId": role["AccountId"],
        "Kind": "role",
        "EntityId": role["Id"],
        "Name": wanted.name,
        "IssuedS": transaction.now_s,
        "ExpiresS": transaction.now_s + duration_s(wanted.duration_s, role, is_chained=False),
        "IsOpen": not context.is_authorized,
        "Keys": {
            "aws:FederatedProvider": identity.provider,
            f"{identity.url}:aud": identity.audience,
            f"{identity.url}:sub": identity.subject,
        },
    }
    await add_session_policies(transaction, session, wanted.policies)
    add_tags(session, context.principal, wanted)
    return AssumedByWeb(Assumed(session, role), identity)


def _verified(
    context: Context, token: WebToken, provider: OpenIdProviderRecord, now_s: int
) -> WebIdentity:
    """Returns the identity of a token of a provider. Raises Reject if it is not valid."""
    audience = _audience(token)
    if audience not in provider["ClientIds"]:
        raise Reject(_INVALID)
    url = provider["Name"]
    text = context.node.issuer_keys(f"{SCHEME}{url}")
    try:
        keys = [] if text is None else key_set(text).matching(token.algorithm, token.key_id)
    except KeySetError:
        keys = []
    if not keys:
        raise Reject(_NO_KEY)
    if not is_signed_by(token, keys):
        raise Reject(_INVALID)
    _check_times(token, now_s)
    subject = _text(token, "sub")
    if len(subject) > _SUBJECT_CHARACTERS:
        raise Reject(_INVALID)
    arn = provider_arn(provider["AccountId"], url)
    return WebIdentity(arn, url, audience, subject, token.claims)


def _check_times(token: WebToken, now_s: int) -> None:
    """Raises Reject if a token has expired, or is not valid yet."""
    expires_s, issued_s = _seconds(token, "exp"), _seconds(token, "iat")
    if expires_s is None:
        raise Reject(_INVALID)
    if issued_s is None:
        raise _missing("iat")
    if expires_s <= now_s:
        text = (
            f"Token expired: current date/time {now_s} must be before the expiration date/time"
            f" {int(expires_s)}"
        )
        raise Reject(ServiceError("ExpiredWebIdentityToken", text))
    for begin_s in (issued_s, _seconds(token, "nbf")):
        if begin_s is not None and begin_s > now_s + _CLOCKS_DIFFER_S:
            raise Reject(_INVALID)


def _audience(token: WebToken) -> str:
    """Returns for which client a token was made: its authorized party, or its only audience."""
    found = token.claims.get("aud")
    audiences = [found] if isinstance(found, str) else found
    if audiences in (None, [], [""]):
        raise _missing("aud")
    if not _is_texts(audiences):
        raise Reject(_INVALID)
    if "azp" in token.claims:
        return _text(token, "azp")
    if len(audiences) > 1:
        raise Reject(_TWO_AUDIENCES)
    audience: str = audiences[0]
    return audience


def _keys(identity: WebIdentity) -> Mapping[str, Values]:
    """Returns the condition keys of a token, in lower case."""
    claims, url = identity.claims, identity.url
    keys: dict[str, Values] = {}
    for name in (*_CLAIMS, *_CLAIMS_OF.get(url.partition("/")[0], ())):
        values = _values(claims.get(name))
        if values is not None:
            keys[f"{url}:{name}".lower()] = values
    if "azp" in claims:
        original = _values(claims["aud"])
        assert original is not None
        keys[f"{url}:oaud".lower()] = original
    keys[f"{url}:aud".lower()] = (identity.audience,)
    keys["aws:federatedprovider"] = (identity.provider,)
    return keys


def _values(claim: object) -> Values | None:
    """Returns a claim as values of a condition key, None if it is neither a text nor texts."""
    if isinstance(claim, str):
        return (claim,)
    return tuple(claim) if isinstance(claim, list) and _is_texts(claim) else None


def _tags(token: WebToken) -> Mapping[str, str]:
    """Returns the session tags in a token. Each has one value in a list. Raises Reject."""
    tags = _tag_claims(token).get("principal_tags", {})
    if not isinstance(tags, dict) or len(tags) > _TAGS_MAX:
        raise Reject(_INVALID)
    pairs: list[tuple[str, str]] = []
    for key, values in tags.items():
        is_one = _is_texts(values) and len(values) == 1
        if not is_one or not 0 < len(key) <= _TAG_KEY_CHARACTERS:
            raise Reject(_INVALID)
        if len(values[0]) > _TAG_VALUE_CHARACTERS:
            raise Reject(_INVALID)
        pairs.append((key, values[0]))
    return tags_in(pairs)


def _transitive(token: WebToken) -> list[str]:
    found = _tag_claims(token).get("transitive_tag_keys", [])
    if not _is_texts(found):
        raise Reject(_INVALID)
    keys: list[str] = found
    return keys


def _tag_claims(token: WebToken) -> Mapping[str, Any]:
    found = token.claims.get(_TAGS, {})
    if not isinstance(found, dict):
        raise Reject(_INVALID)
    return found


def _source_identity(token: WebToken) -> str | None:
    if _SOURCE_IDENTITY not in token.claims:
        return None
    found = _text(token, _SOURCE_IDENTITY)
    if not _SOURCE_IDENTITY_TEXT.fullmatch(found):
        raise Reject(_INVALID)
    return found


def _text(token: WebToken, name: str) -> str:
    """Returns a claim that must be a text. Raises Reject."""
    found = token.claims.get(name)
    if found is None or found == "":
        raise _missing(name)
    if not isinstance(found, str):
        raise Reject(_INVALID)
    return found


def _seconds(token: WebToken, name: str) -> float | None:
    """Returns a claim that must be a number, None if there is none. Raises Reject."""
    found = token.claims.get(name)
    if found is None:
        return None
    if isinstance(found, bool) or not isinstance(found, (int, float)):
        raise Reject(_INVALID)
    return found


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


def _missing(name: str) -> Reject:
    return Reject(ServiceError("InvalidIdentityToken", f"Missing a required claim: {name}"))
