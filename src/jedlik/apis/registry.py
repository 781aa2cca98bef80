"""The table of all operations: everything that lists operations is derived from it.

Those of `BUILT` have a file each, in `dynamodb` and `dynamodb_streams`; those of `refused` come
later.
"""

from collections.abc import Mapping
from typing import Final

from jedlik.apis.api import Operation
from jedlik.apis.dynamodb.operations import (
    batch_execute_statement,
    batch_get_item,
    batch_write_item,
    create_table,
    delete_item,
    delete_table,
    describe_endpoints,
    describe_limits,
    describe_table,
    describe_time_to_live,
    execute_statement,
    execute_transaction,
    get_item,
    list_tables,
    list_tags_of_resource,
    put_item,
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
from jedlik.apis.dynamodb_streams.operations import (
    describe_stream,
    get_records,
    get_shard_iterator,
    list_streams,
)

BUILT: Final[tuple[Operation, ...]] = (
    batch_execute_statement.OPERATION,
    batch_get_item.OPERATION,
    batch_write_item.OPERATION,
    create_table.OPERATION,
    delete_item.OPERATION,
    delete_table.OPERATION,
    describe_endpoints.OPERATION,
    describe_limits.OPERATION,
    describe_stream.OPERATION,
    describe_table.OPERATION,
    describe_time_to_live.OPERATION,
    execute_statement.OPERATION,
    execute_transaction.OPERATION,
    get_item.OPERATION,
    get_records.OPERATION,
    get_shard_iterator.OPERATION,
    list_streams.OPERATION,
    list_tables.OPERATION,
    list_tags_of_resource.OPERATION,
    put_item.OPERATION,
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

OPERATIONS: Final = tuple(sorted(BUILT + refused.OPERATIONS, key=lambda each: each.name))

OPERATION_BY_NAME: Final[Mapping[str, Operation]] = {each.name: each for each in OPERATIONS}
