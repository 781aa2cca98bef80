"""CreateTable: creates an empty table under a free name.

Source of the order of rules: dynalite's recorded tests. Source of the texts: recorded answers,
October 2026.
"""

from collections.abc import Sequence
from typing import Final

from jedlik.apis.api import Access, Answer, Operation, Plane
from jedlik.apis.authorization import Authorization, table_resource
from jedlik.apis.dynamodb.model.table_settings import CREATE_TABLE, CreateTableRequest
from jedlik.apis.dynamodb.new_table import (
    check_new_quotas,
    check_new_table,
    check_new_warm_throughput,
    new_record,
)
from jedlik.apis.dynamodb.resource_policies import document, parsed_policy
from jedlik.core.errors import REQUEST_INVALID, invalid
from jedlik.engine.context import Context
from jedlik.features.resource_policies.rules import created
from jedlik.features.tables.change import create_table
from jedlik.features.tables.description import answered
from jedlik.features.tables.name import own_table_name
from jedlik.features.tables.settings import check_table_class
from jedlik.features.tables.tags import checked_tags


def check(request: CreateTableRequest) -> CreateTableRequest:
    """Checks the rules across members, in the order of the service."""
    check_new_table(request)
    check_new_warm_throughput(request)
    check_table_class(request.get("TableClass"))
    _check_stream(request)
    if request.get("SSESpecification"):
        from jedlik.features.encryption_keys.table_encryption import (  # noqa: PLC0415  (few need it)
            check_encryption,
        )

        check_encryption(request["SSESpecification"])
    checked_tags(request.get("Tags", ()))
    if "ResourcePolicy" in request:
        parsed_policy(request["ResourcePolicy"], is_stream=False)
    CREATE_TABLE.refuse(request)
    return request


async def run(request: CreateTableRequest, context: Context) -> Answer:
    """Creates the table. Every process sees it when this function returns."""
    name = own_table_name(context, request["TableName"])
    check_new_quotas(request, context.region)
    now_ms = context.node.clock.now_ms()
    new = new_record(request, context, name, now_ms)
    if request.get("SSESpecification"):
        from jedlik.features.encryption_keys.table_encryption import (  # noqa: PLC0415  (few need it)
            encrypt_new_table,
        )

        await encrypt_new_table(context, new, request["SSESpecification"])
    if "ResourcePolicy" in request:
        text = request["ResourcePolicy"]
        policy = parsed_policy(text, is_stream=False)
        new["ResourcePolicy"] = created(await document(context, text, policy), now_ms)
    record = await create_table(context, new)
    return {"TableDescription": await answered(context, record)}


def _check_stream(request: CreateTableRequest) -> None:
    stream = request.get("StreamSpecification")
    if stream is None:
        return
    message = REQUEST_INVALID + "Table is being created with a stream "
    if stream["StreamEnabled"] and "StreamViewType" not in stream:
        raise invalid(message + "enabled, UpdateViewType is required")
    if not stream["StreamEnabled"] and "StreamViewType" in stream:
        raise invalid(message + "disabled, UpdateViewType should not be specified")


def needed(
    request: CreateTableRequest, checked: CreateTableRequest, context: Context
) -> Sequence[Authorization]:
    """Returns the creation of the table, and what sets its tags and its policy, if it has any."""
    name = request["TableName"]
    resource = table_resource(name, context)
    actions = ["dynamodb:CreateTable"]
    if request.get("Tags"):
        actions.append("dynamodb:TagResource")
    if "ResourcePolicy" in request:
        actions.append("dynamodb:PutResourcePolicy")
    return [Authorization(action, resource, name) for action in actions]


OPERATION: Final = Operation(
    "CreateTable",
    Access.WRITE,
    Plane.CONTROL,
    CREATE_TABLE,
    check,
    run,
    needed,
)
