"""ListExports: lists the exports of the last 90 days, in every status."""

from typing import Final

from jedlik.apis.api import Access, Answer, Operation, Plane
from jedlik.apis.authorization import account_wide
from jedlik.apis.dynamodb.model.exports import LIST_EXPORTS, ListExportsRequest
from jedlik.core.limits import LIST_EXPORTS_PAGE
from jedlik.engine.context import Context
from jedlik.features.exports.description import export_summary
from jedlik.features.exports.listing import listed
from jedlik.features.exports.new_export import parsed_table_arn


def check(request: ListExportsRequest) -> ListExportsRequest:
    """Returns the request unchanged: no rule concerns several members."""
    return request


async def run(request: ListExportsRequest, context: Context) -> Answer:
    """Answers a page. It has NextToken only if another export follows."""
    arn = parsed_table_arn(context, request["TableArn"]) if "TableArn" in request else None
    limit = request.get("MaxResults", LIST_EXPORTS_PAGE)
    found, token = await listed(context, arn, token=request.get("NextToken"), limit=limit)
    answer: dict[str, object] = {"ExportSummaries": [export_summary(each) for each in found]}
    if token is not None:
        answer["NextToken"] = token
    return answer


# The action has no resource. Source: Service Authorization Reference.
OPERATION: Final = Operation(
    "ListExports",
    Access.READ,
    Plane.CONTROL,
    LIST_EXPORTS,
    check,
    run,
    account_wide("dynamodb:ListExports"),
)
