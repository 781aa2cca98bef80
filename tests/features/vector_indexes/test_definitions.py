"""Rules about the declarations of vector indexes. Texts are tested in `test_vector_indexes`."""

from typing import Any

import pytest

from jedlik.core.errors import Reject
from jedlik.features.vector_indexes.definitions import (
    check_count,
    check_same_dimensions,
    refuse_defined_vectors,
    vector_index,
)
from tests.features.secondary_indexes.samples import defined
from tests.features.vector_indexes import samples


def declared(**members: Any) -> Any:
    return samples.vector_index(**members)


def test_the_record_of_an_index_has_what_was_declared() -> None:
    projection = {"ProjectionType": "INCLUDE", "NonKeyAttributes": ["z", "a"]}
    index = declared(SearchSchema=samples.SCHEMA, Projection=projection)
    assert vector_index(index, 3) == {
        "Id": 3,
        **index,
        "Projection": {"ProjectionType": "INCLUDE", "NonKeyAttributes": ["a", "z"]},
    }


def test_a_table_has_at_most_five() -> None:
    check_count(5)
    with pytest.raises(Reject, match="exceeds the per-table limit of 5"):
        check_count(6)


def test_indexes_on_one_attribute_have_the_same_dimensions() -> None:
    other = {"AttributeName": "other"}
    check_same_dimensions([declared(), declared(VectorAttribute=other, Dimensions=9)])
    with pytest.raises(Reject, match="must use the same dimensions"):
        check_same_dimensions([declared(), declared(Dimensions=9)])


def test_a_vector_is_not_a_scalar() -> None:
    definitions: Any = defined("embedding:S")
    refuse_defined_vectors([], definitions)
    with pytest.raises(Reject, match="Conflicting attribute definition for 'embedding'"):
        refuse_defined_vectors([declared()], definitions)
