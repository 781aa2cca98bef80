"""Decides whether a request is allowed, and says why.

Each kind of policy is evaluated alone: does a Deny of it apply, does an Allow? The first line of
this table that fits decides. `near`: the resource's policy allows and names the caller so closely
(`principal`). The account is the same if the caller's account owns the resource. `No root`: the
caller is not the root of its account.

| account | case | decision |
|---|---|---|
| any | a Deny of any policy applies | explicit deny |
| any | the caller is a service, a web identity or anonymous | as the resource's policy says |
| same | near is FINAL | allowed, whatever other policies lack |
| same | near is NONE, and the resource is a role or a key | implicit deny, resource |
| same | near is not LIMITED, no root, no identity policy allows | implicit deny, identity |
| other | no root, no identity policy allows | implicit deny, identity |
| any | there is a permissions boundary, and it does not allow | implicit deny, boundary |
| any | there are session policies, and none allows | implicit deny, session |
| other | near is NONE | implicit deny, resource |
| any | otherwise | allowed |

Policies of organizations do not exist here. The root may always delete the policy of a table, so
that nobody can lock an account out.

Sources: IAM User Guide, "Policy evaluation for requests within a single account", "Cross-account
policy evaluation logic", "AWS JSON policy elements: Principal"; STS API Reference, AssumeRole; KMS
Developer Guide, "Key policies". Which kind a message names if several refuse is not documented:
an explicit deny is looked for in the order of `Source`.
"""

from collections.abc import Mapping, Sequence
from enum import Enum
from typing import Final, final

from jedlik.core.iam.policies import Match, NamedPolicy, Policies, Pool, ResourcePolicy, Source
from jedlik.core.iam.policy import Statement
from jedlik.core.iam.principal import FINAL, LIMITED, NONE
from jedlik.core.iam.request import CallerKind, Request, Values


class Outcome(Enum):
    """The three decisions. The values are those of the policy simulator."""

    ALLOWED = "allowed"
    EXPLICIT_DENY = "explicitDeny"
    IMPLICIT_DENY = "implicitDeny"


@final
class Decision:
    """What was decided, and why.

    source: the kind of policy that decided; for an implicit deny the kind that does not allow.
    matches: the statements on which the decision rests. `decide` finds the first that is enough,
        `decide_fully` all that apply to the request.
    looked_up_keys: the condition keys that were looked at, in lower case. The decision is the same
        for each request of the same caller, action and resource that has the same values of them.
    absent_keys: those of them for which the request has no value.
    """

    __slots__ = ("absent_keys", "looked_up_keys", "matches", "outcome", "source")

    def __init__(
        self, outcome: Outcome, source: Source, matches: Sequence[Match], request: Request
    ) -> None:
        self.outcome = outcome
        self.source = source
        self.matches = tuple(matches)
        self.looked_up_keys: Values = request.looked_up_keys
        self.absent_keys: Values = request.absent_keys

    @property
    def is_allowed(self) -> bool:
        """Whether the request may go on."""
        return self.outcome is Outcome.ALLOWED

    @property
    def policy(self) -> NamedPolicy | None:
        """The policy that decided. None after an implicit deny, or if no policy was needed."""
        return self.matches[0].named if self.matches else None


@final
class FullDecision:
    """A decision with everything that applies to the request, for the simulator and explanations.

    matches: all statements that have the effect of the decision: Deny after an explicit deny, Allow
        if allowed, none after an implicit deny.
    by_source: what each kind of policy alone says. Kinds without a policy are left out.
    absent_keys: the condition keys without a value, of all statements that were evaluated.
    """

    __slots__ = ("absent_keys", "by_source", "decision", "matches")

    def __init__(
        self,
        decision: Decision,
        matches: Sequence[Match],
        by_source: Mapping[Source, Outcome],
        absent_keys: Values,
    ) -> None:
        self.decision = decision
        self.matches = tuple(matches)
        self.by_source = by_source
        self.absent_keys = absent_keys


# Source: DynamoDB API Reference, DeleteResourcePolicy.
_ALWAYS_ALLOWED_TO_ROOT: Final = "dynamodb:deleteresourcepolicy"
_OUTSIDE_ACCOUNTS: Final = (CallerKind.SERVICE, CallerKind.WEB_IDENTITY, CallerKind.ANONYMOUS)


def decide(request: Request, policies: Policies) -> Decision:
    """Returns the decision. It is total: no policy and no request makes it raise."""
    for pool in policies.pools:
        for deny in pool.denies:
            if _applies(deny, request):
                return Decision(Outcome.EXPLICIT_DENY, deny.source, (deny,), request)
    return _decide(request, policies)


def decide_fully(request: Request, policies: Policies) -> FullDecision:
    """Returns the decision with all statements that apply and what each kind of policy says."""
    decision = decide(request, policies)
    by_source: dict[Source, Outcome] = {}
    allows: list[Match] = []
    denies: list[Match] = []
    for pool in policies.pools:
        allowing = [each for each in pool.allows if _applies(each, request)]
        denying = [each for each in pool.denies if _applies(each, request)]
        outcome = Outcome.ALLOWED if allowing else Outcome.IMPLICIT_DENY
        by_source[pool.source] = Outcome.EXPLICIT_DENY if denying else outcome
        allows += allowing
        denies += denying
    matches = allows if decision.is_allowed else denies
    return FullDecision(decision, matches, by_source, request.absent_keys)


def _decide(request: Request, policies: Policies) -> Decision:
    """Returns the decision if no Deny applies. The table of this module is its specification."""
    resource = policies.resource
    caller = request.caller
    near, granted = _nearest_allow(request, resource)
    in_account = caller.account_id == request.resource_account_id
    if caller.kind in _OUTSIDE_ACCOUNTS or (in_account and near == FINAL):
        return _allowed(granted, request) or _refused(resource.source, request)
    if in_account and near == NONE and resource.must_allow:
        return _refused(resource.source, request)
    match: Match | None = None
    if in_account and near == LIMITED:
        match = granted
    elif caller.kind is not CallerKind.ROOT:
        match = _first_allow(policies.identity, request)
        if match is None:
            return _refused(Source.IDENTITY, request)
    if policies.boundary is not None and _first_allow(policies.boundary, request) is None:
        return _refused(Source.BOUNDARY, request)
    if policies.session is not None and _first_allow(policies.session, request) is None:
        return _refused(Source.SESSION, request)
    if not in_account and near == NONE:
        return _refused(resource.source, request)
    return _allowed(match, request) or Decision(Outcome.ALLOWED, Source.ROOT, (), request)


def _allowed(match: Match | None, request: Request) -> Decision | None:
    if match is None:
        return None
    return Decision(Outcome.ALLOWED, match.source, (match,), request)


def _refused(source: Source, request: Request) -> Decision:
    return Decision(Outcome.IMPLICIT_DENY, source, (), request)


def _nearest_allow(request: Request, resource: ResourcePolicy) -> tuple[int, Match | None]:
    """Returns the Allow of the resource's policy that names the caller most closely."""
    nearest, found = NONE, None
    if resource.pool is not None:
        for match in resource.pool.allows:
            found_closeness = closeness(match.statement, request)
            if found_closeness > nearest and match.statement.applies(request):
                nearest, found = found_closeness, match
    return nearest, found


def _first_allow(pool: Pool, request: Request) -> Match | None:
    for match in pool.allows:
        if match.statement.applies(request):
            return match
    return None


def _applies(match: Match, request: Request) -> bool:
    """Returns whether a statement applies to the caller and the request."""
    statement = match.statement
    if closeness(statement, request) == NONE or not statement.applies(request):
        return False
    return statement.is_allow or not _locks_root_out(match, request)


def closeness(statement: Statement, request: Request) -> int:
    """Returns how closely a statement names the caller. It is FINAL in policies of identities."""
    principals = statement.principals
    return FINAL if principals is None else principals.closeness(request.caller)


def _locks_root_out(deny: Match, request: Request) -> bool:
    """Returns whether a Deny does not count, because nobody could remove it any more."""
    return (
        deny.source is Source.RESOURCE
        and request.action_key == _ALWAYS_ALLOWED_TO_ROOT
        and request.caller.kind is CallerKind.ROOT
        and request.caller.account_id == request.resource_account_id
    )
