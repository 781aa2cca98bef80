"""ExportTableToPointInTime: writes a table, or what changed in it, into a bucket.

Source of the texts and of their order: recorded answers, October 2026 (ack-api-quirks).
"""

from collections.abc import Sequence
from typing import Final

from jedlik.apis.api import Access, Answer, Operation, Plane
from jedlik.apis.authorization import Authorization
from jedlik.apis.dynamodb.model.exports import EXPORT_TABLE_TO_POINT_IN_TIME, ExportTableRequest
from jedlik.core.errors import invalid
from jedlik.engine.context import Context
from jedlik.features.exports.description import export_description
from jedlik.features.exports.item_filter import parsed
from jedlik.features.exports.new_export import begin_export

_NO_TYPE: Final = (
    "Invalid Request: Export Type expected to be Incremental Export when incremental export "
    "specification is provided"
)
_FULL: Final = (
    "Invalid Request: When Export Type is Full Export , Incremental Export Specification should "
    "not be provided"
)
_NO_SPECIFICATION: Final = (
    "Invalid Request: Incremental Export Specification expected when export type is set as "
    "Incremental Export"
)
_NO_FROM: Final = (
    "Invalid Request: ExportFromTime must be provided in IncrementalExportSpecification"
)
_NO_KMS: Final = "Invalid Request: KMS Key Id is not supported for this encryption type"


def check(request: ExportTableRequest) -> ExportTableRequest:
    """Checks the rules across members."""
    kind = request.get("ExportType")
    specification = request.get("IncrementalExportSpecification")
    if specification is None and kind == "INCREMENTAL_EXPORT":
        raise invalid(_NO_SPECIFICATION)
    if specification is not None:
        if kind is None:
            raise invalid(_NO_TYPE)
        if kind == "FULL_EXPORT":
            raise invalid(_FULL)
        if "ExportFromTime" not in specification:
            raise invalid(_NO_FROM)
    if "S3SseKmsKeyId" in request and request.get("S3SseAlgorithm") != "KMS":
        raise invalid(_NO_KMS)
    parsed(request.get("FilterSpecification"))
    return request


async def run(request: ExportTableRequest, context: Context) -> Answer:
    """Begins the export, which is IN_PROGRESS in the answer."""
    return {"ExportDescription": export_description(await begin_export(context, request))}


def needed(
    request: ExportTableRequest, checked: ExportTableRequest, context: Context
) -> Sequence[Authorization]:
    """Returns the export of the table, and the puts below the prefix in the bucket."""
    arn = request["TableArn"]
    prefix = request.get("S3Prefix", "")
    folder = prefix if not prefix or prefix.endswith("/") else prefix + "/"
    objects = f"arn:aws:s3:::{request['S3Bucket']}/{folder}AWSDynamoDB/*"
    return (
        Authorization("dynamodb:ExportTableToPointInTime", arn, arn),
        Authorization("s3:PutObject", objects),
    )


OPERATION: Final = Operation(
    "ExportTableToPointInTime",
    Access.WRITE,
    Plane.CONTROL,
    EXPORT_TABLE_TO_POINT_IN_TIME,
    check,
    run,
    needed,
)
