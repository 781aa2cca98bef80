"""Operations on tables have the condition keys of DynamoDB, others those of their rules."""

from typing import Any

from jedlik.apis.api import Checked
from jedlik.apis.authorization import Authorization
from jedlik.apis.condition_keys import FoundKeys
from jedlik.apis.jedlik.api import JEDLIK
from jedlik.apis.jedlik.table_keys import condition_keys
from tests.engine.in_memory import Caller, arn_of, result_of

KEY = {"pk": {"S": "a"}}


def test_both_actions_of_an_item_history_have_the_keys_of_get_item() -> None:
    caller = Caller()
    caller.create(Tags=[{"Key": "team", "Value": "blue"}])
    table = result_of(caller.node.catalog.find("us-east-1", "123456789012", "music"))
    request: dict[str, Any] = {
        "TableName": "music",
        "Key": KEY,
        "ProjectionExpression": "#n, plays",
        "ExpressionAttributeNames": {"#n": "name"},
    }
    operation = JEDLIK.operations["GetItemHistory"]
    checked = Checked(operation, request, operation.check(operation.shape.check(request)))
    for action in ("dynamodb:GetItem", "jedlik:GetItemHistory"):
        keys = condition_keys(checked, Authorization(action, arn_of(), "music"), table)
        assert keys.get("dynamodb:leadingkeys") == ("a",)
        assert set(keys.get("dynamodb:attributes") or ()) == {"pk", "name", "plays"}
        assert keys.get("dynamodb:select") == ("SPECIFIC_ATTRIBUTES",)
        assert keys.get("aws:resourcetag/team") == ("blue",)
        assert not keys.is_undecidable
        nothing = condition_keys(checked, Authorization(action, arn_of(), "music"), None)
        assert nothing.get("dynamodb:leadingkeys") is None
        assert nothing.is_undecidable


def test_counts_have_the_tags_of_the_table() -> None:
    caller = Caller()
    caller.create(Tags=[{"Key": "team", "Value": "blue"}])
    table = result_of(caller.node.catalog.find("us-east-1", "123456789012", "music"))
    checked = Checked(JEDLIK.operations["GetChangeCounts"], {"TableName": "music"}, None)
    needed = Authorization("jedlik:GetChangeCounts", arn_of(), "music")
    keys = condition_keys(checked, needed, table)
    assert keys.get("aws:resourcetag/team") == ("blue",)
    assert keys.get("dynamodb:leadingkeys") is None


def test_other_operations_have_the_keys_of_their_rules() -> None:
    checked = Checked(JEDLIK.operations["ExplainAccess"], {}, None)
    needed = Authorization("jedlik:ExplainAccess", "*", keys=(("a", ("b",)),))
    keys = condition_keys(checked, needed, None)
    assert isinstance(keys, FoundKeys)
    assert keys.get("a") == ("b",)
