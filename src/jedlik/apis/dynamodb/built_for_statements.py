"""The operations that run statements in PartiQL.

Many servers are never asked for one of them, so `api` imports this module when one is called.
"""

from typing import Final

from jedlik.apis.api import Operation
from jedlik.apis.dynamodb.operations import (
    batch_execute_statement,
    execute_statement,
    execute_transaction,
)

BUILT_FOR_STATEMENTS: Final[tuple[Operation, ...]] = (
    batch_execute_statement.OPERATION,
    execute_statement.OPERATION,
    execute_transaction.OPERATION,
)
