"""The report of a bulk operation: objects in the output bucket.

    PREFIX/AWSDynamoDB/ID/data/000001.json   a part: one JSON line for each record not written
    PREFIX/AWSDynamoDB/ID/manifest.json      at the end: the counts, and the parts

The form of the service's report is not in the sources that were read. This module is all that knows
ours.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

import orjson

from jedlik.buckets.interface import Buckets, ServerSideEncryption
from jedlik.core.errors import ServiceError
from jedlik.features.bulk_operations.new_puts import Put
from jedlik.features.bulk_operations.records import BulkWork, Output, arn_of, place_in
from jedlik.features.imports.new_items import Fault

ERROR: Final = "ERROR"
CONDITION: Final = "CONDITION_CHECK_FAILURE"


class Unmet(NamedTuple):
    """A put whose condition was false, and the error, which has the item that exists."""

    put: Put
    error: ServiceError


async def write_part(
    buckets: Buckets, work: BulkWork, faults: Sequence[Fault], unmet: Sequence[Unmet]
) -> bool:
    """Writes the next part of the report. Returns whether there is anything to report.

    A part that is written again has the same name. Raises BucketError.
    """
    types = work["Output"]["Types"]
    lines = [_error_line(work, each) for each in faults if ERROR in types]
    lines += [_unmet_line(work, each) for each in unmet if CONDITION in types]
    if not lines:
        return False
    key = _part_key(work, work["Counts"]["Parts"] + 1)
    await _put(buckets, work["Output"], key, b"\n".join(lines) + b"\n")
    return True


async def write_manifest(buckets: Buckets, work: BulkWork, status: str) -> None:
    """Writes the manifest at the end of an operation. Raises BucketError."""
    counts = work["Counts"]
    manifest = {
        "bulkOperationArn": arn_of(place_in(work)),
        "status": status,
        "processedItemCount": counts["Written"] + counts["Failed"] + counts["Unmet"],
        "failedItemCount": counts["Failed"],
        "conditionCheckFailureCount": counts["Unmet"],
        "outputType": work["Output"]["Types"],
        "dataFileS3Keys": [_part_key(work, each + 1) for each in range(counts["Parts"])],
    }
    await _put(buckets, work["Output"], _folder(work) + "manifest.json", orjson.dumps(manifest))


async def _put(buckets: Buckets, output: Output, key: str, data: bytes) -> None:
    encryption = None
    if output["Algorithm"]:
        encryption = ServerSideEncryption(output["Algorithm"], output["KeyId"])
    await buckets.put(output["Bucket"], key, data, encryption=encryption)


def _folder(work: BulkWork) -> str:
    prefix = work["Output"]["Prefix"]
    slash = "/" if prefix and not prefix.endswith("/") else ""
    return f"{prefix}{slash}AWSDynamoDB/{work['OperationId']}/"


def _part_key(work: BulkWork, number: int) -> str:
    return f"{_folder(work)}data/{number:06}.json"


def _error_line(work: BulkWork, fault: Fault) -> bytes:
    line = _line(work, ERROR, fault)
    if fault.found.record.item is not None:
        line["item"] = fault.found.record.item
    return orjson.dumps(line, default=str)


def _unmet_line(work: BulkWork, unmet: Unmet) -> bytes:
    message = unmet.error.message or unmet.error.code
    line = _line(work, CONDITION, Fault(unmet.put.found, message))
    line["item"] = unmet.put.found.record.item
    if "Item" in unmet.error.fields:
        line["existingItem"] = unmet.error.fields["Item"]
    return orjson.dumps(line)


def _line(work: BulkWork, kind: str, fault: Fault) -> dict[str, object]:
    pointer = {
        "bucket": work["Bucket"],
        "key": fault.found.key,
        "itemIndex": fault.found.number,
    }
    return {"type": kind, "itemS3Pointer": pointer, "errorMessages": [fault.message[:1000]]}
