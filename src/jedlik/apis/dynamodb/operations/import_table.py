"""ImportTable: makes a table from the objects in a bucket.

Source of the texts: recorded answers, October 2026, except that of a server without the library for
Ion, which is ours.
"""

from collections.abc import Sequence
from typing import Final, cast

from jedlik.apis.api import Access, Answer, Operation, Plane
from jedlik.apis.authorization import Authorization, table_resource
from jedlik.apis.dynamodb.model.imports import IMPORT_TABLE, ImportTableRequest
from jedlik.apis.dynamodb.model.table_settings import CreateTableRequest
from jedlik.apis.dynamodb.new_table import check_new_quotas, check_new_table, new_record
from jedlik.core.errors import invalid
from jedlik.engine.context import Context
from jedlik.features.imports.begin import NewImport, begin_import
from jedlik.features.imports.description import import_description
from jedlik.features.imports.records import Source
from jedlik.wire.item_files.reader import can_read_ion

_NO_ION: Final = (
    "Invalid Request: this server cannot read the InputFormat ION, because the Python package "
    "amazon.ion is not installed: pip install 'jedlik[ion]'"
)
_DELIMITER: Final = ","


def check(request: ImportTableRequest) -> ImportTableRequest:
    """Checks the rules across members. The new table is checked as in CreateTable."""
    input_format = request["InputFormat"]
    if "Csv" in request.get("InputFormatOptions", {}) and input_format != "CSV":
        raise invalid(
            "Invalid Request: Unsupported InputFormatOptions for the given input format: "
            f"{input_format}."
        )
    parameters = _parameters(request)
    check_new_table(parameters)
    if parameters.get("SSESpecification"):
        from jedlik.features.encryption_keys.table_encryption import (  # noqa: PLC0415  (few need it)
            check_encryption,
        )

        check_encryption(parameters["SSESpecification"])
    if input_format == "ION" and not can_read_ion():
        raise invalid(_NO_ION)
    return request


async def run(request: ImportTableRequest, context: Context) -> Answer:
    """Begins the import. A job makes the table and fills it."""
    parameters = _parameters(request)
    check_new_quotas(parameters, context.region)
    name = parameters["TableName"]
    record = new_record(parameters, context, name, context.node.clock.now_ms())
    if parameters.get("SSESpecification"):
        from jedlik.features.encryption_keys.table_encryption import (  # noqa: PLC0415  (few need it)
            encrypt_new_table,
        )

        await encrypt_new_table(context, record, parameters["SSESpecification"])
    csv = request.get("InputFormatOptions", {}).get("Csv", {})
    shown: dict[str, object] = {"TableCreationParameters": request["TableCreationParameters"]}
    if "InputFormatOptions" in request:
        shown["InputFormatOptions"] = request["InputFormatOptions"]
    source = {"S3BucketOwner": context.account_id, **request["S3BucketSource"]}
    new = NewImport(
        request["ClientToken"],
        cast(Source, source),
        request["InputFormat"],
        request.get("InputCompressionType", "NONE"),
        csv.get("Delimiter", _DELIMITER),
        csv.get("HeaderList"),
        record,
        shown,
    )
    return {"ImportTableDescription": import_description(await begin_import(context, new))}


def _parameters(request: ImportTableRequest) -> CreateTableRequest:
    """Returns the new table as CreateTable would receive it."""
    return cast(CreateTableRequest, request["TableCreationParameters"])


def needed(
    request: ImportTableRequest, checked: ImportTableRequest, context: Context
) -> Sequence[Authorization]:
    """Returns the import into the table, and reading the bucket, which the server does for the
    caller. A key is allowed only if all keys with the prefix are.

    Source: Developer Guide, "Requesting a table import in DynamoDB", IAM permissions.
    """
    name = request["TableCreationParameters"]["TableName"]
    source = request["S3BucketSource"]
    bucket = f"arn:aws:s3:::{source['S3Bucket']}"
    return (
        Authorization("dynamodb:ImportTable", table_resource(name, context), name),
        Authorization("s3:ListBucket", bucket),
        Authorization("s3:GetObject", f"{bucket}/{source.get('S3KeyPrefix', '')}*"),
    )


OPERATION: Final = Operation(
    "ImportTable",
    Access.WRITE,
    Plane.CONTROL,
    IMPORT_TABLE,
    check,
    run,
    needed,
)
