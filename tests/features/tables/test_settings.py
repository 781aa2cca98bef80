"""Rules about settings that CreateTable and UpdateTable share; the tests of both have the texts."""

import pytest

from jedlik.core.errors import Reject
from jedlik.core.limits import CAPACITY_UNITS_MAX, TABLE_CAPACITY_UNITS
from jedlik.core.types.structures import ProvisionedThroughput
from jedlik.features.tables.settings import (
    check_capacity_bounds,
    check_capacity_quota,
    check_on_demand_quota,
    check_on_demand_range,
    check_table_class,
    check_warm_quota,
    limit_exceeded,
    too_cold,
)

REGION = "us-east-1"


def test_the_greatest_figures_are_accepted() -> None:
    most: ProvisionedThroughput = {
        "ReadCapacityUnits": TABLE_CAPACITY_UNITS,
        "WriteCapacityUnits": TABLE_CAPACITY_UNITS,
    }
    check_capacity_quota(most, REGION)
    check_capacity_bounds({"ReadCapacityUnits": CAPACITY_UNITS_MAX, "WriteCapacityUnits": 1})
    check_on_demand_quota({"MaxReadRequestUnits": TABLE_CAPACITY_UNITS}, REGION)
    check_warm_quota({"ReadUnitsPerSecond": TABLE_CAPACITY_UNITS}, REGION)
    check_on_demand_range({"MaxReadRequestUnits": -1}, least=-1)
    for table_class in (None, "STANDARD", "STANDARD_INFREQUENT_ACCESS"):
        check_table_class(table_class)


def test_greater_figures_are_refused() -> None:
    more = TABLE_CAPACITY_UNITS + 1
    with pytest.raises(Reject, match="above the per table maximum"):
        check_capacity_quota({"ReadCapacityUnits": 1, "WriteCapacityUnits": more}, REGION)
    with pytest.raises(Reject, match="out of bounds"):
        check_capacity_bounds(
            {"ReadCapacityUnits": CAPACITY_UNITS_MAX + 1, "WriteCapacityUnits": 1}
        )
    with pytest.raises(Reject, match="TableMaxReadCapacityUnits"):
        check_on_demand_quota({"MaxReadRequestUnits": more}, REGION)
    with pytest.raises(Reject, match="TableMaxWriteCapacityUnits"):
        check_warm_quota({"WriteUnitsPerSecond": more}, REGION)


@pytest.mark.parametrize(("value", "least"), [(0, -1), (-1, 1), (-2, -1)])
def test_maxima_outside_of_the_range(value: int, least: int) -> None:
    with pytest.raises(Reject, match="outside of valid range"):
        check_on_demand_range({"MaxReadRequestUnits": value}, least=least)


def test_texts() -> None:
    assert limit_exceeded("text").error.code == "LimitExceededException"
    cold = too_cold("ReadUnitsPerSecond", "table", provisioned=True).error.message
    assert cold is not None
    assert cold.endswith("lower than ReadCapacityUnits of ProvisionedThroughput")
