"""Requests of the operations that run PartiQL.

The members of batches and transactions have the order in which the service lists their faults
(dynoxide's captures, October 2026). Order and wording of faults where nothing is recorded: those of
the older layer, in the order of the members of the published model.
"""

from typing import Annotated, Final, Required, TypedDict

from jedlik.apis.dynamodb.model.members import (
    ClientRequestToken,
    ReturnConsumedCapacity,
    ReturnValuesOnConditionCheckFailure,
    request,
)
from jedlik.core import limits
from jedlik.core.types.attribute_value import AttributeValue
from jedlik.core.types.constraints import at_least, max_length, min_length

_Statement = Annotated[str, min_length(1), max_length(limits.STATEMENT_CHARACTERS)]
_Parameters = Annotated[list[AttributeValue], min_length(1)]


class ExecuteStatementRequest(TypedDict, total=False):
    """ExecuteStatement."""

    Statement: Required[_Statement]
    Parameters: _Parameters
    ConsistentRead: bool
    NextToken: Annotated[str, min_length(1), max_length(limits.NEXT_TOKEN_CHARACTERS)]
    ReturnConsumedCapacity: ReturnConsumedCapacity
    Limit: Annotated[int, at_least(1)]
    ReturnValuesOnConditionCheckFailure: ReturnValuesOnConditionCheckFailure


class BatchStatementRequest(TypedDict, total=False):
    """A statement of a batch."""

    Statement: Required[_Statement]
    Parameters: _Parameters
    ConsistentRead: bool
    ReturnValuesOnConditionCheckFailure: ReturnValuesOnConditionCheckFailure


class BatchExecuteStatementRequest(TypedDict, total=False):
    """BatchExecuteStatement."""

    ReturnConsumedCapacity: ReturnConsumedCapacity
    Statements: Required[
        Annotated[list[BatchStatementRequest], min_length(1), max_length(limits.BATCH_STATEMENTS)]
    ]


class ParameterizedStatement(TypedDict, total=False):
    """A statement of a transaction. Statements of the other kinds have its members too."""

    Statement: Required[_Statement]
    Parameters: _Parameters
    ReturnValuesOnConditionCheckFailure: ReturnValuesOnConditionCheckFailure


class ExecuteTransactionRequest(TypedDict, total=False):
    """ExecuteTransaction."""

    ClientRequestToken: ClientRequestToken
    TransactStatements: Required[
        Annotated[list[ParameterizedStatement], min_length(1), max_length(limits.TRANSACT_ACTIONS)]
    ]
    ReturnConsumedCapacity: ReturnConsumedCapacity


EXECUTE_STATEMENT: Final = request(ExecuteStatementRequest)
BATCH_EXECUTE_STATEMENT: Final = request(BatchExecuteStatementRequest)
EXECUTE_TRANSACTION: Final = request(ExecuteTransactionRequest)
