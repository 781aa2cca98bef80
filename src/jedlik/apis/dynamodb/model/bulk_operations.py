"""Requests of the bulk operations.

Source of members and constraints: the model of the API. All are answered in the older wording.
"""

from typing import Annotated, Final, Literal, Required, TypedDict

from jedlik.apis.dynamodb.model.imports import (
    Bucket,
    BucketOwner,
    ClientToken,
    CompressionType,
    KeyPrefix,
)
from jedlik.apis.dynamodb.model.members import TableName, request
from jedlik.core import limits
from jedlik.core.types.constraints import STORED, at_least, at_most, max_length, min_length, pattern
from jedlik.core.types.structures import Long

_OperationArn = Annotated[
    str,
    min_length(limits.IMPORT_ARN_CHARACTERS_MIN),
    max_length(limits.IMPORT_ARN_CHARACTERS_MAX),
]
_NextToken = Annotated[
    str,
    pattern("([0-9a-f]{16})+"),
    min_length(1),
    max_length(limits.IMPORT_TOKEN_CHARACTERS_MAX),
]
OutputType = Literal["ERROR", "CONDITION_CHECK_FAILURE"]


class InputS3Configuration(TypedDict, total=False):
    """Where the objects are, and how they are written."""

    S3BucketOwner: BucketOwner
    S3Bucket: Required[Bucket]
    S3KeyPrefix: KeyPrefix
    InputFormat: Required[Literal["DYNAMODB_JSON", "ION"]]
    InputCompressionType: CompressionType


class OutputS3Configuration(TypedDict, total=False):
    """Where the report goes, and what it has. The reference, not the model, demands S3Bucket."""

    S3BucketOwner: BucketOwner
    S3Bucket: Required[Bucket]
    S3KeyPrefix: KeyPrefix
    S3SseAlgorithm: Literal["AES256", "KMS"]
    S3SseKmsKeyId: Annotated[str, min_length(1), max_length(limits.KMS_KEY_ID_CHARACTERS_MAX)]
    OutputType: Required[list[OutputType]]


class StartBulkPutItemsRequest(TypedDict, total=False):
    """StartBulkPutItems."""

    ClientToken: ClientToken
    InputS3Configuration: Required[InputS3Configuration]
    OutputS3Configuration: Required[OutputS3Configuration]
    TableName: Required[TableName]
    MaxWriteRequestUnits: Annotated[Long, at_least(limits.BULK_WRITE_UNITS_MIN)]
    PerformanceTier: Annotated[Literal["STANDARD", "ACCELERATED"], STORED]


class BulkOperationRequest(TypedDict):
    """DescribeBulkOperation and CancelBulkOperation."""

    BulkOperationArn: _OperationArn


class ListBulkOperationsRequest(TypedDict, total=False):
    """ListBulkOperations."""

    MaxResults: Annotated[int, at_least(1), at_most(limits.LIST_IMPORTS_PAGE)]
    NextToken: _NextToken


START_BULK_PUT_ITEMS: Final = request(StartBulkPutItemsRequest)
DESCRIBE_BULK_OPERATION: Final = request(BulkOperationRequest)
CANCEL_BULK_OPERATION: Final = request(BulkOperationRequest)
LIST_BULK_OPERATIONS: Final = request(ListBulkOperationsRequest)
