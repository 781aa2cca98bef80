"""The operations that make or use copies of tables: backups, exports, imports, bulk operations.

Few servers are asked for one of them, so `api` imports this module when one is called.
"""

from typing import Final

from jedlik.apis.api import Operation
from jedlik.apis.dynamodb.operations import (
    cancel_bulk_operation,
    create_backup,
    delete_backup,
    describe_backup,
    describe_bulk_operation,
    describe_continuous_backups,
    describe_export,
    describe_import,
    export_table_to_point_in_time,
    import_table,
    list_backups,
    list_bulk_operations,
    list_exports,
    list_imports,
    restore_table_from_backup,
    restore_table_to_point_in_time,
    start_bulk_put_items,
    update_continuous_backups,
)

BUILT_FOR_COPIES: Final[tuple[Operation, ...]] = (
    cancel_bulk_operation.OPERATION,
    create_backup.OPERATION,
    delete_backup.OPERATION,
    describe_backup.OPERATION,
    describe_bulk_operation.OPERATION,
    describe_continuous_backups.OPERATION,
    describe_export.OPERATION,
    describe_import.OPERATION,
    export_table_to_point_in_time.OPERATION,
    import_table.OPERATION,
    list_backups.OPERATION,
    list_bulk_operations.OPERATION,
    list_exports.OPERATION,
    list_imports.OPERATION,
    restore_table_from_backup.OPERATION,
    restore_table_to_point_in_time.OPERATION,
    start_bulk_put_items.OPERATION,
    update_continuous_backups.OPERATION,
)
