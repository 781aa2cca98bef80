"""Requests of the operations that run PartiQL.

The members have the order in which the service lists their faults (dynoxide's captures, October
2026). It is that of a hash map of Java with 16 buckets; the place of NextToken, which is not
recorded, follows from this. Wording of faults where nothing is recorded: that of the older layer.
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
from jedlik.core.types.constraints import Printed, at_least, max_length, min_length

_Statement = Annotated[str, min_length(1), max_length(limits.STATEMENT_CHARACTERS)]
_Parameters = Annotated[list[AttributeValue], min_length(1)]


class ExecuteStatementRequest(TypedDict, total=False):
    """ExecuteStatement."""

    ReturnValuesOnConditionCheckFailure: ReturnValuesOnConditionCheckFailure
    NextToken: Annotated[str, min_length(1), max_length(limits.NEXT_TOKEN_CHARACTERS)]
    Limit: Annotated[int, at_least(1)]
    Statement: Required[_Statement]
    ReturnConsumedCapacity: ReturnConsumedCapacity
    Parameters: _Parameters
    ConsistentRead: bool


class BatchStatementRequest(TypedDict, total=False):
    """A statement of a batch."""

    ReturnValuesOnConditionCheckFailure: ReturnValuesOnConditionCheckFailure
    Statement: Required[_Statement]
    Parameters: _Parameters
    ConsistentRead: bool


_PRINTED_OF_BATCH: Final = Printed(
    ("Statement", "Parameters", "ConsistentRead", "ReturnValuesOnConditionCheckFailure")
)


class BatchExecuteStatementRequest(TypedDict, total=False):
    """BatchExecuteStatement."""

    ReturnConsumedCapacity: ReturnConsumedCapacity
    Statements: Required[
        Annotated[
            list[Annotated[BatchStatementRequest, _PRINTED_OF_BATCH]],
            min_length(1),
            max_length(limits.BATCH_STATEMENTS),
        ]
    ]


class ParameterizedStatement(TypedDict, total=False):
    """A statement of a transaction. Statements of the other kinds have its members too."""

    ReturnValuesOnConditionCheckFailure: ReturnValuesOnConditionCheckFailure
    Statement: Required[_Statement]
    Parameters: _Parameters


_PRINTED: Final = Printed(("Statement", "Parameters", "ReturnValuesOnConditionCheckFailure"))


class ExecuteTransactionRequest(TypedDict, total=False):
    """ExecuteTransaction."""

    ClientRequestToken: ClientRequestToken
    TransactStatements: Required[
        Annotated[
            list[Annotated[ParameterizedStatement, _PRINTED]],
            min_length(1),
            max_length(limits.TRANSACT_ACTIONS),
        ]
    ]
    ReturnConsumedCapacity: ReturnConsumedCapacity


EXECUTE_STATEMENT: Final = request(ExecuteStatementRequest)
BATCH_EXECUTE_STATEMENT: Final = request(BatchExecuteStatementRequest)
EXECUTE_TRANSACTION: Final = request(ExecuteTransactionRequest)
