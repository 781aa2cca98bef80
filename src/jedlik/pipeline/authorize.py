"""The stage Authorize: whether a principal may make its request (ADR 0031).

The operation says what the request needs: actions on resources. The stage finds the tables and
streams of these resources, because their policies take part in the decision, and their keys and
tags are values of condition keys. It decides about each action with `core.iam`, and refuses the
request at the first that is not allowed. The operation then gets exactly the tables that were found
here: `Context.resolved`.

An action on a table that was allowed is remembered, if the decision looked at nothing that the next
request could change. This is the way of nearly all requests on items, and it costs less than a
microsecond.
"""

from collections.abc import Awaitable, Mapping, Sequence
from typing import Final, final

from jedlik.apis.api import Checked
from jedlik.apis.authorization import ANYTHING, Authorization, TargetsRule
from jedlik.apis.condition_keys import ConditionKeys
from jedlik.core.errors import Reject, ServiceError
from jedlik.core.iam.decision import Decision, Outcome, decide
from jedlik.core.iam.policies import ResourcePolicy, Source
from jedlik.core.iam.request import ARN_PARTS, FixedContext, Request, arn_parts
from jedlik.engine.table import Table
from jedlik.features.resource_policies.lookup import resource_policy
from jedlik.features.tables.name import find_table
from jedlik.pipeline.condition_keys import RequestKeys, is_constant
from jedlik.pipeline.exchange import Exchange, Stage
from jedlik.turns import call

# So many allowed requests are remembered for each identity. A user may name any number of indexes.
_REMEMBERED_MAX: Final = 1_000
_ACCOUNT_AT: Final = 4  # among the parts of an ARN
_AWS: Final = "aws"  # in place of an account, in ARNs of managed policies that every account has


@final
class Authorize(Stage):
    """Refuses a request that its principal may not make.

    It comes after Check, because what a request needs and the values of condition keys are known
    only when its expressions are parsed. Check reads nothing that is stored. A denial is the same
    whether the resource exists or not.
    """

    def __init__(self, *, is_tls: bool) -> None:
        """is_tls: whether clients reach this process by TLS."""
        self._is_tls = is_tls

    def apply(self, exchange: Exchange) -> Awaitable[None] | None:
        """See Stage. It waits unless the same request was allowed before."""
        operation = exchange.operation
        rule = operation.table_rule
        if rule is not None:
            context = exchange.context
            name = exchange.request["TableName"]
            table = context.node.catalog.cached(context.region, context.account_id, name)
            if table is not None:
                target = rule.target(exchange.request) if rule.has_index else name
                if exchange.identity.allowed.get((rule.action, target)) is table:
                    context.resolved = {name: table}
                    return None
        elif operation.targets_rule is not None and _was_allowed(exchange, operation.targets_rule):
            return None
        return self._authorize(exchange)

    async def _authorize(self, exchange: Exchange) -> None:
        """Decides about everything that the request needs. Raises Reject."""
        needed = await exchange.authorizations()
        if needed is None:
            context = exchange.context
            context.resolved = {}
            nothing = ConditionKeys()
            context.keys = RequestKeys(exchange, context.account_id, nothing, is_tls=self._is_tls)
            return
        policy_of = exchange.api.permissions.policy_of
        resolved: dict[str, Table | None] = {}
        looked_up: set[str] = set()
        if not needed:
            raise _nothing_needed(exchange)
        for each in needed:
            # One name is looked up once: the table that the operation gets is the one that every
            # decision was about.
            if each.name and each.name not in resolved:
                resolved[each.name] = await find_table(exchange.context, each.name)
            table = resolved.get(each.name)
            if policy_of is None:
                policy = await resource_policy(exchange.context, each.name, table)
            else:
                policy = await policy_of(exchange.context, each)
            decision = await self._allowed(exchange, each, table, policy)
            looked_up.update(decision.looked_up_keys)
        exchange.context.resolved = resolved
        keys = exchange.context.principal.keys
        if all(is_constant(key, keys) for key in looked_up):
            _remember(exchange, needed, resolved)

    async def _allowed(
        self,
        exchange: Exchange,
        needed: Authorization,
        table: Table | None,
        policy: ResourcePolicy,
    ) -> Decision:
        """Returns the decision about one action, which is allowed. Raises Reject if it is not.

        policy: that of the resource. It says nothing to other accounts about actions that the
        service does not allow them.
        """
        context = exchange.context
        account_id = _account_of(needed.resource) or context.account_id
        checked = Checked(exchange.operation, exchange.request, exchange.checked)
        permissions = exchange.api.permissions
        own = permissions.condition_keys(checked, needed, table)
        keys = RequestKeys(exchange, account_id, own, is_tls=self._is_tls)
        caller = context.principal.caller
        request = Request(caller, needed.action, needed.resource, keys, account_id)
        request.title = needed.title or needed.resource
        policies = exchange.identity.policies
        if policies is None:  # one of them cannot be read
            raise _refusal(exchange, request, _implicit_deny(request))
        is_own = account_id == context.account_id
        if is_own or needed.action in permissions.shared_actions:
            policies = policies.on(policy)
        # Session policies are written by callers, and so are the values that they match.
        decision = await call(lambda: decide(request, policies))
        if own.is_undecidable and decision.is_allowed:
            decision = _implicit_deny(request)
        if not decision.is_allowed:
            raise _refusal(exchange, request, decision)
        return decision


def _implicit_deny(request: Request) -> Decision:
    return Decision(Outcome.IMPLICIT_DENY, Source.IDENTITY, (), request)


def _refusal(exchange: Exchange, request: Request, decision: Decision) -> Reject:
    message = exchange.api.permissions.denial(exchange.context, request, decision)
    return Reject(ServiceError("AccessDeniedException", message))


def _nothing_needed(exchange: Exchange) -> Reject:
    """Returns the error for an operation whose rule names no action: a rule fails closed."""
    action = f"{exchange.api.iam_prefix}:{exchange.operation.name}"
    keys = FixedContext({})
    request = Request(exchange.context.principal.caller, action, ANYTHING, keys)
    return _refusal(exchange, request, _implicit_deny(request))


def _was_allowed(exchange: Exchange, rule: TargetsRule) -> bool:
    """Returns whether each action of a request was allowed before. Sets `Context.resolved` then."""
    context = exchange.context
    catalog = context.node.catalog
    allowed = exchange.identity.allowed
    resolved: dict[str, Table | None] = {}
    for action, name, target in rule.targets(exchange.request, exchange.checked):
        table = catalog.cached(context.region, context.account_id, name)
        if table is None or allowed.get((action, target)) is not table:
            return False
        resolved[name] = table
    if not resolved:
        return False
    context.resolved = resolved
    return True


def _remember(
    exchange: Exchange, needed: Sequence[Authorization], resolved: Mapping[str, Table | None]
) -> None:
    """Remembers that actions on tables that exist were allowed."""
    operation = exchange.operation
    if operation.table_rule is None and operation.targets_rule is None:
        return
    allowed = exchange.identity.allowed
    for each in needed:
        table = resolved.get(each.name)
        if table is not None:
            if len(allowed) >= _REMEMBERED_MAX:
                allowed.clear()
            _, of_index, index = each.resource.partition("/index/")
            allowed[each.action, f"{each.name}{of_index}{index}"] = table


def _account_of(resource: str) -> str:
    """Returns the account of an ARN, empty if the text is none or names no account."""
    parts = arn_parts(resource)
    account_id = parts[_ACCOUNT_AT] if len(parts) == ARN_PARTS else ""
    return "" if account_id == _AWS else account_id
