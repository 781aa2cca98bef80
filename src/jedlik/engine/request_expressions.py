"""The expressions of a request: which may stand together, and their resolved forms.

A resolved expression has its names and values put in and its static rules checked; the order of
errors among the parameters is the service's (dynalite `validations/index.js`, recorded answers).
"""

from collections.abc import Mapping, Sequence
from typing import TypedDict

from jedlik.core.errors import REQUEST_INVALID, Reject, enveloped, invalid
from jedlik.core.expressions import parse_condition, parse_projection, parse_update
from jedlik.core.expressions.nodes import Condition, Projection, Update
from jedlik.core.expressions.parse_key_condition import Clause, clauses_of
from jedlik.core.expressions.resolve import Substitutions
from jedlik.core.shapes.requests.data import (
    DeleteItemRequest,
    GetItemRequest,
    KeysAndAttributes,
    PutItemRequest,
    QueryRequest,
    ScanRequest,
    UpdateItemRequest,
)
from jedlik.core.types.attribute_value import AttributeValue
from jedlik.core.types.value import OLDER, READ, WRITE, Layer, normalise_expression_values
from jedlik.engine.conditional_write import Guard


class _Substituted(TypedDict, total=False):
    ExpressionAttributeNames: dict[str, str]
    ExpressionAttributeValues: dict[str, AttributeValue]


def check_parameters(
    request: Mapping[str, object], layer: Layer, expressions: Sequence[str], legacy: Sequence[str]
) -> None:
    """Raise Reject for parameters that do not go together.

    expressions, legacy: the parameters of the operation that are expressions, and those that the
    expressions replace, each in the order in which errors list them.
    """
    given = [name for name in expressions if name in request]
    replaced = [name for name in legacy if name in request]
    message = None
    if given and replaced:
        message = (
            "Can not use both expression and non-expression parameters in the same request: "
            f"Non-expression parameters: {{{', '.join(replaced)}}} "
            f"Expression parameters: {{{', '.join(given)}}}"
        )
    elif not given and "ExpressionAttributeNames" in request:
        message = "ExpressionAttributeNames can only be specified when using expressions"
    elif "ExpressionAttributeValues" in request and given in ([], ["ProjectionExpression"]):
        message = _values_without_expression(layer, expressions)
    elif replaced:
        message = REQUEST_INVALID + f"{replaced[0]} is not supported yet; use an expression"
    if message is not None:
        raise enveloped(message) if layer.enveloped else invalid(message)


def guard_of(request: PutItemRequest | DeleteItemRequest) -> Guard:
    """The condition of a write; raises Reject in the envelope."""
    if "ConditionExpression" not in request:
        return Guard(None, returns_item=False)
    try:
        substitutions = _substitutions(request, WRITE)
        condition = _condition(substitutions, request["ConditionExpression"])
        substitutions.check_all_used()
    except Reject as reject:
        raise _in_envelope(reject) from None
    return _guard(request, condition)


def guard_and_update_of(request: UpdateItemRequest) -> tuple[Guard, Update | None]:
    """The condition and the update of a write; raises Reject in the envelope."""
    update_text = request.get("UpdateExpression")
    condition_text = request.get("ConditionExpression")
    if update_text is None and condition_text is None:
        return Guard(None, returns_item=False), None
    try:
        substitutions = _substitutions(request, WRITE)
        update = condition = None
        if update_text is not None:
            update = substitutions.update(parse_update.parse(update_text))
        if condition_text is not None:
            condition = _condition(substitutions, condition_text)
        substitutions.check_all_used()
    except Reject as reject:
        raise _in_envelope(reject) from None
    return _guard(request, condition), update


def projection_of(request: GetItemRequest | KeysAndAttributes) -> Projection | None:
    """What a read of single items asks for; None is everything."""
    if "ProjectionExpression" not in request:
        return None
    substitutions = Substitutions(request.get("ExpressionAttributeNames"), None)
    projection = substitutions.projection(parse_projection.parse(request["ProjectionExpression"]))
    substitutions.check_all_used()
    return projection


def query_expressions_of(
    request: QueryRequest,
) -> tuple[dict[str, Clause], Condition | None, Projection | None]:
    """The clauses of the key condition, the filter, the projection."""
    substitutions = _substitutions(request, READ)
    parsed = parse_condition.parse(request["KeyConditionExpression"], "KeyConditionExpression")
    clauses = clauses_of(substitutions.condition(parsed))
    condition, projection = _filter_and_projection(substitutions, request)
    substitutions.check_all_used()
    return clauses, condition, projection


def scan_expressions_of(request: ScanRequest) -> tuple[Condition | None, Projection | None]:
    """The filter and the projection."""
    substitutions = _substitutions(request, OLDER)
    condition, projection = _filter_and_projection(substitutions, request)
    substitutions.check_all_used()
    return condition, projection


def _filter_and_projection(
    substitutions: Substitutions, request: QueryRequest | ScanRequest
) -> tuple[Condition | None, Projection | None]:
    condition = projection = None
    if "FilterExpression" in request:
        parsed = parse_condition.parse(request["FilterExpression"], "FilterExpression")
        condition = substitutions.condition(parsed)
    if "ProjectionExpression" in request:
        paths = parse_projection.parse(request["ProjectionExpression"])
        projection = substitutions.projection(paths)
    return condition, projection


def _substitutions(request: _Substituted, layer: Layer) -> Substitutions:
    values = request.get("ExpressionAttributeValues")
    substitutions = Substitutions(request.get("ExpressionAttributeNames"), values)
    if values is not None:
        normalise_expression_values(values, layer)
    return substitutions


def _condition(substitutions: Substitutions, text: str) -> Condition:
    return substitutions.condition(parse_condition.parse(text, "ConditionExpression"))


def _guard(
    request: PutItemRequest | DeleteItemRequest | UpdateItemRequest, condition: Condition | None
) -> Guard:
    return Guard(condition, request.get("ReturnValuesOnConditionCheckFailure") == "ALL_OLD")


def _values_without_expression(layer: Layer, expressions: Sequence[str]) -> str | None:
    message = "ExpressionAttributeValues can only be specified when using expressions"
    using = [name for name in expressions if name != "ProjectionExpression"]
    if layer.current and layer.enveloped:
        return message
    if not using:
        return None
    return f"{message}: {' and '.join(using)} {'are' if len(using) > 1 else 'is'} null"


def _in_envelope(reject: Reject) -> Reject:
    message = reject.error.message or ""
    return reject if message.startswith("1 validation error") else enveloped(message)
