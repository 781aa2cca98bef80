"""ListImports: lists the imports of the caller, the newest first."""

from typing import Final

from jedlik.apis.api import Access, Answer, Operation, Plane
from jedlik.apis.authorization import account_wide
from jedlik.apis.dynamodb.model.imports import LIST_IMPORTS, ListImportsRequest
from jedlik.core.limits import LIST_IMPORTS_PAGE_DEFAULT
from jedlik.engine.context import Context
from jedlik.features.imports.description import import_summary
from jedlik.features.imports.listing import listed, position_in, token_of
from jedlik.features.imports.named import table_of_arn


def check(request: ListImportsRequest) -> ListImportsRequest:
    """Returns the request unchanged: no rule concerns several members."""
    return request


async def run(request: ListImportsRequest, context: Context) -> Answer:
    """Answers a page. It has NextToken only if another import follows."""
    name = None
    if "TableArn" in request:
        name = table_of_arn(context, request["TableArn"])
        if name is None:
            return {"ImportSummaryList": []}
    before = position_in(request["NextToken"]) if "NextToken" in request else b""
    limit = request.get("PageSize", LIST_IMPORTS_PAGE_DEFAULT)
    found, more = await listed(context, name, before=before, limit=limit)
    answer: dict[str, object] = {"ImportSummaryList": [import_summary(each) for each in found]}
    if more:
        answer["NextToken"] = token_of(found[-1])
    return answer


OPERATION: Final = Operation(
    "ListImports",
    Access.READ,
    Plane.CONTROL,
    LIST_IMPORTS,
    check,
    run,
    account_wide("dynamodb:ListImports"),
)
