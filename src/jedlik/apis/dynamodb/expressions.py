"""Reads the expressions of a request: which parameters exclude each other, and the resolved forms.

In a resolved expression, names and values are substituted and the rules that need no item are
checked. Legacy parameters become the same forms. The order of errors among the parameters is that
of the service (dynalite `validations/index.js`, recorded answers).
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Final, TypeVar, get_args

from jedlik.apis.dynamodb.model.items import (
    DeleteItemRequest,
    GetItemRequest,
    KeysAndAttributes,
    PutItemRequest,
    QueryRequest,
    ScanRequest,
    Substituted,
    UpdateItemRequest,
)
from jedlik.apis.dynamodb.model.members import Select
from jedlik.core.errors import Reject
from jedlik.core.expressions import parse_condition, parse_projection, parse_update
from jedlik.core.expressions.legacy.condition import expected_condition, filter_condition
from jedlik.core.expressions.legacy.key_conditions import key_clauses
from jedlik.core.expressions.legacy.projection import attributes_to_get
from jedlik.core.expressions.legacy.update import attribute_updates
from jedlik.core.expressions.nodes import Condition, Projection, Update
from jedlik.core.expressions.parse_key_condition import Clause, clauses_of
from jedlik.core.expressions.resolve import Substitutions
from jedlik.core.expressions.tokens import check_size
from jedlik.core.types import structures
from jedlik.core.types.constraints import EnumWording, one_of
from jedlik.core.types.value import OLDER, READ, WRITE, Layer, normalise_expression_values
from jedlik.features.items.writes import Precondition
from jedlik.wire.shapes.faults import Path, fault
from jedlik.wire.shapes.request import is_for_older_layer

R = TypeVar("R")
C = TypeVar("C")

_SELECT: Final = one_of(get_args(Select), EnumWording())
_CHOSEN: Final = {
    "ALL_ATTRIBUTES": "ALL_ATTRIBUTES",
    "ALL_PROJECTED_ATTRIBUTES": "ALL_PROJECTED_ATTRIBUTES",
    "COUNT": "only the Count",
}


def check_parameters(
    request: Mapping[str, object], layer: Layer, expressions: Sequence[str], legacy: Sequence[str]
) -> None:
    """Raises Reject for parameters that exclude each other.

    expressions: the parameters of the operation that are expressions.
    legacy: the parameters that the expressions replace. KeyConditions may be combined with every
        expression except KeyConditionExpression.

    Both are in the order in which errors list them.
    """
    given = [name for name in expressions if name in request]
    replaced = [name for name in legacy if name in request]
    if "KeyConditions" in replaced and "KeyConditionExpression" not in given:
        replaced.remove("KeyConditions")
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
    if message is not None:
        raise layer.refusal(message)


def check_select(request: Mapping[str, object], refusal: Callable[[str], Reject]) -> None:
    """Raises Reject if Select does not fit the other members.

    refusal: makes the error from its text. It is `enveloped` for Query and `invalid` for Scan
        (moto's tests against the service, August 2026).

    Source of the texts: recorded answers, October 2026.
    """
    select = request.get("Select")
    if select is None:
        return
    if not _SELECT.holds(str(select)):
        raise refusal(fault(_SELECT, Path().member("Select"), partial(str, select)).older)
    if (
        select == "SPECIFIC_ATTRIBUTES"
        and "ProjectionExpression" not in request
        and "AttributesToGet" not in request
    ):
        raise refusal(
            "Must specify the AttributesToGet or ProjectionExpression "
            "when choosing to get SPECIFIC_ATTRIBUTES"
        )
    for parameter in ("AttributesToGet", "ProjectionExpression"):
        if parameter in request and select in _CHOSEN:
            raise refusal(
                f"Cannot specify the {parameter} when choosing to get {_CHOSEN[str(select)]}"
            )
    if select == "ALL_PROJECTED_ATTRIBUTES" and request.get("IndexName") is None:
        raise refusal("ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName")


def precondition_of(request: PutItemRequest | DeleteItemRequest, layer: Layer) -> Precondition:
    """Returns the precondition of a write. Raises Reject."""
    if "ConditionExpression" not in request:
        return _legacy_precondition(request, layer)
    substitutions = _substitutions(request, layer)
    try:
        condition = _condition(substitutions, request["ConditionExpression"], layer)
        substitutions.check_all_used()
    except Reject as reject:
        raise layer.refusal(reject.error.message or "") from None
    return _precondition(request, condition)


def precondition_and_update_of(
    request: UpdateItemRequest, layer: Layer
) -> tuple[Precondition, Update | None]:
    """Returns the precondition and the update of a write. Raises Reject."""
    update_text = request.get("UpdateExpression")
    condition_text = request.get("ConditionExpression")
    if update_text is None and condition_text is None:
        updates = request.get("AttributeUpdates")
        legacy_update = None if updates is None else attribute_updates(updates, layer)
        return _legacy_precondition(request, layer), legacy_update
    substitutions = _substitutions(request, layer)
    try:
        update = condition = None
        if condition_text == "":  # reported before the update is read (dynoxide's captures)
            parse_condition.parse(condition_text, "ConditionExpression")
        if update_text is not None:
            update = substitutions.update(parse_update.parse(update_text))
        if condition_text is not None:
            condition = _condition(substitutions, condition_text, layer)
        substitutions.check_all_used()
    except Reject as reject:
        raise layer.refusal(reject.error.message or "") from None
    return _precondition(request, condition), update


def projection_of(request: GetItemRequest | KeysAndAttributes) -> Projection | None:
    """Returns the projection of a read of single items, or None for whole items."""
    if "ProjectionExpression" not in request:
        return _legacy_projection(request)
    substitutions = Substitutions(request.get("ExpressionAttributeNames"), None)
    projection = substitutions.projection(parse_projection.parse(request["ProjectionExpression"]))
    substitutions.check_all_used()
    return projection


def query_expressions_of(
    request: QueryRequest, layer: Layer
) -> tuple[dict[str, Clause], Condition | None, Projection | None]:
    """Returns the clauses of the key condition, the filter and the projection of a Query.

    Filter and projection are None if the request has no expressions for them.
    """
    substitutions = _substitutions(request, layer)
    resolved = None
    if "KeyConditionExpression" in request:
        parsed = parse_condition.parse(request["KeyConditionExpression"], "KeyConditionExpression")
        resolved = substitutions.condition(parsed)
    condition, projection = _filter_and_projection(substitutions, request)
    substitutions.check_all_used()
    # The service checks the form of the key condition after the other expressions (dynalite, moto's
    # tests against the service).
    clauses = {} if resolved is None else clauses_of(resolved)
    if "KeyConditions" in request:
        clauses = key_clauses(request["KeyConditions"])
    return clauses, condition, projection


def scan_expressions_of(request: ScanRequest) -> tuple[Condition | None, Projection | None]:
    """Returns the filter and the projection of a Scan that are expressions, each may be None."""
    substitutions = _substitutions(request, OLDER)
    check_size(request.get("FilterExpression", ""), "FilterExpression", is_shown=True)
    condition, projection = _filter_and_projection(substitutions, request)
    substitutions.check_all_used()
    return condition, projection


def legacy_query_selection_of(
    request: QueryRequest,
) -> tuple[Condition | None, Projection | None]:
    """Returns QueryFilter and AttributesToGet, each None if the request lacks it."""
    condition = _legacy_filter(request, request.get("QueryFilter"), READ)
    return condition, _legacy_projection(request)


def legacy_scan_selection_of(
    request: ScanRequest,
) -> tuple[Condition | None, Projection | None]:
    """Returns ScanFilter and AttributesToGet. Unlike Query, Scan checks AttributesToGet first."""
    projection = _legacy_projection(request)
    return _legacy_filter(request, request.get("ScanFilter"), OLDER), projection


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


def check_substitutions(request: Substituted, layer: Layer) -> None:
    """Checks the names and values of a request without an expression. Raises Reject."""
    _substitutions(request, layer)


def _substitutions(request: Substituted, layer: Layer) -> Substitutions:
    values = request.get("ExpressionAttributeValues")
    try:
        substitutions = Substitutions(request.get("ExpressionAttributeNames"), values)
    except Reject as reject:
        raise layer.refusal(reject.error.message or "") from None
    if values is not None:
        normalise_expression_values(values, layer)
    return substitutions


def _condition(substitutions: Substitutions, text: str, layer: Layer) -> Condition:
    if not layer.current:
        check_size(text, "ConditionExpression", is_shown=True)
    return substitutions.condition(parse_condition.parse(text, "ConditionExpression"))


def _legacy_precondition(
    request: PutItemRequest | DeleteItemRequest | UpdateItemRequest, layer: Layer
) -> Precondition:
    expected, operator = request.get("Expected"), request.get("ConditionalOperator")
    if expected is None and operator is None:
        return Precondition(None, returns_item=False)
    return _precondition(request, expected_condition(expected or {}, operator, layer))


def _legacy_filter(
    request: QueryRequest | ScanRequest,
    conditions: Mapping[str, structures.Condition] | None,
    layer: Layer,
) -> Condition | None:
    operator = request.get("ConditionalOperator")
    if conditions is None and operator is None:
        return None
    return filter_condition(conditions or {}, operator, layer)


def _legacy_projection(
    request: GetItemRequest | KeysAndAttributes | QueryRequest | ScanRequest,
) -> Projection | None:
    names = request.get("AttributesToGet")
    return None if names is None else attributes_to_get(names)


def _precondition(
    request: PutItemRequest | DeleteItemRequest | UpdateItemRequest, condition: Condition | None
) -> Precondition:
    returns_item = request.get("ReturnValuesOnConditionCheckFailure") == "ALL_OLD"
    return Precondition(condition, returns_item=returns_item)


def _values_without_expression(layer: Layer, expressions: Sequence[str]) -> str | None:
    message = "ExpressionAttributeValues can only be specified when using expressions"
    using = [name for name in expressions if name != "ProjectionExpression"]
    if layer.current and layer.enveloped:
        return message
    if not using:
        return None
    return f"{message}: {' and '.join(using)} {'are' if len(using) > 1 else 'is'} null"


def checked_in_layer(request: R, check: Callable[[R, Layer], C], layer: Layer = WRITE) -> C:
    """Returns the result of `check` for a request. Raises Reject.

    layer: the layer of the operation. If a request is nested very deeply, or a value of it has no
    type, several, or a text as a Boolean, the older layer of the service refuses it instead,
    whatever is wrong with it. Recorded (October 2026) are enums, ReturnValues that do not fit the
    operation, values, conditions of Expected, and the depth itself. Which layer it is matters only
    for a refusal, so it is found out only then.
    """
    try:
        return check(request, layer)
    except Reject:
        if is_for_older_layer(request):
            check(request, OLDER)
        raise
