"""`dynamodb:LeadingKeys`: the values of the partition key that a part of a request addresses.

A value is written as in JSON: the text of a string, the digits of a number in canonical form, the
base64 of bytes, which has only one form (the service refuses others). The values of a statement
come from the same functions that plan its execution, so an OR cannot hide which keys it reads.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from jedlik.apis.dynamodb.parts import Part
from jedlik.apis.dynamodb.statements.select import ranges_of
from jedlik.apis.dynamodb.statements.statement import (
    CheckedStatement,
    key_and_condition,
    whole_condition,
)
from jedlik.core.errors import Reject
from jedlik.core.keys.key_schema import KeyAttribute
from jedlik.core.partiql import nodes
from jedlik.core.types.attribute_value import AttributeValue
from jedlik.engine.source import Source
from jedlik.engine.table import Table
from jedlik.features.secondary_indexes.reads import source_named


class UnknownKeyError(Exception):
    """The values cannot be known: no such table or index, or the request does not fit its key."""


def leading_keys(part: Part, table: Table | None, place: int) -> Sequence[str]:
    """Returns the values of the partition key that a part addresses. Raises UnknownKeyError.

    place: 0 for the first attribute of the partition key. Only keys of indexes have others. A key
    without an attribute at this place has no values there.
    """
    if part.statement is not None:
        found = key_texts(part.statement, table)
        return (found or ()) if place == 0 else ()
    source = source_of(table, part.index_name)
    if place >= len(source.hash_key):
        return ()
    attribute = source.hash_key[place]
    members = part.members
    if part.action == "dynamodb:Query":
        return (_queried(part, attribute),)
    return [_text(item, attribute) for item in _items(members, part.action)]


def key_texts(checked: CheckedStatement, table: Table | None) -> Sequence[str] | None:
    """Returns the values of the partition key that a statement addresses, None if it reads all.

    Raises UnknownKeyError.
    """
    source = source_of(table, checked.statement.index_name)
    assert table is not None
    attribute = source.hash_key[0]
    body = checked.statement.body
    try:
        if isinstance(body, nodes.Insert):
            item = {name: checked.values[reference] for name, reference in body.attributes}
            return (_text(item, attribute),)
        if not isinstance(body, nodes.Select):
            return (_text(key_and_condition(table, checked)[0], attribute),)
        if len(source.hash_key) > 1:
            raise UnknownKeyError
        found = ranges_of(source, whole_condition(checked))
    except Reject:  # the operation will raise it too, if the caller may see the table
        raise UnknownKeyError from None
    return None if found is None else [each.hash_text for each in found.ranges]


def source_of(table: Table | None, index_name: str | None) -> Source:
    """Returns the table or the index as a reader sees it. Raises UnknownKeyError."""
    if table is None:
        raise UnknownKeyError
    if index_name is None:
        return table.source
    source = source_named(table, index_name)
    if source is None:
        raise UnknownKeyError
    return source


def _items(members: Mapping[str, Any], action: str) -> Iterable[Mapping[str, AttributeValue]]:
    if action == "dynamodb:BatchGetItem":
        keys: list[Mapping[str, AttributeValue]] = members["Keys"]
        return keys
    has_item = action == "dynamodb:PutItem" or "Key" not in members
    return (members["Item" if has_item else "Key"],)


def _queried(part: Part, attribute: KeyAttribute) -> str:
    clause = part.clauses.get(attribute.name)
    if clause is None or clause.operator != "=":
        raise UnknownKeyError
    return _value_text(clause.values[0])


def _text(item: Mapping[str, AttributeValue], attribute: KeyAttribute) -> str:
    value = item.get(attribute.name)
    if value is None:
        raise UnknownKeyError
    return _value_text(value)


def _value_text(value: AttributeValue) -> str:
    for text in value.values():
        if isinstance(text, str):
            return text
    raise UnknownKeyError  # a key has no other type
