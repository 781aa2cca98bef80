"""Bulk operations on a table that exists."""

from typing import Any

import orjson

from jedlik.engine.jobs import Job
from tests.engine.in_memory import Caller, is_due, result_of, run_once
from tests.features.imports.samples import MemoryBuckets, caller_with, job_of

JOB = "put items in bulk"


def record(number: int, condition: str = "", **members: object) -> bytes:
    """Returns a line with an item, and a condition if there is one."""
    line: dict[str, object] = {"Item": {"pk": {"S": str(number)}, "n": {"N": str(number)}}}
    if condition:
        line["ConditionExpression"] = condition
    return orjson.dumps({**line, **members}) + b"\n"


def records(numbers: range, condition: str = "") -> bytes:
    """Returns lines with items."""
    return b"".join(record(each, condition) for each in numbers)


def with_table(**objects: bytes) -> Caller:
    """Returns a caller with the table `music`, and the buckets `data` and `report`."""
    caller = caller_with(MemoryBuckets(data=dict(objects), report={}))
    caller.create()
    return caller


def request(**members: object) -> dict[str, Any]:
    """Returns a request of StartBulkPutItems."""
    return {
        "ClientToken": "token",
        "TableName": "music",
        "InputS3Configuration": {"S3Bucket": "data", "InputFormat": "DYNAMODB_JSON"},
        "OutputS3Configuration": {
            "S3Bucket": "report",
            "S3KeyPrefix": "r",
            "OutputType": ["ERROR", "CONDITION_CHECK_FAILURE"],
        },
        **members,
    }


def begin(caller: Caller, **members: object) -> str:
    """Begins an operation. Returns its ARN."""
    answer = caller.call("StartBulkPutItems", **request(**members))
    arn: str = answer["BulkOperationDescription"]["BulkOperationArn"]
    return arn


def job(caller: Caller) -> Job:
    """Returns the job."""
    return job_of(caller, JOB)


def do_piece(caller: Caller) -> None:
    """Does one piece."""
    result_of(run_once(job(caller), caller.node))


def finish(caller: Caller) -> None:
    """Does all work."""

    async def work() -> None:
        while await is_due(job(caller), caller.node):
            await run_once(job(caller), caller.node)

    result_of(work())


def described(caller: Caller, arn: str) -> dict[str, Any]:
    """Returns the description of an operation."""
    answer = caller.call("DescribeBulkOperation", BulkOperationArn=arn)
    found: dict[str, Any] = answer["BulkOperationDescription"]
    return found


def done(caller: Caller, **members: object) -> dict[str, Any]:
    """Does an operation to its end. Returns its description."""
    arn = begin(caller, **members)
    finish(caller)
    return described(caller, arn)


def objects(caller: Caller) -> dict[str, bytes]:
    """Returns the objects of the report."""
    buckets = caller.node.buckets
    assert isinstance(buckets, MemoryBuckets)
    return buckets.buckets["report"]


def lines(caller: Caller) -> list[dict[str, Any]]:
    """Returns all lines of the report."""
    found: list[dict[str, Any]] = []
    for key, data in sorted(objects(caller).items()):
        if "/data/" in key:
            found += map(orjson.loads, data.splitlines())
    return found
