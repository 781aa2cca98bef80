"""Every member of every operation is declared as the published model has it, or listed here."""

import re
from collections.abc import Sequence
from typing import Any

import botocore.session
import pytest

from jedlik.apis.dynamodb.model import (
    backups,
    bulk_operations,
    exports,
    imports,
    items,
    policies,
    search,
    statements,
    table_settings,
    tables,
    transactions,
)
from jedlik.apis.dynamodb.operations.refused import OPERATIONS_BY_CAPABILITY
from jedlik.apis.dynamodb_streams import model as streams
from jedlik.wire.shapes import scalars, structure
from jedlik.wire.shapes.attribute_value import AttributeMap, AttributeValueShape
from jedlik.wire.shapes.request import Request
from jedlik.wire.shapes.shape import Shape

SCALARS = {
    "string": scalars.String,
    "integer": scalars.Integer,
    "long": scalars.Long,
    "boolean": scalars.Boolean,
    "timestamp": scalars.Timestamp,
}
# The model stopped requiring the first two when CreateTable learned to copy another table. The
# service demands the token of an import (Alternator, test_client_token_required).
REQUIRED_HERE = {
    "CreateTableInput": {"AttributeDefinitions", "KeySchema"},
    "ImportTableInput": {"ClientToken"},
    "OutputS3Configuration": {"S3Bucket"},  # API Reference
}
# A sentence outside the envelope reports that one of these is absent: `features.tables.tags`.
REQUIRED_BY_THE_OPERATION = {"Tag": {"Key", "Value"}}

# Another word is no fault of the shape of the request: `features.tables.settings`.
WORDS_OF_THE_OPERATION = {
    *("CreateTable.TableClass", "UpdateTable.TableClass"),
    "DeleteItem.ReturnValues",
}

# A second name of BillingMode that only the wire knows: `apis.dynamodb.table_definition`.
UNPUBLISHED = {
    "CreateTableInput": {"TableThroughputMode"},
    "UpdateTableInput": {"TableThroughputMode"},
}

MODELS = [
    botocore.session.Session().get_service_model(name) for name in ("dynamodb", "dynamodbstreams")
]
REFUSED = {name for names in OPERATIONS_BY_CAPABILITY.values() for name in names}
OPERATIONS = {
    name: service.operation_model(name)
    for service in MODELS
    for name in service.operation_names
    if name not in REFUSED
}
SHAPES: dict[str, Request[Any]] = {
    name.lower(): value
    for module in (
        *(
            backups,
            bulk_operations,
            exports,
            imports,
            items,
            policies,
            search,
            statements,
            table_settings,
            tables,
            transactions,
            streams,
        ),
    )
    for name, value in vars(module).items()
    if isinstance(value, Request)
}


def file_name(operation: str) -> str:
    """`PutItem` -> `put_item`."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", operation).lower()


def compare(shape: Shape, model: Any, where: str) -> None:
    """Walk a shape and the published model side by side."""
    if model.name == "AttributeValue":
        assert isinstance(shape, AttributeValueShape), where
    elif model.type_name == "structure":
        assert isinstance(shape, structure.Structure), where
        assert shape.java_type.rpartition(".")[2] == model.name, where
        compare_members(shape.members, model, where)
    elif model.type_name == "list":
        assert isinstance(shape, structure.List), where
        compare(shape.element, model.member, where + "[]")
    elif model.type_name == "map":
        if model.value.name == "AttributeValue":
            assert isinstance(shape, AttributeMap), where
            return
        assert isinstance(shape, structure.Map), where
        compare(shape.value, model.value, where + "{}")
    else:
        assert type(shape) is SCALARS[model.type_name], where
        compare_words(shape, model, where)


def compare_members(members: Sequence[structure.Member], model: Any, where: str) -> None:
    """Compare the names, the requiredness and the types of members."""
    by_name = {member.name: member for member in members}
    unpublished = UNPUBLISHED.get(model.name, set())
    assert by_name.keys() == model.members.keys() | unpublished, where
    required = {member.name for member in members if member.required}
    expected = set(model.required_members) | REQUIRED_HERE.get(model.name, set())
    assert required == expected - REQUIRED_BY_THE_OPERATION.get(model.name, set()), where
    for name in model.members:
        member = by_name[name]
        compare(member.shape, model.members[name], f"{where}.{name}")


def compare_words(shape: Shape, model: Any, where: str) -> None:
    """Compare the enum value set of a text with that of the model."""
    if not getattr(model, "enum", None) or where in WORDS_OF_THE_OPERATION:
        return
    holds = shape.holds()
    assert holds is not None, where
    assert [word for word in [*model.enum, "BOGUS"] if holds(word)] == model.enum, where


def test_every_operation_is_built_or_refused() -> None:
    assert SHAPES.keys() == {file_name(name) for name in OPERATIONS}
    assert set(MODELS[0].operation_names) >= REFUSED


@pytest.mark.parametrize("operation", OPERATIONS)
def test_members_are_those_of_the_model(operation: str) -> None:
    shape, model = SHAPES[file_name(operation)], OPERATIONS[operation].input_shape
    compare_members(shape.members, model, operation)
