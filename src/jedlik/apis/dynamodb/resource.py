"""The resource on which a request acts, for permissions."""

from collections.abc import Mapping

from jedlik.core.types.arn import table_arn
from jedlik.engine.context import Context


def named_table(request: Mapping[str, object], context: Context) -> str:
    """Returns the ARN of the table that the member TableName names, `*` without this member.

    An ARN in TableName is returned unchanged, even if it belongs to another account. Source:
    Service Authorization Reference, "Actions, resources, and condition keys for Amazon DynamoDB".
    """
    name = request.get("TableName")
    if name is None:
        return "*"
    text = str(name)
    return text if ":" in text else table_arn(context.region, context.account_id, text)
