"""Readers of a stream get each record once and in order, while two nodes on PostgreSQL write.

JEDLIK_STREAM_RECORDS sets how many records are read at least (4,000).
"""

import os
from collections import Counter
from pathlib import Path

import pytest

from tests.figures import count
from tests.robustness.stream_readers import (
    Readers,
    Written,
    WrongRecordError,
    check_numbers,
    read_under_writers,
)
from tests.storage.postgresql.database import running

RECORDS = int(os.environ.get("JEDLIK_STREAM_RECORDS", "4000"))


@pytest.mark.timeout(120 + RECORDS // 200)
def test_each_record_comes_once_and_in_order() -> None:
    with running() as database:
        outcome = read_under_writers(database, RECORDS)
    assert outcome.read == outcome.written >= RECORDS
    count(stream_records=outcome.read)


@pytest.mark.parametrize("numbers", [(1, 3), (1, 1), (2,), (1, 2, 1)])
def test_a_wrong_order_is_noticed(numbers: tuple[int, ...]) -> None:
    readers = Readers([], "", Path())
    for number in numbers[:-1]:
        readers.check(change(number))
    with pytest.raises(WrongRecordError):
        readers.check(change(numbers[-1]))


@pytest.mark.parametrize(("number", "is_right"), [(4, False), (5, True), (6, True), (7, False)])
def test_a_number_that_was_not_written_is_noticed(number: int, is_right: bool) -> None:
    written = Written(Counter(a=5), Counter(a=1))
    if is_right:
        check_numbers(Counter(a=number), written)
    else:
        with pytest.raises(WrongRecordError):
            check_numbers(Counter(a=number), written)


def change(number: int) -> dict[str, object]:
    return {"Keys": {"pk": {"S": "a"}}, "NewImage": {"n": {"N": str(number)}}}
