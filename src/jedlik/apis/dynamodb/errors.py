"""The errors of DynamoDB and of DynamoDB Streams.

Source: API Reference, the section "Errors" of each operation. Namespaces: answers in public test
suites (Alternator test_manual_requests.py, dynalite). Bodies with `Message`: aws-sdk-net #1292.
"""

from collections.abc import Mapping
from typing import Final

from jedlik.apis.errors import Row, errors_with

_DYNAMODB: Final = "com.amazonaws.dynamodb.v20120810"

# The code within this program of a failed condition of ExecuteStatement that shows the item.
STATEMENT_CONDITION_FAILED: Final = "StatementConditionFailed"

_ROWS: Final = errors_with(
    Row("BackupInUseException", 400, _DYNAMODB, False),
    Row("BackupNotFoundException", 400, _DYNAMODB, False),
    Row("ConditionalCheckFailedException", 400, _DYNAMODB, False),
    Row("ContinuousBackupsUnavailableException", 400, _DYNAMODB, False),
    Row("DuplicateItemException", 400, _DYNAMODB, False),
    Row("ExpiredIteratorException", 400, _DYNAMODB, False),
    Row("ExportConflictException", 400, _DYNAMODB, False),
    Row("ExportNotFoundException", 400, _DYNAMODB, False),
    Row("IdempotentParameterMismatchException", 400, _DYNAMODB, False, "Message"),
    Row("ImportConflictException", 400, _DYNAMODB, False),
    Row("ImportNotFoundException", 400, _DYNAMODB, False),
    Row("InternalServerError", 500, _DYNAMODB, True),
    Row("InvalidExportTimeException", 400, _DYNAMODB, False),
    Row("InvalidRestoreTimeException", 400, _DYNAMODB, False),
    Row("ItemCollectionSizeLimitExceededException", 400, _DYNAMODB, False),
    Row("LimitExceededException", 400, _DYNAMODB, False),
    Row("PointInTimeRecoveryUnavailableException", 400, _DYNAMODB, False),
    Row("PolicyNotFoundException", 400, _DYNAMODB, False),
    Row("ProvisionedThroughputExceededException", 400, _DYNAMODB, True),
    Row("RequestLimitExceeded", 400, _DYNAMODB, True),
    Row("ResourceInUseException", 400, _DYNAMODB, False),
    Row("ResourceNotFoundException", 400, _DYNAMODB, False),
    Row("TableAlreadyExistsException", 400, _DYNAMODB, False),
    Row("TableInUseException", 400, _DYNAMODB, False),
    Row("TableNotFoundException", 400, _DYNAMODB, False),
    Row("TransactionCanceledException", 400, _DYNAMODB, False, "Message"),
    Row("TrimmedDataAccessException", 400, _DYNAMODB, False),
)

# The row of ExecuteStatement has `Message`. The bodies of PutItem, UpdateItem and DeleteItem have
# `message`, and so has that of a statement that shows no item. Source: dynoxide's captures, October
# 2026.
ERRORS: Final[Mapping[str, Row]] = {
    **_ROWS,
    STATEMENT_CONDITION_FAILED: _ROWS["ConditionalCheckFailedException"]._replace(
        message_member="Message"
    ),
}
