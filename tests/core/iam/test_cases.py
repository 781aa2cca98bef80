"""Each row of `cases` is decided as its source says, by the policy language and by the oracle."""

import pytest

from tests.core.iam.cases import Row, rows
from tests.core.iam.test_against_oracle import decided, expected


@pytest.mark.parametrize("row", rows(), ids=lambda row: row.name)
def test_row(row: Row) -> None:
    assert decided(row.world) == (row.expected, row.by, row.text)
    assert expected(row.world) == (row.expected, row.by, row.text)


def test_there_are_many_rows_with_a_source() -> None:
    assert len(rows()) >= 300
    assert all(row.source for row in rows())
    assert len({row.name for row in rows()}) == len(rows())
