"""From the ResourceArn of a tag operation to the table that carries the tags.

Source: recorded answers, October 2026; Alternator test_tag.py.
"""

from jedlik.core.errors import REQUEST_INVALID, Reject, ServiceError, invalid
from jedlik.core.limits import TABLE_NAME_CHARACTERS_MIN
from jedlik.core.types.arn import TableArn, parse_table_arn
from jedlik.core.types.table import Table
from jedlik.core.types.table_record import is_gone_at, status_at
from jedlik.engine.context import Context


async def tagged_table(context: Context, resource_arn: str) -> Table:
    """The table that an ARN names, as the storage has it.

    Raises Reject: ValidationException for what is no ARN of a table of this Region,
    AccessDeniedException for another service or account, ResourceNotFoundException for a table that
    is not there, or not yet.
    """
    arn = _own_table_arn(context, resource_arn)
    table = await context.node.catalog.find(context.region, context.account_id, arn.table_name)
    now_ms = context.node.clock.now_ms()
    if (
        table is None
        or arn.resource
        or is_gone_at(table.record, now_ms)
        or status_at(table.record, now_ms) == "CREATING"
    ):
        raise resource_not_found(resource_arn)
    return table


def resource_not_found(resource_arn: str) -> Reject:
    """The answer of tag operations to the ARN of a table that does not exist."""
    message = f"Requested resource not found: ResourceArn: {resource_arn} not found"
    return Reject(ServiceError("ResourceNotFoundException", message))


def _own_table_arn(context: Context, text: str) -> TableArn:
    if not text.startswith("arn:"):
        raise invalid(REQUEST_INVALID + f"ARNs must start with 'arn:': {text}")
    parts = text.split(":", 5)
    if len(parts) != 6 or parts[1:3] != ["aws", "dynamodb"]:
        raise _access_denied()
    arn = parse_table_arn(text)
    if arn is None or arn.resource.startswith("backup/"):
        raise invalid(REQUEST_INVALID + f"Provided Arn is not a DynamoDB resource arn: {text}")
    if arn.account_id != context.account_id:
        raise _access_denied()
    if arn.region != context.region or len(arn.table_name) < TABLE_NAME_CHARACTERS_MIN:
        raise invalid(f"Invalid TableArn: Invalid ResourceArn provided as input {text}")
    if arn.resource and not arn.resource.startswith("stream/"):
        raise invalid(
            REQUEST_INVALID + "Invalid resource arn provided, only table or stream is accepted. "
            f"Provided resource arn: {text}"
        )
    return arn


def _access_denied() -> Reject:
    return Reject(ServiceError("AccessDeniedException", "Access is denied"))
