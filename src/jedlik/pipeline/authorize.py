"""The stage Authorize: whether a principal may make its request (ADR 0031).

The operation says what the request needs: actions on resources. The stage finds the tables and
streams of these resources, because their policies take part in the decision, and their key schemas
and tags are values of condition keys. It decides about each action with `core.iam`, and refuses the
request at the first that is not allowed. The operation then gets exactly the tables that were found
here: `Context.resolved`.

An operation on one table that was allowed is remembered, if the decision looked at nothing that the
next request could change. This is the path of nearly all requests, and it must cost less than a
microsecond.
"""

from collections.abc import Awaitable
from typing import Final, final

from jedlik.apis.authorization import Authorization
from jedlik.core.errors import Reject, ServiceError
from jedlik.core.iam.decision import Decision, decide
from jedlik.core.iam.denial import denial
from jedlik.core.iam.policies import NO_RESOURCE_POLICY, Policies, ResourcePolicy
from jedlik.core.iam.request import Context as Keys
from jedlik.core.iam.request import Request, arn_parts
from jedlik.engine.table import Table
from jedlik.pipeline.condition_keys import RequestKeys, is_constant
from jedlik.pipeline.exchange import Exchange, Stage

# So many allowed requests are remembered for each identity. A user may name any number of indexes.
_REMEMBERED_MAX: Final = 1_000
_ARN_PARTS: Final = 6
_ACCOUNT_AT: Final = 4


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
        rule = exchange.operation.table_rule
        if rule is not None:
            context = exchange.context
            name = exchange.request["TableName"]
            table = context.node.catalog.cached(context.region, context.account_id, name)
            if table is not None:
                allowed = exchange.identity.allowed
                if allowed.get((rule.action, rule.target(exchange.request))) is table:
                    context.resolved = {name: table}
                    return None
        return self._authorize(exchange)

    async def _authorize(self, exchange: Exchange) -> None:
        """Decides about everything that the request needs. Raises Reject."""
        needed = exchange.authorizations()
        if needed is None:
            return
        policies = exchange.identity.policies
        if not needed or policies is None:
            raise _denied(exchange)
        resolved: dict[str, Table] = {}
        is_constant_decision = True
        for each in needed:
            resource = await find_resource(exchange.context, each.name)
            if resource.table is not None:
                resolved[each.name] = resource.table
            decision = self._decide(exchange, each, resource, policies)
            keys = exchange.context.principal.keys
            if not all(is_constant(key, keys) for key in decision.looked_up_keys):
                is_constant_decision = False
        exchange.context.resolved = resolved
        if is_constant_decision:
            _remember(exchange, resolved)

    def _decide(
        self, exchange: Exchange, needed: Authorization, resource: Resource, policies: Policies
    ) -> Decision:
        """Returns the decision about one action if it is allowed. Raises Reject if not."""
        context = exchange.context
        account_id = _account_of(needed.resource) or context.account_id
        keys = RequestKeys(
            exchange,
            resource,
            account_id=account_id,
            own=exchange.api.condition_keys(exchange, needed, resource.table),
            is_tls=self._is_tls,
        )
        request = Request(
            context.principal.caller, needed.action, needed.resource, keys, account_id
        )
        policy = resource.policy
        if account_id != context.account_id and needed.action not in ACROSS_ACCOUNTS:
            policy = NO_RESOURCE_POLICY
        decision = decide(request, policies.on(policy))
        if not decision.is_allowed:
            raise Reject(ServiceError("AccessDeniedException", denial(request, decision)))
        return decision
