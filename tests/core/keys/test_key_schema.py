"""Tests of key schemas."""

from jedlik.core.keys.key_schema import KeyAttribute, KeySchema, names_of
from jedlik.core.types.structures import AttributeDefinition, KeySchemaElement

HASH, RANGE = KeyAttribute("pk", "S"), KeyAttribute("sk", "N")


def test_the_first_attribute_is_the_hash_key_and_the_second_the_range_key() -> None:
    schema = KeySchema(7, (HASH, RANGE))
    assert (schema.table_id, schema.key_attributes) == (7, (HASH, RANGE))
    assert (schema.hash_key, schema.range_key) == (HASH, RANGE)
    alone = KeySchema(7, (HASH,))
    assert (alone.hash_key, alone.range_key) == (HASH, None)


def test_the_names_of_a_definition_are_in_its_order() -> None:
    schema: list[KeySchemaElement] = [
        {"AttributeName": "sk", "KeyType": "RANGE"},
        {"AttributeName": "pk", "KeyType": "HASH"},
    ]
    definitions: list[AttributeDefinition] = [{"AttributeName": "pk", "AttributeType": "S"}]
    assert names_of(schema) == ["sk", "pk"]
    assert names_of(definitions) == ["pk"]
