"""From the text of a PartiQL statement to the plan of a write.

The plans are those of PutItem, UpdateItem and DeleteItem, with other preconditions. INSERT fails if
the item exists. UPDATE fails if the item does not exist. DELETE applies its condition only if the
item exists.
"""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple, final

from jedlik.apis.dynamodb.model.statements import ParameterizedStatement
from jedlik.apis.dynamodb.write_answer import updated_of
from jedlik.core.errors import Reject, Scope, ServiceError, invalid
from jedlik.core.expressions.nodes import And, Comparison, Condition, In, Literal, Path, Update
from jedlik.core.keys.key import Key
from jedlik.core.keys.primary_key import KeyMismatch, fitting_key, item_key
from jedlik.core.limits import ITEM_BYTES
from jedlik.core.partiql import nodes
from jedlik.core.partiql.bind import (
    bound_condition,
    bound_update,
    bound_values,
    normalise_parameters,
)
from jedlik.core.partiql.key_ranges import check_scalar, key_type_mismatch
from jedlik.core.partiql.nodes import Statement
from jedlik.core.partiql.translate import MANDATORY_KEY, statement_of
from jedlik.core.types.attribute_value import AttributeValue, Item
from jedlik.core.types.stored_item import stored_json
from jedlik.core.types.value import item_size_bytes
from jedlik.engine.commit import Change, Write
from jedlik.engine.table import Table
from jedlik.features.items.update import ItemUpdate, UpdateWrite
from jedlik.features.items.writes import (
    CONDITION_FAILED,
    ITEM_TOO_LARGE,
    CheckWrite,
    DeleteWrite,
    Precondition,
    PutWrite,
)

_EXISTS_ALONE: Final = "EXISTS can only be used in ExecuteTransaction write requests."
EXISTS_WITHOUT_CONDITION: Final = (
    "EXISTS() must contain a single item read with additional condition"
)
_DUPLICATE: Final = ServiceError("DuplicateItemException", "Duplicate primary key exists in table")
_NO_ITEM: Final = ServiceError("ConditionalCheckFailedException", CONDITION_FAILED)


@final
class _Absent(Precondition):
    """The precondition of INSERT: the item does not exist."""

    def refusal_of_stored(self, old: bytes | None) -> ServiceError | None:
        """See Precondition.refusal_of_stored."""
        return None if old is None else _DUPLICATE


@final
class _Exists(Precondition):
    """The precondition of UPDATE: the item exists and satisfies the condition."""

    def refusal(self, old: bytes | None, item: Item | None) -> ServiceError | None:
        """See Precondition.refusal."""
        return _NO_ITEM if old is None else super().refusal(old, item)


@final
class _IfThere(Precondition):
    """The precondition of DELETE: the item does not exist, or it satisfies the condition."""

    def refusal_of_stored(self, old: bytes | None) -> ServiceError | None:
        """See Precondition.refusal_of_stored."""
        return None if old is None else super().refusal_of_stored(old)

    def missed(self) -> ServiceError | None:
        """See Precondition.missed. A condition that is false without the item is then a failed one
        (dynoxide's captures, October 2026).
        """
        return self.refusal(None, None)


_ABSENT: Final = _Absent(None, returns_item=False)


class CheckedStatement(NamedTuple):
    """A statement and the values of its parameters.

    condition: the resolved WHERE. It is None without WHERE, and if `statement.equalities` contains
    the whole WHERE.
    """

    statement: Statement
    values: Item
    condition: Condition | None
    update: Update | None
    returns_item: bool

    @property
    def is_read(self) -> bool:
        """Returns whether the statement is a SELECT."""
        return isinstance(self.statement.body, nodes.Select)


def checked_statement(
    request: ParameterizedStatement,
) -> CheckedStatement:
    """Returns the statement of a request, after every check that needs no table. Raises Reject."""
    return _checked(*_bound(request), request)


def checked_outside_transaction(
    request: ParameterizedStatement,
) -> CheckedStatement:
    """Returns the statement of a request that is not part of a transaction. Raises Reject."""
    statement, values = _bound(request)
    if isinstance(statement.body, nodes.Exists):
        raise invalid(_EXISTS_ALONE)
    return _checked(statement, values, request)


def _bound(request: ParameterizedStatement) -> tuple[Statement, Item]:
    """Returns the statement of a request, and the value of every reference in it."""
    parameters = request.get("Parameters", ())
    normalise_parameters(parameters)
    statement = statement_of(request["Statement"])
    return statement, bound_values(statement, parameters)


def _checked(
    statement: Statement, values: Item, request: ParameterizedStatement
) -> CheckedStatement:
    body = statement.body
    condition = update = None
    if statement.equalities is None and not isinstance(body, nodes.Insert):
        where = body.select.where if isinstance(body, nodes.Exists) else body.where
        if isinstance(body, nodes.Exists) and where is None:
            raise invalid(EXISTS_WITHOUT_CONDITION, Scope.STATEMENT)
        condition = bound_condition(where, values)
    if isinstance(body, nodes.Change):
        update = bound_update(body, values)
    returns_item = request.get("ReturnValuesOnConditionCheckFailure") == "ALL_OLD"
    return CheckedStatement(statement, values, condition, update, returns_item)


def whole_condition(checked: CheckedStatement) -> Condition | None:
    """Returns the resolved WHERE of a SELECT, None without WHERE."""
    if checked.condition is not None or checked.statement.equalities is None:
        return checked.condition
    body = checked.statement.body
    assert isinstance(body, nodes.Select)
    return bound_condition(body.where, checked.values)


def check_columns(select: nodes.Select) -> None:
    """Raises Reject if the select list contains an element that is no path."""
    if select.fault is not None:
        raise Reject(select.fault)


def equalled_key(table: Table, checked: CheckedStatement) -> Key | None:
    """Returns the primary key if WHERE consists of one equality for each key attribute, else None.

    Raises Reject for values that no key can have.
    """
    key = equalled_values(table, checked)
    if key is None:
        return None
    check_key_types(table, key)
    return fitting_key(table.key, key)


def equalled_values(table: Table, checked: CheckedStatement) -> Item | None:
    """Returns the key attributes if WHERE consists of one equality for each, else None."""
    equalities = checked.statement.equalities
    names = [name for name, _ in table.key_attributes]
    if equalities is None or len(equalities) != len(names):
        return None
    key: Item = {}
    for name in names:
        reference = equalities.get(name)
        if reference is None:
            return None
        key[name] = checked.values[reference]
    return key


def plan(table: Table, checked: CheckedStatement, *, in_transaction: bool = False) -> Write:
    """Returns the write of a statement that is no SELECT.

    Raises Reject if the statement does not fit the table. Its texts about keys are others
    `in_transaction` (floci, DynamoDbPartiQLEdgeCaseIntegrationTest, captured from the service in
    September 2026).
    """
    body = checked.statement.body
    if isinstance(body, nodes.Insert):
        return _plan_insert(table, checked, body, in_transaction=in_transaction)
    key, condition = key_and_condition(table, checked, in_transaction=in_transaction)
    at = fitting_key(table.key, key)
    returns_item = checked.returns_item
    if isinstance(body, nodes.Delete):
        return DeleteWrite(table, at, _IfThere(condition, returns_item=returns_item))
    if checked.update is not None:
        precondition = _Exists(condition, returns_item=returns_item)
        return UpdateWrite(table, at, ItemUpdate(key, checked.update, precondition))
    if condition is None:
        raise invalid(EXISTS_WITHOUT_CONDITION, Scope.STATEMENT)
    return CheckWrite(table, at, Precondition(condition, returns_item=returns_item))


def returned(checked: CheckedStatement, change: Change) -> object:
    """Returns the item that RETURNING answers, None if there is none."""
    body = checked.statement.body
    form = body.returning if isinstance(body, (nodes.Change, nodes.Delete)) else None
    if form is None:
        return None
    kind, _, version = form.partition(" ")
    if kind == "ALL":
        stored = change.old if version == "OLD" else change.new
        return None if stored is None else stored_json(stored)
    if checked.update is None:
        return None
    return updated_of(checked.update, change, is_old=version == "OLD")


def _plan_insert(
    table: Table, checked: CheckedStatement, body: nodes.Insert, *, in_transaction: bool
) -> Write:
    item = {name: checked.values[reference] for name, reference in body.attributes}
    if not in_transaction:
        _check_inserted_key(table, item)
    key = item_key(table.key, item)
    size_bytes = item_size_bytes(item)
    if size_bytes > ITEM_BYTES:
        raise invalid(ITEM_TOO_LARGE)
    return PutWrite(table, key, item, size_bytes, _ABSENT)


def _check_inserted_key(table: Table, item: Item) -> None:
    """Raises Reject if a key attribute is missing or has a wrong type."""
    for name, _ in table.key_attributes:
        if name not in item:
            message = f"Key attribute should be present in the item: Key {name}"
            raise invalid(message, Scope.STATEMENT)
    for name, key_type in table.key_attributes:
        if key_type not in item[name]:
            raise key_type_mismatch(name)


def key_and_condition(
    table: Table, checked: CheckedStatement, *, in_transaction: bool = False
) -> tuple[Item, Condition | None]:
    """Returns the key in the equalities of WHERE, and the other conditions of WHERE.

    Raises Reject if WHERE does not name one key of the table. in_transaction: see `plan`.
    """
    is_exists = isinstance(checked.statement.body, nodes.Exists)
    key: Item = {}
    rest: list[Condition] = []
    names = {name for name, _ in table.key_attributes}
    for condition in _conjuncts(checked):
        named = _equality(condition)
        if named is None or named[0] not in names:
            rest.append(condition)
            continue
        name, value = named
        if key.setdefault(name, value) != value:
            if is_exists:  # captured, see `plan`: the second value is a condition that fails
                rest.append(condition)
                continue
            raise invalid(
                f"Multiple conditions on same key {name}. "
                "Only single item Update/Insert/Delete are supported",
                Scope.ACTION if in_transaction else Scope.STATEMENT,
            )
    if len(key) != len(names):
        if in_transaction and not is_exists and (key or rest):
            raise KeyMismatch
        message = EXISTS_WITHOUT_CONDITION if is_exists else MANDATORY_KEY
        raise invalid(message, Scope.STATEMENT)
    if in_transaction:
        for name, _ in table.key_attributes:
            check_scalar(name, key[name])
    else:
        check_key_types(table, key)
    if not rest:
        return key, None
    return key, rest[0] if len(rest) == 1 else And(tuple(rest))


def named_key(table: Table, condition: Condition | None) -> Item | None:
    """Returns the key attributes if WHERE names a value for each, perhaps several times or as the
    only value of an IN, and nothing else. Returns None for any other WHERE.
    """
    names = {name for name, _ in table.key_attributes}
    key: Item = {}
    rest = [] if condition is None else [condition]
    while rest:
        part = rest.pop()
        if isinstance(part, And):
            rest += part.conditions
            continue
        if isinstance(part, In) and len(part.operands) == 2:
            part = Comparison("=", *part.operands)
        named = _equality(part)
        if named is None or named[0] not in names:
            return None
        name, value = named
        if key.setdefault(name, value) != value:
            return None
    return key if len(key) == len(names) else None


def _conjuncts(checked: CheckedStatement) -> Sequence[Condition]:
    equalities = checked.statement.equalities
    if equalities is not None:
        return [
            Comparison("=", Path(name), Literal(checked.values[reference]))
            for name, reference in equalities.items()
        ]
    condition = checked.condition
    if isinstance(condition, And):
        return condition.conditions
    return () if condition is None else (condition,)


def _equality(condition: Condition) -> tuple[str, AttributeValue] | None:
    """Returns the attribute and the value that a condition compares with `=`, else None."""
    if not isinstance(condition, Comparison) or condition.operator != "=":
        return None
    left, right = condition.left, condition.right
    if isinstance(left, Literal):
        left, right = right, left
    if isinstance(left, Path) and not left.steps and isinstance(right, Literal):
        return left.name, right.value
    return None


def check_key_types(table: Table, attributes: Mapping[str, AttributeValue]) -> None:
    """Raises Reject for key attributes of wrong types.

    attributes: contain the whole primary key. A type that no key has is reported first (dynoxide's
    captures, October 2026).
    """
    wrong = [name for name, key_type in table.key_attributes if key_type not in attributes[name]]
    for name in wrong:
        check_scalar(name, attributes[name])
    if wrong:
        raise key_type_mismatch(wrong[0])
