"""CancelBulkOperation: stops a bulk operation. What it has written stays.

What the service answers about an operation that has ended is not in the sources that were read.
Here the answer has its status, and nothing changes.
"""

from typing import Final

from jedlik.apis.api import Access, Answer, Operation, Plane
from jedlik.apis.authorization import on_arn
from jedlik.apis.dynamodb.model.bulk_operations import CANCEL_BULK_OPERATION, BulkOperationRequest
from jedlik.engine.context import Context
from jedlik.features.bulk_operations.cancel import cancel_operation
from jedlik.features.bulk_operations.named import named_operation


def check(request: BulkOperationRequest) -> BulkOperationRequest:
    """Returns the request unchanged: no rule concerns several members."""
    return request


async def run(request: BulkOperationRequest, context: Context) -> Answer:
    """Cancels the operation. Its next piece ends it."""
    arn = request["BulkOperationArn"]
    entry = await cancel_operation(context.node, await named_operation(context, arn))
    return {"BulkOperationArn": arn, "BulkOperationStatus": entry["Status"]}


OPERATION: Final = Operation(
    "CancelBulkOperation",
    Access.WRITE,
    Plane.CONTROL,
    CANCEL_BULK_OPERATION,
    check,
    run,
    on_arn("dynamodb:CancelBulkOperation", "BulkOperationArn"),
)
