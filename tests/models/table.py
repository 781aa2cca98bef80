"""The table of every operation and member of the published models, and what Jedlik does with it.

The rows come from the models in botocore. What Jedlik does comes from the declarations of requests
(`Support`), so a member that is not declared is in no row of them, and the table says so.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple, cast

from botocore.loaders import Loader
from botocore.model import ServiceModel

from jedlik.apis.dynamodb.api import DYNAMODB
from jedlik.apis.dynamodb.operations.refused import OPERATIONS_BY_CAPABILITY
from jedlik.apis.dynamodb_streams.api import DYNAMODB_STREAMS
from jedlik.core.types.attribute_value import AttributeValue
from jedlik.core.types.constraints import WORKS, Support
from jedlik.wire.shapes.shape import Shape
from jedlik.wire.shapes.structure import List, Map, Member, Structure

SERVICES: Final = ("dynamodb", "dynamodbstreams")
MISSING: Final = "**in no row**"

_SCALARS: Final = ("string", "integer", "long", "boolean", "timestamp", "blob")
_OPERATIONS: Final = {
    name: each for api in (DYNAMODB, DYNAMODB_STREAMS) for name, each in api.operations.items()
}
_REFUSED: Final = {
    name: Support("refused", capability)
    for capability, names in OPERATIONS_BY_CAPABILITY.items()
    for name in names
}


class Row(NamedTuple):
    """One member of a request by its path, or an operation as a whole.

    kind: its type and constraints in the model. support: None if Jedlik does not know it.
    """

    operation: str
    path: str
    kind: str
    support: Support | None

    @property
    def line(self) -> str:
        """The row as a line of a document."""
        path = f"`{self.path}`" if self.path else "(operation)"
        return f"| {self.operation} | {path} | {self.kind} | {text_of(self.support)} |"


def text_of(support: Support | None) -> str:
    """What Jedlik does with a member, in words."""
    if support is None:
        return MISSING
    return support.status + (f": no {support.capability}" if support.capability else "")


def published(folder: Path | None = None) -> list[ServiceModel]:
    """The models of the installed botocore, or of one that was unpacked in a folder."""
    if folder is None:
        loader = Loader()
    else:
        loader = Loader([str(folder / "botocore" / "data")], include_default_search_paths=False)
    return [
        ServiceModel(loader.load_service_model(name, "service-2"), service_name=name)
        for name in SERVICES
    ]


def rows(services: Sequence[ServiceModel]) -> list[Row]:
    """Every row, in the order of the models."""
    found: list[Row] = []
    for service in services:
        for name in sorted(service.operation_names):
            found += _operation_rows(name, service.operation_model(name).input_shape)
    value = services[0].shape_for("AttributeValue")
    declared = AttributeValue.__annotations__
    for name, model in value.members.items():
        support = WORKS if name in declared else None
        found.append(Row("(attribute values)", name, _kind(model), support))
    return found


def _operation_rows(name: str, request: Any) -> Iterator[Row]:
    operation = _OPERATIONS.get(name)
    if name in _REFUSED or operation is None:
        yield Row(name, "", "", _REFUSED.get(name))
        return
    yield Row(name, "", "", WORKS)
    if request is not None:
        yield from _members(_Place(name), operation.shape.members, request)


class _Place(NamedTuple):
    """Where a walk is. support: what Jedlik does with the member around."""

    operation: str
    path: str = ""
    support: Support = WORKS


def _members(place: _Place, declared: Sequence[Member], model: Any) -> Iterator[Row]:
    by_name: Mapping[str, Member] = {member.name: member for member in declared}
    for name, inside in model.members.items():
        path = f"{place.path}.{name}" if place.path else name
        member = by_name.get(name)
        required = "required " if name in model.required_members else ""
        kind = required + _kind(inside)
        if member is None:
            yield Row(place.operation, path, kind, None)
        else:
            support = member.support if place.support == WORKS else place.support
            yield Row(place.operation, path, kind, support)
            yield from _inside(_Place(place.operation, path, support), member.shape, inside)


def _inside(place: _Place, shape: Shape, model: Any) -> Iterator[Row]:
    """Rows of the members inside a value. Those of attribute values have rows of their own."""
    # Not isinstance: compiled classes share one cache of answers if their base is an ABC.
    kinds = type(shape).__mro__
    if Structure in kinds and model.type_name == "structure":
        yield from _members(place, cast(Structure, shape).members, model)
    elif List in kinds and model.type_name == "list":
        element = cast(List, shape).element
        yield from _inside(place._replace(path=f"{place.path}[]"), element, model.member)
    elif Map in kinds and model.type_name == "map":
        value = cast(Map, shape).value
        yield from _inside(place._replace(path=f"{place.path}{{}}"), value, model.value)


def _kind(model: Any) -> str:
    """The type of a member, its bounds and its words: `string, 1 to 255`."""
    parts = [model.type_name]
    if model.type_name == "list" and model.member.type_name in _SCALARS:
        parts[0] = f"list of ({_kind(model.member)})"
    elif model.type_name == "map":
        parts[0] = f"map by ({_kind(model.key)})"
    least, most = model.metadata.get("min"), model.metadata.get("max")
    if least is not None and most is not None:
        parts.append(f"{least} to {most}")
    elif least is not None or most is not None:
        parts.append(f"at least {least}" if most is None else f"at most {most}")
    if "pattern" in model.metadata:
        parts.append(f"`{model.metadata['pattern']}`")
    if model.metadata.get("enum"):
        parts.append(" ".join(model.metadata["enum"]))
    return ", ".join(parts)


_HEAD: Final = """\
# Members

Made by `make docs` from the declarations of requests (`src/jedlik/apis/dynamodb/model` and
`src/jedlik/apis/dynamodb_streams/model.py`) and from the newest models of the service, which
botocore publishes. A test compares the two. `make models-diff` prints what a newer botocore adds.

- **works**: as on the service, apart from what [differences](differences.md) lists.
- **stored**: checked and stored, and shown where the service shows it. It has no other effect.
- **refused**: the answer is ValidationException, or UnknownOperationException for an operation,
  with a sentence that names what is missing.

A member that is in no model is ignored, as on the service. `[]` is an element of a list, `{}` a
value of a map. The members of an attribute value are at the end. The types and bounds are those of
the model. Where the service has been seen to use others, Jedlik does too.

| operation | member | type in the model | Jedlik |
|---|---|---|---|
"""


def document(services: Sequence[ServiceModel]) -> str:
    """`docs/members.md`."""
    return _HEAD + "".join(f"{row.line}\n" for row in rows(services))
