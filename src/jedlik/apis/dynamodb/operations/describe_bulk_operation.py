"""DescribeBulkOperation: shows a bulk operation, for 90 days after its end."""

from typing import Final

from jedlik.apis.api import Access, Answer, Operation, Plane
from jedlik.apis.authorization import on_arn
from jedlik.apis.dynamodb.model.bulk_operations import (
    DESCRIBE_BULK_OPERATION,
    BulkOperationRequest,
)
from jedlik.engine.context import Context
from jedlik.features.bulk_operations.description import operation_description
from jedlik.features.bulk_operations.named import named_operation


def check(request: BulkOperationRequest) -> BulkOperationRequest:
    """Returns the request unchanged: no rule concerns several members."""
    return request


async def run(request: BulkOperationRequest, context: Context) -> Answer:
    """Answers the operation, with the counts of now."""
    entry = await named_operation(context, request["BulkOperationArn"])
    return {"BulkOperationDescription": await operation_description(context, entry)}


OPERATION: Final = Operation(
    "DescribeBulkOperation",
    Access.READ,
    Plane.CONTROL,
    DESCRIBE_BULK_OPERATION,
    check,
    run,
    on_arn("dynamodb:DescribeBulkOperation", "BulkOperationArn"),
)
