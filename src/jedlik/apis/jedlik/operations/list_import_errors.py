"""ListImportErrors: what was wrong with the records that an import did not store.

The lines are those that the service writes to CloudWatch Logs. They may show parts of items, so the
permission is one of its own: `jedlik:ListImportErrors` on the ARN of the import.
"""

from typing import Final

from jedlik.apis.api import Access, Operation, Plane
from jedlik.apis.authorization import on_arn
from jedlik.apis.jedlik.model import (
    LIST_IMPORT_ERRORS,
    ListImportErrorsRequest,
    ListImportErrorsResponse,
)
from jedlik.engine.context import Context
from jedlik.features.imports.error_lines import error_lines
from jedlik.features.imports.named import named_import


def _check(request: ListImportErrorsRequest) -> ListImportErrorsRequest:
    return request


async def _run(request: ListImportErrorsRequest, context: Context) -> ListImportErrorsResponse:
    entry = await named_import(context, request["ImportArn"])
    found = await error_lines(context, entry, request.get("Start", 0))
    answer: ListImportErrorsResponse = {"Lines": found.lines}
    if found.next is not None:
        answer["Next"] = found.next
    return answer


OPERATION: Final = Operation(
    "ListImportErrors",
    Access.READ,
    Plane.CONTROL,
    LIST_IMPORT_ERRORS,
    _check,
    _run,
    on_arn("jedlik:ListImportErrors", "ImportArn"),
)
