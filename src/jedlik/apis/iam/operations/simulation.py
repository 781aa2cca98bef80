"""The policy simulator: what policies would decide about requests that nobody sends.

Each action is simulated on each resource alone. Sources: IAM API Reference, SimulatePrincipalPolicy
and SimulateCustomPolicy, and their examples, from which the ids and types of sources are. What the
service answers about inline policies and boundaries is not recorded.
"""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from jedlik.apis.iam.answers import paging
from jedlik.apis.iam.model import simulation as model
from jedlik.apis.iam.resources import READ, control, on_account, on_member
from jedlik.apis.iam.simulated import (
    caller_of,
    exclude,
    input_policies,
    principal_policies,
    resource_policy,
)
from jedlik.core.iam.decision import FullDecision, decide_fully
from jedlik.core.iam.policies import Match, NamedPolicy, Policies, Source
from jedlik.core.iam.policy import Position
from jedlik.core.iam.principal import account_of
from jedlik.core.iam.request import Caller, FixedContext, Request, Values
from jedlik.engine.context import Context
from jedlik.features.identity.listing import page_of, wanted
from jedlik.turns import call

_ANY: Final = "*"
_TYPES: Final[Mapping[Source, str]] = {
    Source.IDENTITY: "IAM Policy",
    Source.RESOURCE: "Resource Policy",
    Source.BOUNDARY: "Permissions Boundary Policy",
}


class _Simulation(NamedTuple):
    """What all requests of a simulation have in common. owner: the account of the resources."""

    caller: Caller
    policies: Policies
    values: Mapping[str, Values]
    owner: str


async def _principal(
    request: model.SimulatePrincipalPolicyRequest, context: Context
) -> model.SimulatePrincipalPolicyResponse:
    found = await principal_policies(context, request["PolicySourceArn"])
    source = exclude(found, request.get("PolicyExclusionList", ()))
    identity = source.identity + input_policies(
        "PolicyInputList", request.get("PolicyInputList", ())
    )
    boundaries = input_policies(
        "PermissionsBoundaryPolicyInputList", request.get("PermissionsBoundaryPolicyInputList", ())
    )
    boundary = boundaries[0] if boundaries else source.boundary
    caller_arn = request.get("CallerArn")
    caller = source.caller if caller_arn is None else caller_of(caller_arn)
    values = {**source.keys, **_values(request.get("ContextEntries", ()))}
    resource = resource_policy(request.get("ResourcePolicy"))
    simulation = _Simulation(
        caller,
        Policies(identity, boundary=boundary, resource=resource),
        values,
        _owner(request.get("ResourceOwner"), context.account_id),
    )
    names, resources = request["ActionNames"], request.get("ResourceArns")
    results = await call(lambda: _results(simulation, names, resources))
    listed = page_of(results, wanted(request.get("Marker"), request.get("MaxItems")))
    return {"EvaluationResults": listed.items, **paging(listed.marker)}


async def _custom(
    request: model.SimulateCustomPolicyRequest, context: Context
) -> model.SimulateCustomPolicyResponse:
    identity = input_policies("PolicyInputList", request["PolicyInputList"])
    boundaries = input_policies(
        "PermissionsBoundaryPolicyInputList", request.get("PermissionsBoundaryPolicyInputList", ())
    )
    boundary = boundaries[0] if boundaries else None
    simulation = _Simulation(
        caller_of(request.get("CallerArn", f"arn:aws:iam::{context.account_id}:user/*")),
        Policies(
            identity, boundary=boundary, resource=resource_policy(request.get("ResourcePolicy"))
        ),
        _values(request.get("ContextEntries", ())),
        _owner(request.get("ResourceOwner"), context.account_id),
    )
    names, resources = request["ActionNames"], request.get("ResourceArns")
    results = await call(lambda: _results(simulation, names, resources))
    listed = page_of(results, wanted(request.get("Marker"), request.get("MaxItems")))
    return {"EvaluationResults": listed.items, **paging(listed.marker)}


async def _keys_of_principal(
    request: model.GetContextKeysForPrincipalPolicyRequest, context: Context
) -> model.GetContextKeysForPrincipalPolicyResponse:
    source = await principal_policies(context, request["PolicySourceArn"])
    given = input_policies("PolicyInputList", request.get("PolicyInputList", ()))
    return {"ContextKeyNames": list(_keys_in([*source.identity, *given]).values())}


async def _keys_of_custom(
    request: model.GetContextKeysForCustomPolicyRequest, context: Context
) -> model.GetContextKeysForCustomPolicyResponse:
    given = input_policies("PolicyInputList", request["PolicyInputList"])
    return {"ContextKeyNames": list(_keys_in(given).values())}


def _keys_in(policies: Sequence[NamedPolicy]) -> dict[str, str]:
    """Returns the condition keys of policies as they are written, by the key in lower case."""
    found: dict[str, str] = {}
    for each in policies:
        for key in each.policy.context_keys:
            found.setdefault(key.lower(), key)
    return found


def _values(entries: Sequence[model.ContextEntry]) -> dict[str, Values]:
    return {
        entry["ContextKeyName"].lower(): tuple(entry.get("ContextKeyValues", ()))
        for entry in entries
        if "ContextKeyName" in entry
    }


def _owner(resource_owner: str | None, account_id: str) -> str:
    if resource_owner is None:
        return account_id
    return account_of(resource_owner) or account_id


def _results(
    simulation: _Simulation, actions: Sequence[str], resources: Sequence[str] | None
) -> list[model.EvaluationResult]:
    policies = simulation.policies
    matches = [each for pool in policies.pools for each in (*pool.allows, *pool.denies)]
    written = _keys_in([each.named for each in matches])
    results = [
        _result(simulation, written, action, resource)
        for action in actions
        for resource in resources or [_ANY]
    ]
    if resources is not None:
        for each in results:
            each["ResourceSpecificResults"] = [_of_resource(each)]
    return results


def _of_resource(result: model.EvaluationResult) -> model.ResourceSpecificResult:
    """Returns the result for the resource that a request names: the same in another form.

    Recorded in LocalStack's tests of IAM (April 2025). How results for several resources are
    divided is not recorded.
    """
    return {
        "EvalResourceName": result["EvalResourceName"],
        "EvalResourceDecision": result["EvalDecision"],
        "MatchedStatements": result["MatchedStatements"],
        "MissingContextValues": result["MissingContextValues"],
    }


def _result(
    simulation: _Simulation, written: Mapping[str, str], action: str, resource: str
) -> model.EvaluationResult:
    request = Request(
        simulation.caller, action, resource, FixedContext(simulation.values), simulation.owner
    )
    decision = decide_fully(request, simulation.policies)
    result: model.EvaluationResult = {
        "EvalActionName": action,
        "EvalResourceName": resource,
        "EvalDecision": decision.decision.outcome.value,
        "MatchedStatements": [_statement(each) for each in decision.matches],
        "MissingContextValues": [written.get(key, key) for key in decision.absent_keys],
        "EvalDecisionDetails": {},
    }
    _add_boundary(result, decision)
    return result


def _add_boundary(result: model.EvaluationResult, decision: FullDecision) -> None:
    if Source.BOUNDARY in decision.by_source:
        is_allowed = decision.by_source[Source.BOUNDARY].value == "allowed"
        result["PermissionsBoundaryDecisionDetail"] = {"AllowedByPermissionsBoundary": is_allowed}


def _statement(match: Match) -> model.Statement:
    return {
        "SourcePolicyId": match.named.name,
        "SourcePolicyType": _TYPES.get(match.source, "none"),  # type: ignore[typeddict-item]
        "StartPosition": _position(match.statement.start),
        "EndPosition": _position(match.statement.end),
    }


def _position(position: Position) -> model.Position:
    return {"Line": position.line, "Column": position.column}


_ON_SOURCE: Final = on_member("PolicySourceArn")

OPERATIONS: Final = (
    control(
        "SimulatePrincipalPolicy", READ, model.SIMULATE_PRINCIPAL_POLICY, _principal, _ON_SOURCE
    ),
    control("SimulateCustomPolicy", READ, model.SIMULATE_CUSTOM_POLICY, _custom, on_account),
    control(
        "GetContextKeysForPrincipalPolicy",
        READ,
        model.GET_CONTEXT_KEYS_FOR_PRINCIPAL_POLICY,
        _keys_of_principal,
        _ON_SOURCE,
    ),
    control(
        "GetContextKeysForCustomPolicy",
        READ,
        model.GET_CONTEXT_KEYS_FOR_CUSTOM_POLICY,
        _keys_of_custom,
        on_account,
    ),
)
