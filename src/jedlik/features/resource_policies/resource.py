"""The table or stream that the ResourceArn of a request names.

Source of the texts: ack-api-quirks, services/dynamodb, entries 212 and 214, recorded in October
2026. The order of the checks is not recorded.
"""

from typing import Final, NamedTuple

from jedlik.core.errors import REQUEST_INVALID, Reject, ServiceError, invalid
from jedlik.core.types.arn import parse_table_arn
from jedlik.core.types.echo import clipped
from jedlik.engine.context import Context

_ARN_PARTS: Final = 6
_STREAM: Final = "stream/"
_OTHER_ACCOUNT: Final = (
    "This action is only supported by accounts that match the resource owner\u2019s account."
)


class Resource(NamedTuple):
    """A table or a stream of the caller. label: that of the stream, empty for a table."""

    arn: str
    table_name: str
    label: str


def is_stream(arn: str) -> bool:
    """Returns whether an ARN, which may be wrong, names a stream."""
    parsed = parse_table_arn(arn)
    return parsed is not None and parsed.resource.startswith(_STREAM)


def resource_named(context: Context, arn: str) -> Resource:
    """Returns the resource that an ARN names, whether it exists or not.

    Raises Reject with a ValidationException for an ARN of another account, of another Region, or of
    something else.
    """
    shown = clipped(arn)
    if not arn.startswith("arn:"):
        raise invalid(f"{REQUEST_INVALID}ARNs must start with 'arn:': {shown}")
    parts = arn.split(":", _ARN_PARTS - 1)
    if len(parts) == _ARN_PARTS and parts[1] != "aws":
        raise _invalid_arn(shown)
    parsed = parse_table_arn(arn)
    if parsed is None or parsed.resource.startswith("backup/"):
        raise invalid(f"{REQUEST_INVALID}Provided Arn is not a DynamoDB resource arn: {shown}")
    label = parsed.resource.removeprefix(_STREAM)
    if parsed.resource and label == parsed.resource:
        raise invalid(
            f"{REQUEST_INVALID}Invalid resource arn provided, only table or stream is accepted. "
            f"Provided resource arn: {shown}"
        )
    if parsed.account_id != context.account_id:
        raise invalid(_OTHER_ACCOUNT)
    if parsed.region != context.region:
        raise _invalid_arn(shown)
    return Resource(arn, parsed.table_name, label)


def stream_missing(resource: Resource) -> Reject:
    """Returns the error for a stream that does not exist."""
    message = (
        f"Requested resource not found: Stream: {resource.label} not found for "
        f"Table: {resource.table_name}"
    )
    return Reject(ServiceError("ResourceNotFoundException", message))


def _invalid_arn(shown: str) -> Reject:
    return invalid(f"{REQUEST_INVALID}Invalid resource Arn: {shown}")
