"""What both restores share. Their answers are in tests/apis/dynamodb/operations/test_restore_*."""

from typing import Any

import pytest

from jedlik.apis.dynamodb.restores import check_region, needed_for_target
from jedlik.core.errors import Reject
from tests.engine.in_memory import Caller, arn_of

REQUEST: Any = {"TargetTableName": "restored"}


def test_another_region_needs_the_encryption() -> None:
    context = Caller().context
    check_region(REQUEST, "us-east-1", context)
    given: Any = {**REQUEST, "SSESpecificationOverride": {}}
    check_region(given, "eu-west-1", context)
    with pytest.raises(Reject, match="sseSpecificationOverride must be provided"):
        check_region(REQUEST, "eu-west-1", context)


def test_the_new_table_is_read_and_written() -> None:
    needed = needed_for_target(REQUEST, Caller().context)
    assert {each.resource for each in needed} == {arn_of("restored")}
    assert {"dynamodb:PutItem", "dynamodb:Scan"} < {each.action for each in needed}
