"""Requests of the operations that run PartiQL.

Order and wording of faults where nothing is recorded: those of the older layer, in the order of the
members of the published model.
"""

from typing import Final, Required, TypedDict

from jedlik.apis.dynamodb.model.attribute_value import ATTRIBUTE_VALUE
from jedlik.apis.dynamodb.model.items import (
    ReturnConsumedCapacity,
    ReturnValuesOnConditionCheckFailure,
)
from jedlik.apis.dynamodb.model.members import (
    CONSISTENT_READ,
    RETURN_CONSUMED_CAPACITY,
    RETURN_VALUES_ON_CONDITION_CHECK_FAILURE,
)
from jedlik.core import limits
from jedlik.core.types.attribute_value import AttributeValue
from jedlik.wire.shapes.constraints import at_least, max_length, min_length
from jedlik.wire.shapes.request import Request
from jedlik.wire.shapes.scalars import Integer, String
from jedlik.wire.shapes.structure import List, Member, Structure


class StatementRequest(TypedDict, total=False):
    """A statement with its parameters: a member of a batch or a transaction."""

    Statement: Required[str]
    Parameters: list[AttributeValue]
    ConsistentRead: bool  # not in a transaction
    ReturnValuesOnConditionCheckFailure: ReturnValuesOnConditionCheckFailure


class ExecuteStatementRequest(TypedDict, total=False):
    """ExecuteStatement."""

    Statement: Required[str]
    Parameters: list[AttributeValue]
    ConsistentRead: bool
    NextToken: str
    ReturnConsumedCapacity: ReturnConsumedCapacity
    Limit: int
    ReturnValuesOnConditionCheckFailure: ReturnValuesOnConditionCheckFailure


class BatchExecuteStatementRequest(TypedDict, total=False):
    """BatchExecuteStatement."""

    Statements: Required[list[StatementRequest]]
    ReturnConsumedCapacity: ReturnConsumedCapacity


class ExecuteTransactionRequest(TypedDict, total=False):
    """ExecuteTransaction."""

    TransactStatements: Required[list[StatementRequest]]
    ClientRequestToken: str
    ReturnConsumedCapacity: ReturnConsumedCapacity


_STATEMENT: Final = Member(
    "Statement", String(min_length(1), max_length(limits.STATEMENT_CHARACTERS)), required=True
)
_PARAMETERS: Final = Member("Parameters", List(ATTRIBUTE_VALUE, min_length(1)))

EXECUTE_STATEMENT: Final = Request(
    "ExecuteStatementInput",
    _STATEMENT,
    _PARAMETERS,
    CONSISTENT_READ,
    Member("NextToken", String(min_length(1), max_length(limits.NEXT_TOKEN_CHARACTERS))),
    RETURN_CONSUMED_CAPACITY,
    Member("Limit", Integer(at_least(1))),
    RETURN_VALUES_ON_CONDITION_CHECK_FAILURE,
)

BATCH_EXECUTE_STATEMENT: Final = Request(
    "BatchExecuteStatementInput",
    Member(
        "Statements",
        List(
            Structure(
                "BatchStatementRequest",
                _STATEMENT,
                _PARAMETERS,
                CONSISTENT_READ,
                RETURN_VALUES_ON_CONDITION_CHECK_FAILURE,
            ),
            min_length(1),
            max_length(limits.BATCH_STATEMENTS),
        ),
        required=True,
    ),
    RETURN_CONSUMED_CAPACITY,
)

EXECUTE_TRANSACTION: Final = Request(
    "ExecuteTransactionInput",
    Member(
        "TransactStatements",
        List(
            Structure(
                "ParameterizedStatement",
                _STATEMENT,
                _PARAMETERS,
                RETURN_VALUES_ON_CONDITION_CHECK_FAILURE,
            ),
            min_length(1),
            max_length(limits.TRANSACT_ACTIONS),
        ),
        required=True,
    ),
    Member(
        "ClientRequestToken",
        String(min_length(1), max_length(limits.CLIENT_REQUEST_TOKEN_CHARACTERS)),
    ),
    RETURN_CONSUMED_CAPACITY,
)
