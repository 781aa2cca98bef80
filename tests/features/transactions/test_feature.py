"""The row of transactions: its job erases old tokens."""

from jedlik.features.options import Options
from jedlik.features.transactions import client_token
from jedlik.features.transactions.feature import feature


def test_the_row() -> None:
    row = feature(Options())
    assert (row.name, row.jobs) == ("transactions", (client_token.JOB,))
