"""Resolves parsed expressions: it replaces the references with a request's names and values.

A request creates one `Substitutions`, which resolves each of its expressions in turn.
`check_all_used` then refuses names and values that no expression used. The rules about values
(`check_operands`) are checked during resolution, in the service's order:

- A condition is read in written order, one comparison or call at a time: first undefined
  references, then the rules of its operands.
- An update first resolves the names of its targets and refuses overlapping ones. It is then read
  from its last action back to its first.
- A projection is resolved path by path, then overlapping paths are refused.

Sources: dynalite test/scan.js, test/updateItem.js, test/getItem.js; Alternator
test_condition_expression.py, test_update_expression.py; recorded answers, October 2026.
"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final

from jedlik.core import limits
from jedlik.core.errors import Reject, invalid
from jedlik.core.expressions.check_operands import (
    check_action,
    check_operands,
)
from jedlik.core.expressions.check_paths import check_disjoint
from jedlik.core.expressions.nodes import (
    Action,
    Add,
    And,
    Arithmetic,
    Between,
    Comparison,
    Condition,
    Delete,
    Function,
    In,
    Literal,
    Not,
    Operand,
    Or,
    Parsed,
    Path,
    PathReference,
    Projection,
    ProjectionPaths,
    Remove,
    Root_co,
    Set,
    Update,
    ValueReference,
)
from jedlik.core.expressions.tokens import ALIAS, expression_invalid
from jedlik.core.pauses import STRIDE, spend
from jedlik.core.types.attribute_value import AttributeValue, Item
from jedlik.core.types.echo import ECHO_CHARACTERS, listing
from jedlik.core.types.value import ATTRIBUTE_NAME_TOO_LONG, EMPTY_ATTRIBUTE_NAME

_UNDEFINED_NAME: Final = (
    "An expression attribute name used in the document path is not defined; attribute name: "
)
_UNDEFINED_VALUE: Final = (
    "An expression attribute value used in expression is not defined; attribute value: "
)
_NO_NAMES: Final[dict[str, str]] = {}
_NO_VALUES: Final[Item] = {}
_VALUES_PER_KEY: Final = 8  # as much work as one key, see `spend`
_UNUSED: Final[frozenset[str]] = frozenset()
_LISTED_MAX: Final = ECHO_CHARACTERS // 3 + 1  # a key and its separator are longer


class Substitutions:
    """ExpressionAttributeNames and ExpressionAttributeValues of one request.

    names, values: None if the request lacks the member. The constructor checks the keys of both
    maps and raises Reject. The values must be canonical before an expression is resolved.
    """

    __slots__ = ("_kind", "_names", "_used_names", "_used_values", "_values")

    def __init__(self, names: dict[str, str] | None, values: Item | None) -> None:
        if names is not None:
            _check_names(names)
        if values is not None:
            _check_values(values)
        self._names = names or _NO_NAMES
        self._values = values or _NO_VALUES
        self._used_names = _UNUSED
        self._used_values = _UNUSED
        self._kind = ""

    def condition(self, parsed: Parsed[Condition]) -> Condition:
        """Returns the condition for `evaluate`. Raises Reject for a wrong reference or operand."""
        if not parsed.names and not parsed.values:
            return _constant_condition(parsed)
        return self._condition_of(parsed)

    def update(self, parsed: Parsed[Update]) -> Update:
        """Returns the actions for `update.apply`, in written order. Raises Reject."""
        self._begin(parsed)
        targets = [self._path(action.path) for action in parsed.root]
        check_disjoint(parsed.kind, targets)
        if not parsed.names <= self._names.keys():
            self._refuse_undefined_name(parsed.root)
        actions = [
            self._action(action, target)
            for action, target in zip(reversed(parsed.root), reversed(targets), strict=True)
        ]
        actions.reverse()
        return tuple(actions)

    def projection(self, parsed: Parsed[ProjectionPaths]) -> Projection:
        """Returns the paths, in written order. Raises Reject."""
        if not parsed.names:
            return _constant_projection(parsed)
        return self._projection(parsed)

    def check_all_used(self) -> None:
        """Raises Reject if a name or value was used by no resolved expression."""
        if len(self._used_names) < len(self._names):
            _refuse_unused("ExpressionAttributeNames", self._names, self._used_names)
        if len(self._used_values) < len(self._values):
            _refuse_unused("ExpressionAttributeValues", self._values, self._used_values)

    def _begin(self, parsed: Parsed[Root_co]) -> None:
        """Counts the references of an expression as used. An undefined one fails the request."""
        self._kind = parsed.kind
        self._used_names = self._used_names | parsed.names if self._used_names else parsed.names
        self._used_values = (
            self._used_values | parsed.values if self._used_values else parsed.values
        )

    def _condition_of(self, parsed: Parsed[Condition]) -> Condition:
        self._begin(parsed)
        return self._condition(parsed.root)

    def _projection(self, parsed: Parsed[ProjectionPaths]) -> Projection:
        self._begin(parsed)
        paths = tuple([self._path(path) for path in parsed.root])
        check_disjoint(parsed.kind, paths)
        return paths

    def _condition(self, node: Condition) -> Condition:
        if isinstance(node, And):
            return And(self._conditions(node.conditions))
        if isinstance(node, Or):
            return Or(self._conditions(node.conditions))
        if isinstance(node, Not):
            return Not(self._condition(node.condition))
        bound: Comparison | Function | Between | In
        if isinstance(node, Comparison):
            left, right = self._operand(node.left), self._operand(node.right)
            bound = Comparison(node.operator, left, right)
        elif isinstance(node, Function):
            operands = self._operands(node.operands)
            bound = node if operands is node.operands else Function(node.name, operands)
        elif isinstance(node, Between):
            operand, lower = self._operand(node.operand), self._operand(node.lower)
            bound = Between(operand, lower, self._operand(node.upper))
        else:
            bound = In(self._operand(node.operand), self._operands(node.candidates))
        check_operands(self._kind, bound)
        return bound

    # The loops below are not comprehensions, which would add a stack frame on each level of
    # nesting.

    def _conditions(self, nodes: tuple[Condition, ...]) -> tuple[Condition, ...]:
        bound = []
        for node in nodes:
            bound.append(self._condition(node))
        return tuple(bound)

    def _operands(self, operands: tuple[Operand, ...]) -> tuple[Operand, ...]:
        if len(operands) == 1 and isinstance(operands[0], Path):
            return operands
        bound = []
        for operand in operands:
            bound.append(self._operand(operand))
        return tuple(bound)

    def _operand(self, operand: Operand) -> Operand:
        if isinstance(operand, Path):
            return operand
        if isinstance(operand, ValueReference):
            return self._literal(operand)
        if isinstance(operand, PathReference):
            return self._path(operand)
        assert isinstance(operand, Function)  # a parsed tree has no literals
        return Function(operand.name, self._operands(operand.operands))

    def _path(self, path: Path | PathReference) -> Path:
        if isinstance(path, Path):
            return path
        elements = path.elements
        first = elements[0]
        assert isinstance(first, str)  # a path begins with the name of an attribute
        name = self._name(first) if first[0] == ALIAS else first
        if len(elements) == 1:
            return Path(name)
        steps = [
            self._name(step) if isinstance(step, str) and step[0] == ALIAS else step
            for step in elements[1:]
        ]
        if len(elements) > limits.PATH_ELEMENTS:
            message = "The document path has too many nesting levels; nesting levels: "
            raise expression_invalid(self._kind, f"{message}{len(elements)}")
        return Path(name, tuple(steps))

    def _name(self, alias: str) -> str:
        name = self._names.get(alias)
        if name is None:
            raise expression_invalid(self._kind, _UNDEFINED_NAME + alias)
        return name

    def _literal(self, value: ValueReference | Literal) -> Literal:
        assert isinstance(value, ValueReference)  # a parsed tree has no literals
        found = self._values.get(value.name)
        if found is None:
            raise expression_invalid(self._kind, _UNDEFINED_VALUE + value.name)
        return Literal(found)

    def _action(self, action: Action, target: Path) -> Action:
        bound: Action
        if isinstance(action, Set):
            bound = Set(target, self._set_value(action.value))
        elif isinstance(action, Remove):
            return Remove(target)
        elif isinstance(action, Add):
            bound = Add(target, self._literal(action.value))
        else:
            bound = Delete(target, self._literal(action.value))
        check_action(self._kind, bound)
        return bound

    def _set_value(self, value: Operand | Arithmetic) -> Operand | Arithmetic:
        if not isinstance(value, Arithmetic):
            return self._operand(value)
        left, right = self._set_value(value.left), self._set_value(value.right)
        return Arithmetic(value.operator, left, right)

    def _refuse_undefined_name(self, update: Update) -> None:
        """Raises Reject for the alias that the service reads first: it reads actions backwards."""
        for action in reversed(update):
            if isinstance(action, Set):
                for path in _paths_of(action.value):
                    self._path(path)


@lru_cache(maxsize=1024)
def _constant_condition(parsed: Parsed[Condition]) -> Condition:
    return Substitutions(None, None)._condition_of(parsed)


@lru_cache(maxsize=1024)
def _constant_projection(parsed: Parsed[ProjectionPaths]) -> Projection:
    return Substitutions(None, None)._projection(parsed)


def _paths_of(value: Operand | Arithmetic) -> Iterator[Path | PathReference]:
    """Returns the paths in the value of a SET, in written order."""
    rest: list[Operand | Arithmetic] = [value]
    while rest:
        node = rest.pop()
        if isinstance(node, (Path, PathReference)):
            yield node
        elif isinstance(node, Function):
            rest.extend(reversed(node.operands))
        elif isinstance(node, Arithmetic):
            rest += (node.right, node.left)


_REFERENCE: Final = re.compile(r"[#:][A-Za-z0-9_]+")
# a name this short cannot have too many bytes
_SHORT_NAME_CHARACTERS: Final = limits.ATTRIBUTE_NAME_BYTES // 4


def _check_names(names: dict[str, str]) -> None:
    """Raises Reject for an empty map, an invalid key or an invalid attribute name.

    Sources: dynalite test/getItem.js for keys; Alternator test_limits.py for names.
    """
    member = "ExpressionAttributeNames"
    if not names:
        raise invalid(f"{member} must not be empty")
    for key, name in names.items():
        spend(_VALUES_PER_KEY)
        if len(key) > limits.EXPRESSION_NAME_BYTES or _sign_of(key) != "#":
            raise _invalid_key(member, "#", key)
        if name and len(name) <= _SHORT_NAME_CHARACTERS:
            continue
        if len(name.encode()) > limits.ATTRIBUTE_NAME_BYTES:
            raise invalid(
                f"{member} contains invalid value: {ATTRIBUTE_NAME_TOO_LONG} for key {key}"
            )
        if not name:
            raise invalid(f"{member} contains invalid value: {EMPTY_ATTRIBUTE_NAME} for key {key}")


def _check_values(values: Item) -> None:
    """Raises Reject for an empty map or an invalid key. Source: dynalite test/scan.js."""
    member = "ExpressionAttributeValues"
    if not values:
        raise invalid(f"{member} must not be empty")
    for key in values:
        spend(_VALUES_PER_KEY)
        if len(key) > limits.EXPRESSION_NAME_BYTES or _sign_of(key) != ":":
            raise _invalid_key(member, ":", key)


@lru_cache(maxsize=4096)
def _sign_of(key: str) -> str:
    """Returns the first character of a valid key, or "" for an invalid key.

    The cache holds the keys, so callers must pass only keys of limited length.
    """
    return key[0] if _REFERENCE.fullmatch(key) else ""


def _invalid_key(member: str, sign: str, key: str) -> Reject:
    """Returns the error for an invalid key.

    If a key is too long, only the text about names reports its size: ExtendDB's captures of 2026.
    """
    size_bytes = len(key.encode())
    if size_bytes > limits.EXPRESSION_NAME_BYTES:
        figure = f" size of key: {size_bytes}" if sign == "#" else ""
        return invalid(
            f"{member} contains invalid key: The expression attribute map contains a key that is "
            f"too long;{figure}"
        )
    fault = "Syntax error" if key else "The expression attribute map contains an empty key"
    return invalid(f'{member} contains invalid key: {fault}; key: "{key}"')


def _refuse_unused(
    member: str,
    substitutions: Mapping[str, str] | Mapping[str, AttributeValue],
    used: frozenset[str],
) -> None:
    """Raises Reject with the keys that are not in `used`."""
    keys = java_set_order([key for key in substitutions if key not in used], len(substitutions))
    raise invalid(f"Value provided in {member} unused in expressions: keys: {{{listing(keys)}}}")


def java_map_order(keys: list[str]) -> list[str]:
    """Returns the keys of a Java HashMap that was made for as many entries, in its order.

    Source: dynoxide's captures, October 2026, of names of attributes.
    """
    return java_set_order(keys, len(keys), 1 << max(len(keys) - 1, 0).bit_length())


def java_set_order(keys: list[str], set_size: int, buckets: int = 16) -> list[str]:
    """Returns some keys of a Java HashSet in its order, as the service lists them. It is exact for
    characters of the Basic Multilingual Plane.

    set_size: how many elements the set has. Returns only as many keys as an error can show.
    buckets: how many it has in the beginning. Their number doubles until three quarters suffice.
    """
    while buckets * 3 < set_size * 4:
        buckets *= 2

    def bucket(key: str) -> int:
        code = 0
        for character in key:
            code = (31 * code + ord(character)) & 0xFFFFFFFF
        return (code ^ code >> 16) & buckets - 1

    least: list[tuple[int, int, str]] = []
    for first in range(0, len(keys), STRIDE):
        spend(STRIDE * _VALUES_PER_KEY)
        some = keys[first : first + STRIDE]
        least += [(bucket(key), first + at, key) for at, key in enumerate(some)]
        least = sorted(least)[:_LISTED_MAX]
    return [key for _, _, key in least]
