"""The API of DynamoDB as a value.

Each operation in `_BUILT` has a file of its own in `operations`. So have those that are loaded when
one of their group is called: SearchVectors, and the groups of those that make or change tables and
their settings, run statements in PartiQL, or make or use copies of tables (backups, exports,
imports, bulk operations).
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
    delete_item,
    describe_endpoints,
    describe_limits,
    describe_table,
    get_item,
    list_tables,
    put_item,
    query,
    refused,
    scan,
    transact_get_items,
    transact_write_items,
    update_item,
)
from jedlik.engine.table import Table
from jedlik.wire.json_1_0 import JSON, JSON_1_0

_BUILT: Final[tuple[Operation, ...]] = (
    batch_get_item.OPERATION,
    batch_write_item.OPERATION,
    delete_item.OPERATION,
    describe_endpoints.OPERATION,
    describe_limits.OPERATION,
    describe_table.OPERATION,
    get_item.OPERATION,
    list_tables.OPERATION,
    put_item.OPERATION,
    query.OPERATION,
    scan.OPERATION,
    transact_get_items.OPERATION,
    transact_write_items.OPERATION,
    update_item.OPERATION,
)

# A test compares the names with those of the modules.
_OF_SETTINGS: Final[Sequence[str]] = (
    *("CreateTable", "DeleteResourcePolicy", "DeleteTable", "DescribeTimeToLive"),
    *("GetResourcePolicy", "ListTagsOfResource", "PutResourcePolicy", "TagResource"),
    *("UntagResource", "UpdateTable", "UpdateTimeToLive"),
)
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


def _load_those_of_settings() -> Sequence[Operation]:
    from jedlik.apis.dynamodb.built_for_settings import (  # noqa: PLC0415  (when they are used)
        BUILT_FOR_SETTINGS,
    )

    return BUILT_FOR_SETTINGS


def _load_search() -> Sequence[Operation]:
    from jedlik.apis.dynamodb.operations import search_vectors  # noqa: PLC0415  (as above)

    return (search_vectors.OPERATION,)


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
        *_BUILT,
        Deferred(_OF_SETTINGS, _load_those_of_settings),
        Deferred(("SearchVectors",), _load_search),
        Deferred(_OF_STATEMENTS, _load_those_of_statements),
        Deferred(_OF_COPIES, _load_those_of_copies),
        *refused.OPERATIONS,
    ),
    permissions=Permissions(_condition_keys, SHARED_ACTIONS),
)
