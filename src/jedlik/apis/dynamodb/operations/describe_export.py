"""DescribeExport: describes an export, also one that has ended or failed."""

from typing import Final

from jedlik.apis.api import Access, Answer, Operation, Plane
from jedlik.apis.authorization import on_arn
from jedlik.apis.dynamodb.model.exports import DESCRIBE_EXPORT, DescribeExportRequest
from jedlik.engine.context import Context
from jedlik.features.exports.description import export_description
from jedlik.features.exports.named import named_export


def check(request: DescribeExportRequest) -> DescribeExportRequest:
    """Returns the request unchanged: no rule concerns several members."""
    return request


async def run(request: DescribeExportRequest, context: Context) -> Answer:
    """Answers the description."""
    found = await named_export(context, request["ExportArn"])
    return {"ExportDescription": export_description(found)}


OPERATION: Final = Operation(
    "DescribeExport",
    Access.READ,
    Plane.CONTROL,
    DESCRIBE_EXPORT,
    check,
    run,
    on_arn("dynamodb:DescribeExport", "ExportArn"),
)
