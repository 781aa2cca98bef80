"""The members of a TableDescription that show the stream of the table."""

from jedlik.core.types.arn import stream_arn, table_arn
from jedlik.engine.table_record import TableRecord


def stream_members(record: TableRecord) -> dict[str, object]:
    """Returns the members. Label and ARN of the latest stream are shown even after it has ended."""
    members: dict[str, object] = {}
    view_type = record.get("StreamViewType")
    if view_type is not None:
        members["StreamSpecification"] = {"StreamEnabled": True, "StreamViewType": view_type}
    label = record.get("LatestStreamLabel")
    if label is not None:
        arn = table_arn(record["Region"], record["AccountId"], record["TableName"])
        members["LatestStreamLabel"] = label
        members["LatestStreamArn"] = stream_arn(arn, label)
    return members
