"""DescribeImport: shows an import, for 90 days after its end, also if its table is gone."""

from typing import Final

from jedlik.apis.api import Access, Answer, Operation, Plane
from jedlik.apis.authorization import on_arn
from jedlik.apis.dynamodb.model.imports import DESCRIBE_IMPORT, DescribeImportRequest
from jedlik.engine.context import Context
from jedlik.features.imports.description import import_description
from jedlik.features.imports.named import named_import


def check(request: DescribeImportRequest) -> DescribeImportRequest:
    """Returns the request unchanged: no rule concerns several members."""
    return request


async def run(request: DescribeImportRequest, context: Context) -> Answer:
    """Answers the import."""
    entry = await named_import(context, request["ImportArn"])
    return {"ImportTableDescription": import_description(entry)}


OPERATION: Final = Operation(
    "DescribeImport",
    Access.READ,
    Plane.CONTROL,
    DESCRIBE_IMPORT,
    check,
    run,
    on_arn("dynamodb:DescribeImport", "ImportArn"),
)
