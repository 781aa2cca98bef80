"""Random values of the structures in botocore's models, and operations without behaviour."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from botocore.model import Shape
from hypothesis import strategies as st

from jedlik.apis.api import Access, Operation, Plane
from jedlik.apis.authorization import refused
from jedlik.wire.shapes.query_request import QueryRequest
from tests.models.generate import constant

SECONDS: Final = st.integers(0, 4_000_000_000)
# Characters that XML can contain.
TEXT: Final = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=8)
VALUES: Final[Mapping[str, st.SearchStrategy[Any]]] = {
    "string": TEXT,
    "integer": st.integers(-(1 << 31), (1 << 31) - 1),
    "long": st.integers(-(1 << 31), (1 << 31) - 1),
    "boolean": st.booleans(),
    "blob": st.binary(max_size=8),
    "timestamp": SECONDS,
}


def members(shape: Shape | None, least: int = 0) -> st.SearchStrategy[Any]:
    """Values of a structure of the model, some with all members, some with few.

    least: how many elements a list has at least, and members a structure inside. The requests of
        EC2 cannot have empty lists.
    """
    if shape is None:
        return st.just({})
    inner = {name: values(member, least) for name, member in shape.members.items()}
    required = {name: inner.pop(name) for name in shape.required_members}
    return st.fixed_dictionaries(required, optional=inner)


def values(shape: Shape, least: int = 0) -> st.SearchStrategy[Any]:
    """Values of a shape. In a list, no request can have a structure without members."""
    if shape.type_name == "structure":
        found = members(shape, least)
        return found.filter(bool) if least else found
    if shape.type_name == "list":
        elements = values(shape.member, least)
        is_structure = shape.member.type_name == "structure"
        elements = elements.filter(bool) if is_structure else elements
        return st.lists(elements, min_size=least, max_size=3)
    if shape.type_name == "map":
        return st.dictionaries(TEXT, values(shape.value), max_size=3)
    return VALUES[shape.type_name]


def shown(value: Any) -> Any:
    """Returns a parsed value with dates as Unix time."""
    if isinstance(value, dict):
        return {name: shown(member) for name, member in value.items()}
    if isinstance(value, list):
        return list(map(shown, value))
    if isinstance(value, datetime):
        assert value.tzinfo is not None
        return int(value.astimezone(UTC).timestamp())
    return value


def operation_of(name: str, module: Mapping[str, Any]) -> Operation:
    """Returns an operation with the model that a generated module has of it. It is never run."""
    shape: QueryRequest[Any] = module[constant(name)]
    return Operation(name, Access.READ, Plane.CONTROL, shape, _same, _never, refused)


def _same(request: Any) -> Any:
    return request


async def _never(checked: Any, context: Any) -> None:
    raise AssertionError
