"""Types of members that several requests share, and `request`, which builds a check."""

from collections.abc import Callable, Mapping
from typing import Annotated, Final, Literal, TypeVar, cast

from jedlik.core import limits
from jedlik.core.types.attribute_value import AttributeValue, Item
from jedlik.core.types.constraints import (
    ECHO,
    GENERIC,
    NAMELESS,
    Constraint,
    EnumWording,
    Wording,
    matcher,
    max_length,
    min_length,
    pattern,
)
from jedlik.core.types.structures import (
    NAME_PATTERN,
    ConditionalOperator,
    ExpectedAttributeValue,
)
from jedlik.wire.shapes.attribute_value import ATTRIBUTE_MAP, ATTRIBUTE_VALUE, OlderLayerValue
from jedlik.wire.shapes.declaration import Leaves, members_of
from jedlik.wire.shapes.request import Request, Stages
from jedlik.wire.shapes.shape import TypeCheck
from jedlik.wire.shapes.structure import Structure


class _Expected(Structure):
    """An entry of Expected. A text as Exists makes the older layer read the whole request.

    Source: dynoxide's captures, October 2026.
    """

    def type_check(self, *, inside: bool) -> TypeCheck:
        """See Structure.type_check."""
        check_members = super().type_check(inside=inside)

        def check(value: object) -> object:
            is_text = isinstance(value, dict) and isinstance(value.get("Exists"), str)
            read = check_members(value)
            return OlderLayerValue(cast("dict[str, object]", read)) if is_text else read

        return check


_VALUES: Final[Leaves] = {AttributeValue: ATTRIBUTE_VALUE, Item: ATTRIBUTE_MAP}
_EXPECTED: Final = _Expected(
    ExpectedAttributeValue.__name__, *members_of(ExpectedAttributeValue, _VALUES)
)
LEAVES: Final[Leaves] = {**_VALUES, ExpectedAttributeValue: _EXPECTED}

R = TypeVar("R", bound=Mapping[str, object])


def request(
    declared: type[R],
    *,
    stages: Stages = (),
    before_late: Callable[[R], object] | None = None,
) -> Request[R]:
    """Returns the check of the requests that a TypedDict declares. See `Request` for the rest."""
    return Request(*members_of(declared, LEAVES), stages=stages, before_late=before_late)


# --- Names of tables -----------------------------------------------------------------------------

_is_name = matcher(NAME_PATTERN)
# A table may be named by its ARN. Source: API Reference, TableName: "You can also provide the
# Amazon Resource Name (ARN) of the table in this parameter."
_is_table_arn = matcher(r"arn:[a-z-]+:dynamodb:[a-z0-9-]+:[0-9]+:table/[a-zA-Z0-9_.-]{1,255}")


def _is_name_or_arn(name: str) -> bool:
    return _is_name(name) or _is_table_arn(name)


def _is_name_text(name: str) -> bool:
    return not name or _is_name_or_arn(name)


def _is_name_text_if_sized(name: str) -> bool:
    is_sized = limits.TABLE_NAME_CHARACTERS_MIN <= len(name) <= limits.TABLE_NAME_CHARACTERS_MAX
    return not is_sized or _is_name_or_arn(name)


def _is_long_or_empty(name: str) -> bool:
    return not name or len(name) >= limits.TABLE_NAME_CHARACTERS_MIN


def _is_short_table_name(name: str) -> bool:
    return len(name) <= limits.TABLE_NAME_CHARACTERS_MAX or _is_table_arn(name)


_PATTERN: Final = pattern(NAME_PATTERN)._replace(holds=_is_name_text)
_NAME_OR_ARN: Final = pattern(NAME_PATTERN)._replace(holds=_is_name_or_arn)
_LONGEST: Final = Constraint(
    str, max_length(limits.TABLE_NAME_CHARACTERS_MAX).text, _is_short_table_name
)
_SHORTEST: Final = min_length(limits.TABLE_NAME_CHARACTERS_MIN)

# A table as operations on items name it. Its form is checked late, and an empty name alone (Parity
# suite; dynoxide's captures, October 2026). A name that is too short or too long is not
# compared with the pattern, except in UpdateItem, which reports the pattern first, and in
# transactions.
_NOT_EMPTY: Final = min_length(1, GENERIC, alone=True)
_LATE_SHORTEST: Final = Constraint(str, _SHORTEST.text, _is_long_or_empty, late=True)
_LATE_LONGEST: Final = _LONGEST._replace(late=True)
_LATE_PATTERN: Final = pattern(NAME_PATTERN)._replace(holds=_is_name_text, late=True)
_SIZED_PATTERN: Final = pattern(NAME_PATTERN)._replace(holds=_is_name_text_if_sized, late=True)
DataTableName = Annotated[str, _NOT_EMPTY, _LATE_SHORTEST, _LATE_LONGEST, _SIZED_PATTERN]
UpdatedTableName = Annotated[str, _NOT_EMPTY, _LATE_PATTERN, _LATE_SHORTEST, _LATE_LONGEST]
# A table as Scan names it.
ScannedTableName = Annotated[str, min_length(1), _LATE_SHORTEST, _LATE_LONGEST, _SIZED_PATTERN]
# A table as an action of a transaction names it.
ActionTableName = Annotated[str, min_length(1), _LATE_SHORTEST, _LATE_LONGEST, _LATE_PATTERN]
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
TableNameKey = Annotated[str, _LATE_LONGEST, _SHORTEST, _PATTERN]

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
RETURNS_OLD_ALONE: Final = "ReturnValues can only be ALL_OLD or NONE"
ReturnValues = Annotated[_ReturnValues, _RETURN_VALUES]


def _is_honoured_by_delete(word: str) -> bool:
    return word not in ("ALL_NEW", "UPDATED_OLD", "UPDATED_NEW")


# The current generation reports a word that DeleteItem does not honour as a fault of the member.
DeletedReturnValues = Annotated[
    _ReturnValues,
    _RETURN_VALUES,
    Constraint(
        str,
        RETURNS_OLD_ALONE,
        _is_honoured_by_delete,
        Wording("{text}"),
        checked_by="current",
    ),
]

# UpdateItem reports these without the envelope (dynoxide's captures, October 2026).
_BARE: Final = EnumWording(ECHO._replace(bare=True))
BareReturnConsumedCapacity = Annotated[ReturnConsumedCapacity, _BARE]
BareReturnValuesOnConditionCheckFailure = Annotated[ReturnValuesOnConditionCheckFailure, _BARE]

# The operation looks at these words after rules across members. Only the older generation reports
# them as faults of the member (dynoxide's captures, October 2026).
_LATER: Final = EnumWording(is_older=True)
LaterConditionalOperator = Annotated[ConditionalOperator, _LATER]
LaterSelect = Annotated[Select, _LATER]
