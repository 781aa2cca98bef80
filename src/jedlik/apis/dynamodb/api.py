"""The API of DynamoDB as a value.

Each operation in `BUILT` has a file of its own in `operations`. The module `refused` lists the
operations that Jedlik does not have yet.
"""

from typing import Final

from jedlik.apis.api import Api, Operation, Permissions
from jedlik.apis.dynamodb.condition_keys.keys import DynamoDbKeys
from jedlik.apis.dynamodb.errors import ERRORS
from jedlik.apis.dynamodb.operations import (
    batch_execute_statement,
    batch_get_item,
    batch_write_item,
    cancel_bulk_operation,
    create_backup,
    create_table,
    delete_backup,
    delete_item,
    delete_resource_policy,
    delete_table,
    describe_backup,
    describe_bulk_operation,
    describe_continuous_backups,
    describe_endpoints,
    describe_export,
    describe_import,
    describe_limits,
    describe_table,
    describe_time_to_live,
    execute_statement,
    execute_transaction,
    export_table_to_point_in_time,
    get_item,
    get_resource_policy,
    import_table,
    list_backups,
    list_bulk_operations,
    list_exports,
    list_imports,
    list_tables,
    list_tags_of_resource,
    put_item,
    put_resource_policy,
    query,
    refused,
    restore_table_from_backup,
    restore_table_to_point_in_time,
    scan,
    search_vectors,
    start_bulk_put_items,
    tag_resource,
    transact_get_items,
    transact_write_items,
    untag_resource,
    update_continuous_backups,
    update_item,
    update_table,
    update_time_to_live,
)
from jedlik.wire.json_1_0 import JSON, JSON_1_0

BUILT: Final[tuple[Operation, ...]] = (
    batch_execute_statement.OPERATION,
    batch_get_item.OPERATION,
    batch_write_item.OPERATION,
    cancel_bulk_operation.OPERATION,
    create_backup.OPERATION,
    create_table.OPERATION,
    delete_backup.OPERATION,
    delete_item.OPERATION,
    delete_resource_policy.OPERATION,
    delete_table.OPERATION,
    describe_backup.OPERATION,
    describe_bulk_operation.OPERATION,
    describe_continuous_backups.OPERATION,
    describe_endpoints.OPERATION,
    describe_export.OPERATION,
    describe_import.OPERATION,
    describe_limits.OPERATION,
    describe_table.OPERATION,
    describe_time_to_live.OPERATION,
    execute_statement.OPERATION,
    execute_transaction.OPERATION,
    export_table_to_point_in_time.OPERATION,
    get_item.OPERATION,
    get_resource_policy.OPERATION,
    import_table.OPERATION,
    list_backups.OPERATION,
    list_bulk_operations.OPERATION,
    list_exports.OPERATION,
    list_imports.OPERATION,
    list_tables.OPERATION,
    list_tags_of_resource.OPERATION,
    put_item.OPERATION,
    put_resource_policy.OPERATION,
    query.OPERATION,
    restore_table_from_backup.OPERATION,
    restore_table_to_point_in_time.OPERATION,
    scan.OPERATION,
    search_vectors.OPERATION,
    start_bulk_put_items.OPERATION,
    tag_resource.OPERATION,
    transact_get_items.OPERATION,
    transact_write_items.OPERATION,
    untag_resource.OPERATION,
    update_continuous_backups.OPERATION,
    update_item.OPERATION,
    update_table.OPERATION,
    update_time_to_live.OPERATION,
)

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
    operations=(*BUILT, *refused.OPERATIONS),
    permissions=Permissions(DynamoDbKeys, SHARED_ACTIONS),
)
