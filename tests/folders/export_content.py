"""Exports in the folders, from format 6 on."""

from typing import Any

from tests.folders.answers import Calls, export_answers
from tests.folders.content import HOUR_MS, Content, Maker, key

# Status and number of items of each export when all work is done, in the order of ListExports.
AT_THE_END = [
    ("COMPLETED", 8),  # to a second, when 3 was deleted and 8 was new
    ("COMPLETED", 3),  # what changed: 2, 3 and 8
    ("COMPLETED", 8),
    ("FAILED", None),
]


async def make_exports(maker: Maker) -> None:
    """Make a complete export, one that failed, and two that are half made: one of a window of time,
    and a full one.
    """
    content = Content(maker)
    await content.create("exported")
    on = {"PointInTimeRecoveryEnabled": True}
    await content.calls(
        "UpdateContinuousBackups", TableName="exported", PointInTimeRecoverySpecification=on
    )
    await content.fill("exported", *range(8))
    await export(content, S3Bucket="missing")
    content.clock.time_ms += 1  # the order of exports of one millisecond is random
    await export(content)
    await content.do("make_exports")
    content.clock.time_ms += HOUR_MS
    await content.fill("exported", 2, 8, new={"BOOL": True})
    await content.calls("DeleteItem", TableName="exported", Key=key(3))
    now_s = content.clock.time_ms // 1000
    content.clock.time_ms += HOUR_MS
    await content.fill("exported", 2, 9, new={"BOOL": False})
    window = {"ExportFromTime": now_s - 600, "ExportToTime": now_s + 600}
    await export(
        content,
        ExportType="INCREMENTAL_EXPORT",
        ExportFormat="ION",
        IncrementalExportSpecification=window,
    )
    await content.do("make_exports", 6)
    content.clock.time_ms += 1
    filtered = {"FilterExpression": "attribute_exists(pk)"}
    await export(content, ExportTime=now_s, FilterSpecification=filtered)
    await content.fill("exported", 0, 7, g={"S": "later"})
    await content.do("make_exports", 1)


async def export(content: Content, **members: Any) -> None:
    """Begin an export."""
    described = await content.calls("DescribeTable", TableName="exported")
    request = {"TableArn": described["Table"]["TableArn"], "S3Bucket": "exported", **members}
    await content.calls("ExportTableToPointInTime", **request)


async def check_exports(calls: Calls) -> None:
    """Exports that were half made are complete, with as many items as they must have."""
    exports = await export_answers(calls)
    assert [(each["ExportStatus"], each.get("ItemCount")) for each in exports] == AT_THE_END
