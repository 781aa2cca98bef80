"""The operations that make and change tables, and those about settings of tables.

A server that only reads and writes items is not asked for one of them, so `api` imports this module
when one is called.
"""

from typing import Final

from jedlik.apis.api import Operation
from jedlik.apis.dynamodb.operations import (
    create_table,
    delete_resource_policy,
    delete_table,
    describe_time_to_live,
    get_resource_policy,
    list_tags_of_resource,
    put_resource_policy,
    tag_resource,
    untag_resource,
    update_table,
    update_time_to_live,
)

BUILT_FOR_SETTINGS: Final[tuple[Operation, ...]] = (
    create_table.OPERATION,
    delete_resource_policy.OPERATION,
    delete_table.OPERATION,
    describe_time_to_live.OPERATION,
    get_resource_policy.OPERATION,
    list_tags_of_resource.OPERATION,
    put_resource_policy.OPERATION,
    tag_resource.OPERATION,
    untag_resource.OPERATION,
    update_table.OPERATION,
    update_time_to_live.OPERATION,
)
