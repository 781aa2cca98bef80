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
    values = {f":{name}": AttributeValue({"S": name}) for name in "vwbq" if f":{name}" in text}
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


@pytest.mark.parametrize(
    "accepted",
    [
        "g = :v",
        "g = :v AND (pk = :v OR sk = :v)",
        # Of several reads one does not use the attribute.
        "g = :v OR v = :v",
        "g = :v AND pk = :v OR g = :w AND v = :v",
        "g = :v AND (g = :w OR v = :v)",
    ],
)
def test_filters_that_are_accepted(accepted: str) -> None:
    check_filter(source_of(table(), "by_g_keys", consistent=False), condition(accepted))


@pytest.mark.parametrize(
    ("refused", "names"),
    [
        ("v = :v", "v"),
        ("g = :v AND v = :v", "v"),
        ("g = :v AND NOT (v = :v OR pk = :v)", "v"),
        # The service lists them in the order of a set of Java.
        ("g = :v AND b = :v AND (a = :v OR pk = :v)", "a, b"),
        ("g = :v AND (zz = :v OR aa = :v OR mm = :v)", "zz, aa, mm"),
        ("(g = :v OR g = :w) AND zz = :v", "zz"),
        # Of several reads the one whose hash value is the first in that order.
        ("g = :b AND u1 = :v OR g = :q AND u2 = :v", "u2"),
        ("g = :q AND u1 = :v OR g = :b AND u2 = :v", "u1"),
    ],
)
def test_filters_on_attributes_that_an_index_lacks(refused: str, names: str) -> None:
    """Source: floci, DynamoDbPartiQLEdgeCaseIntegrationTest (captured, September 2026)."""
    with pytest.raises(Reject) as rejected:
        check_filter(source_of(table(), "by_g_keys", consistent=False), condition(refused))
    assert rejected.value.error.message == (
        "One or more parameter values were invalid: Secondary index by_g_keys does not project "
        f"one or more filter attributes: [{names}]"
    )
