"""Rules and the record of a new table, for both operations that make one. Texts and order of the
rules are in tests/apis/dynamodb/operations/test_create_table.py.
"""

from typing import Any, cast

import pytest

from jedlik.apis.dynamodb.model.table_settings import CreateTableRequest
from jedlik.apis.dynamodb.new_table import (
    check_new_quotas,
    check_new_table,
    check_new_warm_throughput,
    new_record,
)
from jedlik.core.errors import Reject
from tests.engine.in_memory import Caller, table, units


def request(**members: Any) -> CreateTableRequest:
    return cast(CreateTableRequest, {**table(), **members})


def test_a_record_needs_only_the_members_of_both_operations() -> None:
    sent = request()
    check_new_table(sent)
    check_new_warm_throughput(sent)
    check_new_quotas(sent, "us-east-1")
    record = new_record(sent, Caller().context, "music", 1_000)
    assert (record["TableName"], record["BillingMode"]) == ("music", "PAY_PER_REQUEST")
    assert record["Tags"] == []
    assert not record["DeletionProtectionEnabled"]


def test_rules_are_checked() -> None:
    with pytest.raises(Reject, match="ReadCapacityUnits"):
        check_new_table(request(ProvisionedThroughput=units(1, 1)))
    warm = {"ReadUnitsPerSecond": 1}
    with pytest.raises(Reject):
        check_new_warm_throughput(request(WarmThroughput=warm))
    with pytest.raises(Reject, match="above the per table maximum"):
        check_new_quotas(request(ProvisionedThroughput=units(50_000, 1)), "us-east-1")
