"""Who may assume a role, and the session that results.

The decision rests on the trust policy of the role and on the policies of the caller. A role that
does not exist and one that refuses get the same answer. In open mode everybody may assume every
role that exists.

Sources: STS API Reference, AssumeRole; IAM User Guide, "Passing session tags in AWS STS" and "Role
chaining"; answers recorded in LocalStack's tests of STS (April and July 2025). The texts about
durations are from reports of users.
"""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple, final

from jedlik.core.errors import Reject, ServiceError, invalid
from jedlik.core.iam.decision import decide
from jedlik.core.iam.denial import short_denial
from jedlik.core.iam.document import parse_policy
from jedlik.core.iam.policies import trust_policy
from jedlik.core.iam.policy import Policy, PolicyKind
from jedlik.core.iam.request import CallerKind, FixedContext, Request, Values, arn_parts
from jedlik.core.iam.request import Context as ConditionContext
from jedlik.core.principal import Principal, is_temporary
from jedlik.engine.context import Context
from jedlik.features.identity.arns import IamArn, parse_iam_arn
from jedlik.features.identity.documents import evaluated_text
from jedlik.features.identity.entities import policy_at, reference_to, role_named
from jedlik.features.identity.limits import MAX_SESSION_S
from jedlik.features.identity.records import RoleRecord
from jedlik.features.identity.sessions import Session
from jedlik.features.identity.tags import DUPLICATE_IN_ANY_CASE
from jedlik.features.identity.transaction import Transaction

CHAINED_MAX_S: Final = 3_600
_SESSION_POLICY_CHARACTERS: Final = 2_048
_POLICY_ARNS: Final = 10
_ROOT: Final = ServiceError("AccessDeniedException", "Roles may not be assumed by root accounts.")
_TOO_LARGE: Final = ServiceError(
    "PackedPolicyTooLarge",
    f"Session policies have at most {_SESSION_POLICY_CHARACTERS} characters together.",
)


class SessionPolicies(NamedTuple):
    """The session policies of a request: a document, and ARNs of managed policies."""

    document: str | None
    arns: Sequence[str]

    @property
    def are_given(self) -> bool:
        """Returns whether the request has any."""
        return self.document is not None or bool(self.arns)


class Wanted(NamedTuple):
    """The members of AssumeRole, and condition keys that only this kind of request has."""

    role_arn: str
    name: str
    policies: SessionPolicies
    duration_s: int | None
    tags: Mapping[str, str]
    transitive: Sequence[str]
    source_identity: str | None
    keys: Mapping[str, Values]


@final
class _Keys(ConditionContext):
    """The condition keys of a request: its own, and those that all services share."""

    def __init__(self, own: Mapping[str, Values], shared: ConditionContext | None) -> None:
        self._own = own
        self._shared = shared

    def get(self, key: str) -> Values | None:
        """See the method of the same name there."""
        found = self._own.get(key)
        return self._shared.get(key) if found is None and self._shared is not None else found


class Assumed(NamedTuple):
    """A session that a caller may have, and its role."""

    session: Session
    role: RoleRecord


async def assume_role(transaction: Transaction, context: Context, wanted: Wanted) -> Assumed:
    """Returns the session. Raises Reject."""
    principal = context.principal
    arn = _checked_arn(wanted.role_arn)
    check_tags(principal, wanted)
    check_session_policies(wanted.policies)
    if principal.caller.kind is CallerKind.ROOT and principal.is_verified:
        raise Reject(_ROOT)
    role = None if arn is None else await role_at(transaction, arn)
    # A federated user can assume no role (STS API Reference, GetFederationToken).
    if role is None or principal.caller.kind is CallerKind.FEDERATED_USER:
        account_id = principal.account_id if arn is None else arn.account_id
        request = Request(
            principal.caller, "sts:AssumeRole", wanted.role_arn, FixedContext({}), account_id
        )
        raise Reject(ServiceError("AccessDeniedException", short_denial(request)))
    if principal.is_verified:
        check_trust(context, wanted, role)
    is_chained = principal.caller.kind is CallerKind.ROLE_SESSION
    lasts_s = duration_s(wanted.duration_s, role, is_chained=is_temporary(principal))
    session: Session = {
        "AccountId": role["AccountId"],
        "Kind": "role",
        "EntityId": role["Id"],
        "Name": wanted.name,
        "IssuedS": transaction.now_s,
        "ExpiresS": transaction.now_s + lasts_s,
        "IsChained": is_chained,
        "IsOpen": not principal.is_verified,
    }
    await add_session_policies(transaction, session, wanted.policies)
    add_tags(session, principal, wanted)
    return Assumed(session, role)


def check_trust(context: Context, wanted: Wanted, role: RoleRecord) -> None:
    """Raises Reject if the policies do not let the caller assume a role as it wants to."""
    refused = refused_request(context, wanted, role, "sts:AssumeRole")
    if refused is not None:
        raise Reject(ServiceError("AccessDeniedException", short_denial(refused)))


def refused_request(
    context: Context, wanted: Wanted, role: RoleRecord, action: str
) -> Request | None:
    """Returns the first action on a role that policies do not allow, None if there is none.

    action: that by which the caller assumes the role.
    """
    actions = [action]
    if wanted.tags:
        actions.append("sts:TagSession")
    if wanted.source_identity is not None:
        actions.append("sts:SetSourceIdentity")
    text = evaluated_text(role["Trust"])
    trust = trust_policy(parse_policy(text, PolicyKind.TRUST))
    policies = context.principal.policies
    for each in actions:
        request = _request(context, each, wanted, role)
        if policies is None or not decide(request, policies.on(trust)).is_allowed:
            return request
    return None


def check_session_policies(policies: SessionPolicies) -> Policy | None:
    """Returns the compiled document, None if there is none. Raises Reject."""
    if len(policies.arns) > _POLICY_ARNS:
        raise invalid(f"A session has at most {_POLICY_ARNS} managed session policies.")
    if policies.document is None:
        return None
    if len(policies.document) > _SESSION_POLICY_CHARACTERS:
        raise Reject(_TOO_LARGE)
    return parse_policy(policies.document, PolicyKind.SESSION)


async def add_session_policies(
    transaction: Transaction, session: Session, policies: SessionPolicies
) -> None:
    """Adds session policies to a session. Raises Reject if a managed policy does not exist."""
    if not policies.are_given:
        return
    session["Policies"] = [] if policies.document is None else [policies.document]
    session["ManagedPolicies"] = [
        reference_to(await policy_at(transaction, session["AccountId"], arn))
        for arn in policies.arns
    ]


def tags_in(tags: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Returns session tags by key. Raises Reject with InvalidParameterValue."""
    if len({key.lower() for key, _ in tags}) < len(tags):
        raise _invalid_parameter(DUPLICATE_IN_ANY_CASE)
    return dict(tags)


def _checked_arn(text: str) -> IamArn | None:
    """Returns the parts of a role's ARN, None for an ARN of something else. Raises Reject."""
    parts = arn_parts(text)
    if len(parts) != 6 or parts[0] != "arn" or not (parts[1] and parts[2] and parts[5]):
        raise invalid(f"{text} is invalid")
    arn = parse_iam_arn(text)
    return arn if arn is not None and arn.kind == "role" else None


async def role_at(transaction: Transaction, arn: IamArn) -> RoleRecord | None:
    """Returns the role with an ARN, None if there is none."""
    try:
        role = await role_named(transaction, arn.account_id, arn.name)
    except Reject:
        return None
    return role if role["Path"] == arn.path else None


def check_tags(principal: Principal, wanted: Wanted) -> None:
    """Raises Reject if session tags do not fit together, or to those of the calling session."""
    keys = {key.lower() for key in wanted.tags}
    if not {key.lower() for key in wanted.transitive} <= keys:
        raise _invalid_parameter(
            "The specified transitive tag key must be included in the requested tags."
        )
    if keys & {key.lower() for key in principal.transitive_tags}:
        raise _invalid_parameter(
            "One of the specified transitive tag keys can't be set because it conflicts with a"
            " transitive tag key from the calling session."
        )


def add_tags(session: Session, principal: Principal, wanted: Wanted) -> None:
    """Adds tags and source identity to a session: those that it inherits, and its own."""
    tags = {**principal.transitive_tags, **wanted.tags}
    if tags:
        session["Tags"] = tags
        session["TransitiveTags"] = [*principal.transitive_tags, *wanted.transitive]
    source = wanted.source_identity
    inherited = principal.keys.get("aws:sourceidentity")
    if inherited is not None:  # it cannot be changed by role chaining
        source = inherited[0]
    if source is not None:
        session["SourceIdentity"] = source


def duration_s(wanted_s: int | None, role: RoleRecord, *, is_chained: bool) -> int:
    """Returns how long a session of a role lasts. Raises Reject.

    is_chained: whether the caller has temporary credentials. The service counts those of
        GetSessionToken too. Sources: aws-runas #11, aws-vault #263; prowler #7721 for the text.
    """
    lasts_s = MAX_SESSION_S if wanted_s is None else wanted_s
    if lasts_s > role["MaxSessionS"]:
        raise invalid(
            "The requested DurationSeconds exceeds the MaxSessionDuration set for this role."
        )
    if is_chained and lasts_s > CHAINED_MAX_S:
        raise invalid(
            "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by"
            " role chaining."
        )
    return lasts_s


def _request(context: Context, action: str, wanted: Wanted, role: RoleRecord) -> Request:
    """Returns the request as the trust policy sees it."""
    account_id = role["AccountId"]
    keys: dict[str, Values] = {
        **context.principal.keys,
        **wanted.keys,
        "aws:resourceaccount": (account_id,),
        "sts:rolesessionname": (wanted.name,),
    }
    for key, value in wanted.tags.items():
        keys[f"aws:requesttag/{key.lower()}"] = (value,)
    for key, value in role["Tags"].items():
        keys[f"aws:resourcetag/{key.lower()}"] = (value,)
        keys[f"iam:resourcetag/{key.lower()}"] = (value,)
    if wanted.tags:
        keys["aws:tagkeys"] = tuple(wanted.tags)
    if wanted.transitive:
        keys["sts:transitivetagkeys"] = tuple(wanted.transitive)
    if wanted.source_identity is not None:
        keys["sts:sourceidentity"] = (wanted.source_identity,)
    own = _Keys(keys, context.keys)
    return Request(context.principal.caller, action, wanted.role_arn, own, account_id)


def _invalid_parameter(text: str) -> Reject:
    return Reject(ServiceError("InvalidParameterValue", text))
