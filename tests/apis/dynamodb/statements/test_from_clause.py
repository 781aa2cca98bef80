"""Which table or index a SELECT reads. Texts: recorded answers, October 2026."""

import pytest

from jedlik.apis.dynamodb.statements.from_clause import check_filter, source_of
from jedlik.core.errors import Reject
from jedlik.core.expressions import parse_condition
from jedlik.core.expressions.nodes import Condition
from jedlik.core.expressions.resolve import Substitutions
from jedlik.core.types.attribute_value import AttributeValue
from jedlik.engine.table import Table
from tests.apis.dynamodb.operations.statements import indexed_caller
from tests.engine.in_memory import ACCOUNT, REGION, result_of


def table() -> Table:
    return result_of(indexed_caller().node.catalog.table(REGION, ACCOUNT, "albums"))


def condition(text: str) -> Condition:
    values = {":v": AttributeValue({"S": "v"})}
    return Substitutions(None, values).condition(parse_condition.parse(text, "FilterExpression"))


def test_a_table_and_its_indexes() -> None:
    albums = table()
    assert source_of(albums, None, consistent=True) is albums.source
    assert [name for name, _ in source_of(albums, "by_g", consistent=False).hash_key] == ["g"]
    source_of(albums, "by_ls", consistent=True)


@pytest.mark.parametrize(
    ("name", "consistent", "message"),
    [
        ("none", True, "The table does not have the specified index"),
        (
            "several",
            True,
            "PartiQL statements cannot be executed on tables with multi-attribute HASH keys or "
            "multi-attribute RANGE keys.",
        ),
        (
            "by_g",
            True,
            "Strongly consistent read is not supported on Global Secondary Indexes",
        ),
    ],
)
def test_indexes_that_cannot_be_read_so(name: str, consistent: bool, message: str) -> None:
    with pytest.raises(Reject) as refused:
        source_of(table(), name, consistent=consistent)
    assert refused.value.error.message == message


def test_filters_on_attributes_that_an_index_lacks() -> None:
    source = source_of(table(), "by_g_keys", consistent=False)
    for accepted in ("g = :v", "g = :v OR v = :v", "g = :v AND (pk = :v OR v = :v)"):
        check_filter(source, condition(accepted))
    for refused in ("v = :v", "g = :v AND v = :v"):
        with pytest.raises(Reject):
            check_filter(source, condition(refused))
