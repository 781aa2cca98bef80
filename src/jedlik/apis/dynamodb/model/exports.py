"""Requests of the operations on exports.

Source of members and constraints: the model of the API. All are answered in the older wording.
"""

from typing import Annotated, Final, Literal, Required, TypedDict

from jedlik.apis.dynamodb.model.members import request
from jedlik.core import limits
from jedlik.core.types.constraints import (
    Wording,
    at_least,
    at_most,
    matcher,
    max_length,
    min_length,
    pattern,
)
from jedlik.core.types.structures import FilterSpecification, IncrementalExportSpecification

# The operations check the form of an ARN, since they answer in words of their own.
_TableArn = Annotated[str, min_length(1), max_length(limits.TABLE_ARN_CHARACTERS_MAX)]
# Recorded for ExportTableToPointInTime only (ack-api-quirks, DDB-TABLE-457).
_NO_TABLE_ARN: Final = Wording("Invalid TableArn: Invalid Table ARN", bare=True)
_ExportedTable = Annotated[
    str, min_length(1, _NO_TABLE_ARN), max_length(limits.TABLE_ARN_CHARACTERS_MAX)
]
_ExportArn = Annotated[
    str,
    min_length(limits.EXPORT_ARN_CHARACTERS_MIN),
    max_length(limits.EXPORT_ARN_CHARACTERS_MAX),
]
# The same as the pattern of the model, which needs a time that grows with the cube of the length.
_is_bucket = matcher(r"[a-z0-9A-Z][\.\-\w]*[a-z0-9A-Z]")
_BUCKET_PATTERN: Final = pattern(r"^[a-z0-9A-Z]+[\.\-\w]*[a-z0-9A-Z]+$")._replace(holds=_is_bucket)
_S3Bucket = Annotated[str, _BUCKET_PATTERN, max_length(limits.S3_BUCKET_CHARACTERS)]
# An empty prefix is refused (recorded in ack-api-quirks), which the model does not show.
_S3Prefix = Annotated[str, min_length(1), max_length(limits.S3_PREFIX_CHARACTERS)]
ExportFormat = Literal["DYNAMODB_JSON", "ION"]
ExportType = Literal["FULL_EXPORT", "INCREMENTAL_EXPORT"]


class ExportTableRequest(TypedDict, total=False):
    """ExportTableToPointInTime."""

    TableArn: Required[_ExportedTable]
    ExportTime: float
    ClientToken: Annotated[str, pattern(r"^[^\$]+$"), max_length(limits.EXPORT_TOKEN_CHARACTERS)]
    S3Bucket: Required[_S3Bucket]
    S3BucketOwner: Annotated[str, pattern("[0-9]{12}")]
    S3Prefix: _S3Prefix
    S3SseAlgorithm: Literal["AES256", "KMS"]
    S3SseKmsKeyId: Annotated[str, min_length(1), max_length(limits.S3_KMS_KEY_ID_CHARACTERS)]
    ExportFormat: ExportFormat
    ExportType: ExportType
    IncrementalExportSpecification: IncrementalExportSpecification
    FilterSpecification: FilterSpecification


class DescribeExportRequest(TypedDict):
    """DescribeExport."""

    ExportArn: _ExportArn


class ListExportsRequest(TypedDict, total=False):
    """ListExports."""

    TableArn: _TableArn
    MaxResults: Annotated[int, at_least(1), at_most(limits.LIST_EXPORTS_PAGE_MAX)]
    NextToken: str


EXPORT_TABLE_TO_POINT_IN_TIME: Final = request(ExportTableRequest)
DESCRIBE_EXPORT: Final = request(DescribeExportRequest)
LIST_EXPORTS: Final = request(ListExportsRequest)
