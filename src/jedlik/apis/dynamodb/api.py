"""The API of DynamoDB as a value.

Each operation in `BUILT` has a file of its own in `operations`. So have two groups that are loaded
when one of them is called: those that run statements in PartiQL, and those that make or use copies
of tables (backups, exports, imports, bulk operations).
The module `refused` lists the operations that Jedlik does not have yet.
"""

from collections.abc import Sequence
from typing import Final

from jedlik.apis.api import Api, Checked, Deferred, Operation, Permissions
from jedlik.apis.authorization import Authorization
from jedlik.apis.condition_keys import ConditionKeys
from jedlik.apis.dynamodb.errors import ERRORS
from jedlik.apis.dynamodb.operations import (
    batch_get_item,
    batch_write_item,
    create_table,
    delete_item,
    delete_resource_policy,
    delete_table,
    describe_endpoints,
    describe_limits,
    describe_table,
    describe_time_to_live,
    get_item,
    get_resource_policy,
    list_tables,
    list_tags_of_resource,
    put_item,
    put_resource_policy,
    query,
    refused,
    scan,
    search_vectors,
    tag_resource,
    transact_get_items,
    transact_write_items,
    untag_resource,
    update_item,
    update_table,
    update_time_to_live,
)
from jedlik.engine.table import Table
from jedlik.wire.json_1_0 import JSON, JSON_1_0

BUILT: Final[tuple[Operation, ...]] = (
    batch_get_item.OPERATION,
    batch_write_item.OPERATION,
    create_table.OPERATION,
    delete_item.OPERATION,
    delete_resource_policy.OPERATION,
    delete_table.OPERATION,
    describe_endpoints.OPERATION,
    describe_limits.OPERATION,
    describe_table.OPERATION,
    describe_time_to_live.OPERATION,
    get_item.OPERATION,
    get_resource_policy.OPERATION,
    list_tables.OPERATION,
    list_tags_of_resource.OPERATION,
    put_item.OPERATION,
    put_resource_policy.OPERATION,
    query.OPERATION,
    scan.OPERATION,
    search_vectors.OPERATION,
    tag_resource.OPERATION,
    transact_get_items.OPERATION,
    transact_write_items.OPERATION,
    untag_resource.OPERATION,
    update_item.OPERATION,
    update_table.OPERATION,
    update_time_to_live.OPERATION,
)

# A test compares the names with `built_for_statements` and `built_for_copies`.
_OF_STATEMENTS: Final[Sequence[str]] = (
    *("BatchExecuteStatement", "ExecuteStatement", "ExecuteTransaction"),
)
_OF_COPIES: Final[Sequence[str]] = (
    *("CancelBulkOperation", "CreateBackup", "DeleteBackup", "DescribeBackup"),
    *("DescribeBulkOperation", "DescribeContinuousBackups", "DescribeExport", "DescribeImport"),
    *("ExportTableToPointInTime", "ImportTable", "ListBackups", "ListBulkOperations"),
    *("ListExports", "ListImports", "RestoreTableFromBackup", "RestoreTableToPointInTime"),
    *("StartBulkPutItems", "UpdateContinuousBackups"),
)


def _load_those_of_statements() -> Sequence[Operation]:
    from jedlik.apis.dynamodb.built_for_statements import (  # noqa: PLC0415  (as above)
        BUILT_FOR_STATEMENTS,
    )

    return BUILT_FOR_STATEMENTS


def _load_those_of_copies() -> Sequence[Operation]:
    from jedlik.apis.dynamodb.built_for_copies import BUILT_FOR_COPIES  # noqa: PLC0415  (as above)

    return BUILT_FOR_COPIES


def _condition_keys(
    checked: Checked, authorization: Authorization, table: Table | None
) -> ConditionKeys:
    from jedlik.apis.dynamodb.condition_keys.keys import (  # noqa: PLC0415  (only under `enforce`)
        DynamoDbKeys,
    )

    return DynamoDbKeys(checked, authorization, table)


# Statements are not among them, nor CreateTable. Source: Developer Guide, "DynamoDB API operations
# supported by resource-based policies".
SHARED_ACTIONS: Final = frozenset(
    f"dynamodb:{name}"
    for name in (
        *("GetItem", "PutItem", "UpdateItem", "DeleteItem", "ConditionCheckItem", "Query", "Scan"),
        *("BatchGetItem", "BatchWriteItem", "DescribeTable", "UpdateTable", "DeleteTable"),
        *("TagResource", "UntagResource", "ListTagsOfResource"),
    )
)

DYNAMODB: Final = Api(
    "DynamoDB",
    protocols=(JSON_1_0, JSON),
    target_prefix="DynamoDB_20120810",
    signing_name="dynamodb",
    iam_prefix="dynamodb",
    errors=ERRORS,
    operations=(
        *BUILT,
        Deferred(_OF_STATEMENTS, _load_those_of_statements),
        Deferred(_OF_COPIES, _load_those_of_copies),
        *refused.OPERATIONS,
    ),
    permissions=Permissions(_condition_keys, SHARED_ACTIONS),
)
