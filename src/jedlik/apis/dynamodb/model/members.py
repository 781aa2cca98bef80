"""Types of members that several requests share, and `request`, which builds a check."""

from collections.abc import Mapping
from typing import Annotated, Final, Literal, TypeVar

from jedlik.core import limits
from jedlik.core.types.attribute_value import AttributeValue, Item
from jedlik.core.types.constraints import (
    GENERIC,
    NAMELESS,
    Constraint,
    EnumWording,
    matcher,
    max_length,
    min_length,
    pattern,
)
from jedlik.core.types.structures import NAME_PATTERN, ConditionalOperator
from jedlik.wire.shapes.attribute_value import ATTRIBUTE_MAP, ATTRIBUTE_VALUE
from jedlik.wire.shapes.declaration import Leaves, members_of
from jedlik.wire.shapes.request import Request

LEAVES: Final[Leaves] = {AttributeValue: ATTRIBUTE_VALUE, Item: ATTRIBUTE_MAP}

R = TypeVar("R", bound=Mapping[str, object])


def request(declared: type[R]) -> Request[R]:
    """Returns the check of the requests that a TypedDict declares."""
    return Request(*members_of(declared, LEAVES))


# --- Names of tables -----------------------------------------------------------------------------

_is_name = matcher(NAME_PATTERN)
# A table may be named by its ARN. Source: API Reference, TableName: "You can also provide the
# Amazon Resource Name (ARN) of the table in this parameter."
_is_table_arn = matcher(r"arn:[a-z-]+:dynamodb:[a-z0-9-]+:[0-9]+:table/[a-zA-Z0-9_.-]{1,255}")


def _is_name_or_arn(name: str) -> bool:
    return _is_name(name) or _is_table_arn(name)


def _is_table_name_text(name: str) -> bool:
    return not name or _is_name_or_arn(name)


def _is_short_table_name(name: str) -> bool:
    return len(name) <= limits.TABLE_NAME_CHARACTERS_MAX or _is_table_arn(name)


# An empty name is reported for its length alone, not for the pattern.
_PATTERN: Final = pattern(NAME_PATTERN)._replace(holds=_is_table_name_text)
_NAME_OR_ARN: Final = pattern(NAME_PATTERN)._replace(holds=_is_name_or_arn)
_LONGEST: Final = Constraint(
    str, max_length(limits.TABLE_NAME_CHARACTERS_MAX).text, _is_short_table_name
)
_SHORTEST: Final = min_length(limits.TABLE_NAME_CHARACTERS_MIN)

# A table as operations on items name it; an empty name is reported alone in the current wording.
DataTableName = Annotated[str, _PATTERN, min_length(1, GENERIC, alone=True), _LONGEST]
# A table as Scan and transactions name it.
ReadTableName = Annotated[str, _PATTERN, min_length(1), _LONGEST]
# A table as operations on tables name it.
TableName = Annotated[str, _PATTERN, _SHORTEST, _LONGEST]
# A table as DescribeTable names it. Source: ack-api-quirks, DDB-TABLE-457, October 2026.
# It reports both faults of an empty name.
DescribedTableName = Annotated[str, _SHORTEST, _NAME_OR_ARN, _LONGEST]
# A table that cannot be named by its ARN.
PlainTableName = Annotated[
    str, pattern(NAME_PATTERN), _SHORTEST, max_length(limits.TABLE_NAME_CHARACTERS_MAX)
]
# A table as a key of RequestItems.
TableNameKey = Annotated[str, _LONGEST, _SHORTEST, _PATTERN]

# --- Reading and writing items -------------------------------------------------------------------

ReturnConsumedCapacity = Literal["INDEXES", "TOTAL", "NONE"]
ReturnItemCollectionMetrics = Literal["SIZE", "NONE"]
ReturnValuesOnConditionCheckFailure = Literal["ALL_OLD", "NONE"]
Select = Literal["SPECIFIC_ATTRIBUTES", "COUNT", "ALL_ATTRIBUTES", "ALL_PROJECTED_ATTRIBUTES"]
AttributesToGet = Annotated[list[str], min_length(1), max_length(limits.ATTRIBUTES_TO_GET)]
ClientRequestToken = Annotated[
    str, min_length(1), max_length(limits.CLIENT_REQUEST_TOKEN_CHARACTERS)
]

_ReturnValues = Literal["ALL_NEW", "UPDATED_OLD", "ALL_OLD", "NONE", "UPDATED_NEW"]
# The service lists a word that does not exist, `UPDATE_NEW` (recorded).
_RETURN_VALUES: Final = EnumWording(NAMELESS, "ALL_OLD, UPDATED_OLD, ALL_NEW, UPDATE_NEW, NONE")
ReturnValues = Annotated[_ReturnValues, _RETURN_VALUES]
# In UpdateItem a bad ReturnValues is reported alone.
ReturnValuesAlone = Annotated[_ReturnValues, _RETURN_VALUES._replace(alone=True)]

# The service lists `ALL` in place of AND (recorded).
_OPERATOR: Final = EnumWording(NAMELESS, "ALL, OR")
WriteConditionalOperator = Annotated[ConditionalOperator, _OPERATOR]
QueryConditionalOperator = Annotated[
    ConditionalOperator, _OPERATOR._replace(current=NAMELESS._replace(bare=True))
]
