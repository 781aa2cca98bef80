"""Declarations of members that several operations share."""

import re
from typing import Final

from jedlik.apis.dynamodb.model.attribute_value import ATTRIBUTE_MAP, ATTRIBUTE_VALUE
from jedlik.core import limits
from jedlik.wire.shapes.constraints import (
    ECHO,
    GENERIC,
    NAMELESS,
    Constraint,
    Wording,
    at_least,
    each,
    max_length,
    min_length,
    one_of,
    pattern,
)
from jedlik.wire.shapes.scalars import Boolean, Long, String
from jedlik.wire.shapes.structure import List, Map, Member, Structure

_NAME_PATTERN: Final = "[a-zA-Z0-9_.-]+"
_is_name = re.compile(_NAME_PATTERN).fullmatch
# A table may be named by its ARN. Source: API Reference, TableName: "You can also provide the
# Amazon Resource Name (ARN) of the table in this parameter."
_is_table_arn = re.compile(
    r"arn:[a-z-]+:dynamodb:[a-z0-9-]+:[0-9]+:table/[a-zA-Z0-9_.-]{1,255}"
).fullmatch


def _is_table_name_text(name: str) -> bool:
    return not name or _is_name(name) is not None or _is_table_arn(name) is not None


def _is_short_table_name(name: str) -> bool:
    return len(name) <= limits.TABLE_NAME_CHARACTERS_MAX or _is_table_arn(name) is not None


# An empty name breaks the length alone: the pattern is not reported with it.
TABLE_NAME_PATTERN: Final = pattern(_NAME_PATTERN)._replace(holds=_is_table_name_text)
_TABLE_NAME_MAX: Final = Constraint(
    max_length(limits.TABLE_NAME_CHARACTERS_MAX).text, _is_short_table_name
)

# --- Names ---------------------------------------------------------------------------------------

# A table as operations on items name it; an empty name is reported alone in the current wording.
DATA_TABLE_NAME: Final = String(
    TABLE_NAME_PATTERN, min_length(1, GENERIC, alone=True), _TABLE_NAME_MAX
)
# A table as Scan and operations on tables name it.
READ_TABLE_NAME: Final = String(TABLE_NAME_PATTERN, min_length(1), _TABLE_NAME_MAX)
TABLE_NAME: Final = String(
    TABLE_NAME_PATTERN, min_length(limits.TABLE_NAME_CHARACTERS_MIN), _TABLE_NAME_MAX
)
# A table by its name alone.
PLAIN_TABLE_NAME: Final = String(
    pattern(_NAME_PATTERN),
    min_length(limits.TABLE_NAME_CHARACTERS_MIN),
    max_length(limits.TABLE_NAME_CHARACTERS_MAX),
)
INDEX_NAME: Final = String(
    pattern(_NAME_PATTERN),
    min_length(limits.INDEX_NAME_CHARACTERS_MIN),
    max_length(limits.INDEX_NAME_CHARACTERS_MAX),
)
# A table as a key of RequestItems.
TABLE_NAME_KEYS: Final = each(
    "keys",
    _TABLE_NAME_MAX,
    min_length(limits.TABLE_NAME_CHARACTERS_MIN),
    TABLE_NAME_PATTERN,
)
KEY_ATTRIBUTE_NAME: Final = String(min_length(1), max_length(limits.KEY_ATTRIBUTE_NAME_CHARACTERS))

# --- Reading and writing items -------------------------------------------------------------------

RETURN_CONSUMED_CAPACITY: Final = Member(
    "ReturnConsumedCapacity", String(one_of("INDEXES, TOTAL, NONE"))
)
RETURN_ITEM_COLLECTION_METRICS: Final = Member(
    "ReturnItemCollectionMetrics", String(one_of("SIZE, NONE"))
)
RETURN_VALUES_ON_CONDITION_CHECK_FAILURE: Final = Member(
    "ReturnValuesOnConditionCheckFailure", String(one_of("ALL_OLD, NONE"))
)
CONDITION_EXPRESSION: Final = Member("ConditionExpression", String())
PROJECTION_EXPRESSION: Final = Member("ProjectionExpression", String())
FILTER_EXPRESSION: Final = Member("FilterExpression", String())
EXPRESSION_ATTRIBUTE_NAMES: Final = Member("ExpressionAttributeNames", Map(String()))
EXPRESSION_ATTRIBUTE_VALUES: Final = Member("ExpressionAttributeValues", ATTRIBUTE_MAP)
KEY: Final = Member("Key", ATTRIBUTE_MAP, required=True)
EXCLUSIVE_START_KEY: Final = Member("ExclusiveStartKey", ATTRIBUTE_MAP)
CONSISTENT_READ: Final = Member("ConsistentRead", Boolean())
ATTRIBUTES_TO_GET: Final = Member(
    "AttributesToGet", List(String(), min_length(1), max_length(limits.ATTRIBUTES_TO_GET))
)
SELECT: Final = Member(
    "Select",
    String(one_of("SPECIFIC_ATTRIBUTES, COUNT, ALL_ATTRIBUTES, ALL_PROJECTED_ATTRIBUTES")),
)


def return_values(*, alone: bool = False) -> Member:
    """ReturnValues of a write; the printed `UPDATE_NEW` is the service's own slip."""
    return Member(
        "ReturnValues",
        String(
            one_of(
                "ALL_NEW, UPDATED_OLD, ALL_OLD, NONE, UPDATED_NEW",
                NAMELESS,
                current_printed="ALL_OLD, UPDATED_OLD, ALL_NEW, UPDATE_NEW, NONE",
                alone=alone,
            )
        ),
    )


def conditional_operator(current: Wording = NAMELESS) -> Member:
    """ConditionalOperator; the printed `ALL` is the service's own slip for `AND`."""
    printed = None if current is ECHO else "ALL, OR"
    return Member(
        "ConditionalOperator", String(one_of("OR, AND", current, current_printed=printed))
    )


_COMPARISON_OPERATOR: Final = String(
    one_of(
        "IN, NULL, BETWEEN, LT, NOT_CONTAINS, EQ, GT, NOT_NULL, NE, LE, BEGINS_WITH, GE, CONTAINS"
    )
)
_ATTRIBUTE_VALUE_LIST: Final = Member("AttributeValueList", List(ATTRIBUTE_VALUE))

CONDITIONS: Final = Map(
    Structure(
        "Condition",
        _ATTRIBUTE_VALUE_LIST,
        Member("ComparisonOperator", _COMPARISON_OPERATOR, required=True),
    )
)
EXPECTED: Final = Member(
    "Expected",
    Map(
        Structure(
            "ExpectedAttributeValue",
            _ATTRIBUTE_VALUE_LIST,
            Member("ComparisonOperator", _COMPARISON_OPERATOR),
            Member("Exists", Boolean()),
            Member("Value", ATTRIBUTE_VALUE),
        )
    ),
)

# --- Tables --------------------------------------------------------------------------------------

ATTRIBUTE_DEFINITIONS: Final = List(
    Structure(
        "AttributeDefinition",
        Member("AttributeName", KEY_ATTRIBUTE_NAME, required=True),
        Member("AttributeType", String(one_of("B, N, S")), required=True),
    )
)


def key_schema(elements: int) -> List:
    """A KeySchema of 1 to `elements` attributes."""
    element = Structure(
        "KeySchemaElement",
        Member("AttributeName", KEY_ATTRIBUTE_NAME, required=True),
        Member("KeyType", String(one_of("HASH, RANGE")), required=True),
    )
    return List(element, min_length(1), max_length(elements))


TABLE_KEY_SCHEMA: Final = key_schema(limits.KEY_SCHEMA_ELEMENTS)
INDEX_KEY_SCHEMA: Final = key_schema(limits.INDEX_KEY_SCHEMA_ELEMENTS)

PROJECTION: Final = Structure(
    "Projection",
    Member("ProjectionType", String(one_of("ALL, INCLUDE, KEYS_ONLY"))),
    Member(
        "NonKeyAttributes",
        List(
            String(min_length(1), max_length(limits.KEY_ATTRIBUTE_NAME_CHARACTERS)),
            min_length(1),
            max_length(limits.NON_KEY_ATTRIBUTES_PER_INDEX),
        ),
    ),
)
_CAPACITY_UNITS: Final = Long(at_least(1))
PROVISIONED_THROUGHPUT: Final = Structure(
    "ProvisionedThroughput",
    Member("WriteCapacityUnits", _CAPACITY_UNITS, required=True),
    Member("ReadCapacityUnits", _CAPACITY_UNITS, required=True),
)
READ_CAPACITY_OVERRIDE: Final = Structure(
    "ProvisionedThroughputOverride", Member("ReadCapacityUnits", _CAPACITY_UNITS)
)
ON_DEMAND_THROUGHPUT: Final = Structure(
    "OnDemandThroughput",
    Member("MaxReadRequestUnits", Long()),
    Member("MaxWriteRequestUnits", Long()),
)
ON_DEMAND_READ_OVERRIDE: Final = Structure(
    "OnDemandThroughputOverride", Member("MaxReadRequestUnits", Long())
)
WARM_THROUGHPUT: Final = Structure(
    "WarmThroughput",
    Member("ReadUnitsPerSecond", Long()),
    Member("WriteUnitsPerSecond", Long()),
)
BILLING_MODE: Final = Member("BillingMode", String(one_of("PROVISIONED, PAY_PER_REQUEST")))
TABLE_CLASS: Final = String(one_of("STANDARD, STANDARD_INFREQUENT_ACCESS"))
STREAM_SPECIFICATION: Final = Member(
    "StreamSpecification",
    Structure(
        "StreamSpecification",
        Member("StreamEnabled", Boolean(), required=True),
        Member(
            "StreamViewType",
            String(one_of("NEW_IMAGE, OLD_IMAGE, NEW_AND_OLD_IMAGES, KEYS_ONLY")),
        ),
    ),
)
SSE_SPECIFICATION: Final = Member(
    "SSESpecification",
    Structure(
        "SSESpecification",
        Member("Enabled", Boolean()),
        Member("SSEType", String(one_of("AES256, KMS"))),
        Member("KMSMasterKeyId", String()),
    ),
)
REPLICATION_MODE: Final = Member(
    "GlobalTableSettingsReplicationMode",
    String(one_of("ENABLED, DISABLED, ENABLED_WITH_OVERRIDES")),
)
# What a tag must look like is answered outside the envelope: `core.types.tag`.
TAGS: Final = List(Structure("Tag", Member("Key", String()), Member("Value", String())))
VECTOR_INDEX_MEMBERS: Final = (
    Member("IndexName", INDEX_NAME, required=True),
    Member(
        "VectorAttribute",
        Structure(
            "VectorAttributeDefinition",
            Member("AttributeName", KEY_ATTRIBUTE_NAME, required=True),
        ),
        required=True,
    ),
    Member(
        "SearchSchema",
        List(
            Structure(
                "SearchSchemaElement",
                Member("AttributeName", String(), required=True),
                Member(
                    "SearchSchemaElementType",
                    String(one_of("HASH, INLINE_FILTER")),
                    required=True,
                ),
            ),
            min_length(1),
        ),
    ),
    Member("Projection", PROJECTION, required=True),
    Member("Dimensions", Long(at_least(1)), required=True),
    Member("DistanceFunction", String(one_of("COSINE, DOT_PRODUCT, EUCLIDEAN")), required=True),
)
