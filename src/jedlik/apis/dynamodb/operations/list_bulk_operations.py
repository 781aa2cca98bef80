"""ListBulkOperations: lists the bulk operations of the caller, the newest first."""

from typing import Final

from jedlik.apis.api import Access, Answer, Operation, Plane
from jedlik.apis.authorization import account_wide
from jedlik.apis.dynamodb.model.bulk_operations import (
    LIST_BULK_OPERATIONS,
    ListBulkOperationsRequest,
)
from jedlik.core.limits import LIST_IMPORTS_PAGE_DEFAULT
from jedlik.engine.context import Context
from jedlik.features.bulk_operations.description import operation_summary
from jedlik.features.bulk_operations.listing import listed, position_in, token_of


def check(request: ListBulkOperationsRequest) -> ListBulkOperationsRequest:
    """Returns the request unchanged: no rule concerns several members."""
    return request


async def run(request: ListBulkOperationsRequest, context: Context) -> Answer:
    """Answers a page. It has NextToken only if another operation follows."""
    before = position_in(request["NextToken"]) if "NextToken" in request else b""
    limit = request.get("MaxResults", LIST_IMPORTS_PAGE_DEFAULT)
    found, more = await listed(context, before=before, limit=limit)
    summaries = [operation_summary(each) for each in found]
    answer: dict[str, object] = {"BulkOperationsSummaryList": summaries}
    if more:
        answer["NextToken"] = token_of(found[-1])
    return answer


OPERATION: Final = Operation(
    "ListBulkOperations",
    Access.READ,
    Plane.CONTROL,
    LIST_BULK_OPERATIONS,
    check,
    run,
    account_wide("dynamodb:ListBulkOperations"),
)
