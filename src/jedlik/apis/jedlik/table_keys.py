"""The condition keys of operations on a table. They are those that DynamoDB gives to its own."""

from typing import Final

from jedlik.apis.api import Checked, found_keys
from jedlik.apis.authorization import Authorization
from jedlik.apis.condition_keys import ConditionKeys
from jedlik.apis.dynamodb.condition_keys.keys import DynamoDbKeys
from jedlik.engine.table import Table

# Its request has the members of GetItem, and shows what GetItem showed. So both of its actions have
# the keys of GetItem, whatever policies name: no condition is without a value for one of them.
_ITEM_HISTORY: Final = "GetItemHistory"
_GET_ITEM: Final = "dynamodb:GetItem"
_ON_TABLES: Final = ("GetChangeCounts",)


def condition_keys(
    checked: Checked, authorization: Authorization, table: Table | None
) -> ConditionKeys:
    """Returns the condition keys of an authorization of a request."""
    name = checked.operation.name
    if name == _ITEM_HISTORY:
        return DynamoDbKeys(checked, authorization._replace(action=_GET_ITEM), table)
    if name in _ON_TABLES:
        return DynamoDbKeys(checked, authorization, table)
    return found_keys(checked, authorization, table)
