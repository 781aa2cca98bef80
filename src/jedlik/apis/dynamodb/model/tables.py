"""Requests that name a table or nothing: DescribeTable, DeleteTable, ListTables, limits, endpoints.

All are answered in the older wording.
"""

from typing import Annotated, Final, TypedDict

from jedlik.apis.dynamodb.model.members import (
    DescribedTableName,
    PlainTableName,
    TableName,
    request,
)
from jedlik.core import limits
from jedlik.core.types.constraints import Reported, Wording, at_least, at_most

NO_TABLE_NAME: Final = Wording(
    "The parameter 'TableName' is required but was not present in the request", bare=True
)

NamedTable = Annotated[TableName, Reported(absent=NO_TABLE_NAME)]


class DescribeTableRequest(TypedDict):
    """DescribeTable."""

    TableName: Annotated[DescribedTableName, Reported(absent=NO_TABLE_NAME)]


class TableRequest(TypedDict):
    """DeleteTable and DescribeTimeToLive: the name of a table and nothing else."""

    TableName: NamedTable


class ListTablesRequest(TypedDict, total=False):
    """ListTables."""

    ExclusiveStartTableName: PlainTableName
    Limit: Annotated[int, at_least(1), at_most(limits.LIST_TABLES_PAGE)]


DESCRIBE_TABLE: Final = request(DescribeTableRequest)
DELETE_TABLE: Final = request(TableRequest)
DESCRIBE_TIME_TO_LIVE: Final = request(TableRequest)
LIST_TABLES: Final = request(ListTablesRequest)

# --- Limits and endpoints ------------------------------------------------------------------------


class NoMembers(TypedDict):
    """DescribeLimits and DescribeEndpoints, whose requests have no members."""


DESCRIBE_LIMITS: Final = request(NoMembers)
DESCRIBE_ENDPOINTS: Final = request(NoMembers)
