"""Numbers as the service reads and writes them: canonical, exact, within their range.

The tests use the client, because the Decimal context of boto3's resource cannot hold 1E125.
"""

from typing import Any

import pytest

from tests.api.clients import unique


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("+1.50E2", "150"),
        ("00042.1200", "42.12"),
        ("-0", "0"),
        (".5", "0.5"),
        ("1e-3", "0.001"),
        ("1E125", "1" + "0" * 125),
        ("9" * 38, "9" * 38),
        ("-1E-130", "-0." + "0" * 129 + "1"),
    ],
)
def test_numbers_are_read_in_canonical_form(
    dynamodb: Any, table_name: str, written: str, read: str
) -> None:
    key = {"pk": {"S": unique()}, "sk": {"S": "1"}}
    dynamodb.put_item(TableName=table_name, Item={**key, "n": {"N": written}})
    got = dynamodb.get_item(TableName=table_name, Key=key, ConsistentRead=True)
    assert got["Item"]["n"] == {"N": read}


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("1E126", "Number overflow"),
        ("1E-131", "Number underflow"),
        ("1" * 39, "Attempting to store more than 38 significant digits in a Number"),
        ("0x10", "The parameter cannot be converted to a numeric value: 0x10"),
        ("NaN", "The parameter cannot be converted to a numeric value: NaN"),
    ],
)
def test_what_is_not_a_number_of_the_service(
    dynamodb: Any, table_name: str, written: str, message: str
) -> None:
    item = {"pk": {"S": unique()}, "sk": {"S": "1"}, "n": {"N": written}}
    with pytest.raises(dynamodb.exceptions.ClientError, match=message):
        dynamodb.put_item(TableName=table_name, Item=item)


def test_sums_are_exact(dynamodb: Any, table_name: str) -> None:
    key = {"pk": {"S": unique()}, "sk": {"S": "1"}}
    for _ in range(3):
        answer = dynamodb.update_item(
            TableName=table_name,
            Key=key,
            UpdateExpression="SET n = if_not_exists(n, :zero) + :tenth",
            ExpressionAttributeValues={":zero": {"N": "0"}, ":tenth": {"N": "0.1"}},
            ReturnValues="UPDATED_NEW",
        )
    assert answer["Attributes"] == {"n": {"N": "0.3"}}
