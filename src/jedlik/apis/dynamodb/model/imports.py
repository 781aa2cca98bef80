"""Requests of the operations on imports.

Source of members and constraints: the model of the API. All are answered in the older wording. The
model has ClientToken as optional. The service demands it, and SDKs always send one (Alternator,
test_import.py, September 2026).
"""

from typing import Annotated, Final, Literal, Required, TypedDict

from jedlik.apis.dynamodb.model.members import PlainTableName, request
from jedlik.core import limits
from jedlik.core.types.constraints import (
    STORED,
    at_least,
    at_most,
    max_length,
    min_length,
    pattern,
)
from jedlik.core.types.structures import (
    AttributeDefinition,
    BillingMode,
    GlobalSecondaryIndex,
    OnDemandThroughput,
    ProvisionedThroughput,
    SSESpecification,
    TableKeySchema,
    VectorIndex,
)

ClientToken = Annotated[str, pattern(r"^[^\$]+$")]
BucketOwner = Annotated[str, pattern("[0-9]{12}"), STORED]
Bucket = Annotated[
    str,
    pattern(r"^[a-z0-9A-Z]+[\.\-\w]*[a-z0-9A-Z]+$"),
    max_length(limits.BUCKET_NAME_CHARACTERS_MAX),
]
KeyPrefix = Annotated[str, max_length(limits.KEY_PREFIX_CHARACTERS_MAX)]
# The order in which the service lists the words (recorded answer, October 2026).
CompressionType = Literal["ZSTD", "NONE", "GZIP"]
_ImportArn = Annotated[
    str,
    min_length(limits.IMPORT_ARN_CHARACTERS_MIN),
    max_length(limits.IMPORT_ARN_CHARACTERS_MAX),
]
_TableArn = Annotated[str, min_length(1), max_length(limits.TABLE_ARN_CHARACTERS_MAX)]
_NextToken = Annotated[
    str,
    pattern("([0-9a-f]{16})+"),
    min_length(limits.IMPORT_TOKEN_CHARACTERS_MIN),
    max_length(limits.IMPORT_TOKEN_CHARACTERS_MAX),
]
_Delimiter = Annotated[str, pattern(r"[,;:|\t ]"), min_length(1), max_length(1)]
_Header = Annotated[
    str,
    pattern(r"[\x20-\x21\x23-\x2B\x2D-\x7E]*"),
    min_length(1),
    max_length(limits.CSV_HEADER_CHARACTERS),
]


class S3BucketSource(TypedDict, total=False):
    """Where the objects are."""

    S3BucketOwner: BucketOwner
    S3Bucket: Required[Bucket]
    S3KeyPrefix: KeyPrefix


class CsvOptions(TypedDict, total=False):
    """How CSV is written."""

    Delimiter: _Delimiter
    HeaderList: Annotated[list[_Header], min_length(1), max_length(limits.CSV_HEADERS)]


class InputFormatOptions(TypedDict, total=False):
    """How objects of a format are written."""

    Csv: CsvOptions


class TableCreationParameters(TypedDict, total=False):
    """The new table. The members are those of CreateTable."""

    TableName: Required[PlainTableName]
    AttributeDefinitions: Required[list[AttributeDefinition]]
    KeySchema: Required[TableKeySchema]
    BillingMode: Annotated[BillingMode, STORED]
    ProvisionedThroughput: Annotated[ProvisionedThroughput, STORED]
    OnDemandThroughput: Annotated[OnDemandThroughput, STORED]
    SSESpecification: SSESpecification
    GlobalSecondaryIndexes: list[GlobalSecondaryIndex]
    VectorIndexes: list[VectorIndex]


class ImportTableRequest(TypedDict, total=False):
    """ImportTable."""

    ClientToken: Required[ClientToken]
    S3BucketSource: Required[S3BucketSource]
    InputFormat: Required[Literal["DYNAMODB_JSON", "ION", "CSV"]]
    InputFormatOptions: InputFormatOptions
    InputCompressionType: CompressionType
    TableCreationParameters: Required[TableCreationParameters]


class DescribeImportRequest(TypedDict):
    """DescribeImport."""

    ImportArn: _ImportArn


class ListImportsRequest(TypedDict, total=False):
    """ListImports."""

    TableArn: _TableArn
    PageSize: Annotated[int, at_least(1), at_most(limits.LIST_IMPORTS_PAGE)]
    NextToken: _NextToken


IMPORT_TABLE: Final = request(ImportTableRequest)
DESCRIBE_IMPORT: Final = request(DescribeImportRequest)
LIST_IMPORTS: Final = request(ListImportsRequest)
