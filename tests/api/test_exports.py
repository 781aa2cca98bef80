"""Exports over HTTP, on disk with two workers, into buckets in a folder.

Cases of moto (test_dynamodb_export_table.py) and Alternator (test_export.py) that were validated
against the service are restated here.
"""

import base64
import gzip
import hashlib
import json
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from amazon.ion import simpleion
from botocore.exceptions import ClientError

from tests.api.clients import client, create, unique
from tests.app.server import serving, verified
from tests.waiting import wait_until


class Own(NamedTuple):
    """A client of a server of our own, and its folder of buckets, which has one bucket."""

    dynamodb: Any
    buckets: Path

    def files(self, prefix: str) -> dict[str, bytes]:
        """Returns the objects below a prefix of the bucket."""
        root = self.buckets / "exported"
        found = {str(path.relative_to(root)): path for path in root.rglob("*") if path.is_file()}
        return {key: path.read_bytes() for key, path in found.items() if key.startswith(prefix)}


@pytest.fixture(name="own", scope="module")
def _own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Own]:
    """A server on disk with two workers."""
    folder = tmp_path_factory.mktemp("data")
    buckets = tmp_path_factory.mktemp("buckets")
    (buckets / "exported").mkdir()
    flags = ("--data", str(folder), "--buckets", str(buckets), "--workers", "2")
    with serving(*flags) as server, client(server.url) as dynamodb:
        yield Own(dynamodb, buckets)
    assert verified(folder).endswith("all agree\n")


def table_of(own: Own) -> tuple[str, str]:
    """Creates a table with point-in-time recovery. Returns its name and ARN."""
    name = create(own.dynamodb, ("p", "S"))
    own.dynamodb.update_continuous_backups(
        TableName=name, PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True}
    )
    return name, own.dynamodb.describe_table(TableName=name)["Table"]["TableArn"]


def begin(own: Own, arn: str, **members: Any) -> Any:
    """Begins an export. Returns its description."""
    request = {"TableArn": arn, "S3Bucket": "exported", **members}
    return own.dynamodb.export_table_to_point_in_time(**request)["ExportDescription"]


def ended(own: Own, begun: Any) -> Any:
    """Returns the description of an export that has ended."""

    def described() -> Any:
        return own.dynamodb.describe_export(ExportArn=begun["ExportArn"])["ExportDescription"]

    wait_until(lambda: described()["ExportStatus"] != "IN_PROGRESS")
    return described()


def all_types(number: int) -> dict[str, Any]:
    """Returns an item with attributes of all types."""
    text = str(number)
    return {
        "p": {"S": f"item{number}"},
        "d01": {"S": f"value{number}"},
        "d02": {"N": str(number + 10)},
        "d03": {"B": b"qwerty" + text.encode()},
        "d04": {"SS": ["a" + text, "b" + text]},
        "d05": {"NS": [str(number + 1.5), str(number + 2.5)]},
        "d06": {"BS": [b"qwe" + text.encode(), b"rty" + text.encode()]},
        "d07": {"M": {text: {"N": str(number - 10)}}},
        "d08": {"M": {"nested": {"M": {"v1": {"S": "v2"}}}}},
        "d09": {"L": [{"N": str(number + 5)}, {"S": "qwerty"}]},
        "d10": {"NULL": True},
        "d11": {"BOOL": number % 2 == 0},
    }


def as_json(value: Any) -> Any:
    """Returns attribute values as an export writes them: binaries in base64."""
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, dict):
        return {name: as_json(each) for name, each in value.items()}
    if isinstance(value, list):
        return sorted((as_json(each) for each in value), key=str)
    return value


def lines_of(files: dict[str, bytes]) -> list[Any]:
    """Returns the lines of the data files, which must be as the manifest lists them."""
    (manifest,) = [data for key, data in files.items() if key.endswith("manifest-files.json")]
    found: list[Any] = []
    for line in manifest.splitlines():
        listed = json.loads(line)
        data = files[listed["dataFileS3Key"]]
        assert listed["md5Checksum"] == base64.b64encode(hashlib.md5(data).digest()).decode()
        assert listed["etag"]
        lines = [json.loads(each) for each in gzip.decompress(data).splitlines()]
        assert listed["itemCount"] == len(lines)
        found += lines
    return found


def test_export_from_missing_table(own: Own) -> None:
    arn = f"arn:aws:dynamodb:us-east-1:000000000000:table/{uuid.uuid4()}"
    with pytest.raises(ClientError) as refusal:
        begin(own, arn, ExportFormat="DYNAMODB_JSON", S3Prefix="prefix")
    error = refusal.value.response["Error"]
    assert (error["Code"], error["Message"]) == (
        "TableNotFoundException",
        f"Table not found: {arn}",
    )


def test_export_point_in_time_recovery_not_enabled(own: Own) -> None:
    name = create(own.dynamodb, ("p", "S"))
    arn = own.dynamodb.describe_table(TableName=name)["Table"]["TableArn"]
    with pytest.raises(ClientError, match=f"is not enabled for table '{name}'") as refusal:
        begin(own, arn)
    assert refusal.value.response["Error"]["Code"] == "PointInTimeRecoveryUnavailableException"


def test_export_to_missing_s3_bucket(own: Own) -> None:
    _, arn = table_of(own)
    begun = begin(own, arn, S3Bucket=f"inttest{uuid.uuid4()}", S3Prefix="prefix")
    assert begun["ExportStatus"] == "IN_PROGRESS"
    found = ended(own, begun)
    assert (found["ExportStatus"], found["FailureCode"]) == ("FAILED", "S3NoSuchBucket")
    assert "The specified bucket does not exist" in found["FailureMessage"]
    listed = own.dynamodb.list_exports(TableArn=arn)["ExportSummaries"]
    assert [each["ExportStatus"] for each in listed] == ["FAILED"]


def test_export_empty_table(own: Own) -> None:
    _, arn = table_of(own)
    prefix = unique("prefix")
    found = ended(own, begin(own, arn, S3Prefix=prefix))
    assert (found["ExportStatus"], found["ItemCount"]) == ("COMPLETED", 0)
    assert found["BilledSizeBytes"] == 0
    data = [each for key, each in own.files(prefix).items() if "/data/" in key]
    assert [gzip.decompress(each) for each in data] == [b""]


@pytest.mark.parametrize("prefix", [None, "dira/dirb/dirc"])
@pytest.mark.parametrize("form", ["DYNAMODB_JSON", "ION"])
def test_export_with_data_full(own: Own, prefix: str | None, form: str) -> None:
    name, arn = table_of(own)
    items = [all_types(number) for number in range(10)]
    for item in items:
        own.dynamodb.put_item(TableName=name, Item=item)
    members = {} if prefix is None else {"S3Prefix": prefix}
    begun = begin(own, arn, ExportFormat=form, **members)
    found = ended(own, begun)
    assert (found["ExportStatus"], found["ItemCount"]) == ("COMPLETED", 10)
    assert "ExportType" not in found
    folder = f"{prefix}/AWSDynamoDB/" if prefix else "AWSDynamoDB/"
    folder += begun["ExportArn"].rpartition("/")[2] + "/"
    files = own.files(folder)
    names = {key.removeprefix(folder) for key in files if "/data/" not in key}
    assert names == {
        "manifest-files.json",
        "manifest-files.md5",
        "manifest-summary.json",
        "manifest-summary.md5",
        "_started",
    }
    for each in ("manifest-files", "manifest-summary"):
        digest = hashlib.md5(files[f"{folder}{each}.json"]).digest()
        assert files[f"{folder}{each}.md5"].strip() == base64.b64encode(digest)
    summary = json.loads(files[found["ExportManifest"]])
    assert (summary["exportArn"], summary["tableArn"]) == (begun["ExportArn"], arn)
    assert (summary["itemCount"], summary["outputFormat"]) == (10, form)
    assert summary["s3Prefix"] == prefix
    assert datetime.fromisoformat(summary["startTime"]) <= datetime.fromisoformat(
        summary["endTime"]
    )
    if form == "DYNAMODB_JSON":
        lines = [as_json(each) for each in lines_of(files)]
        expected = [as_json({"Item": each}) for each in items]
        assert sorted(lines, key=str) == sorted(expected, key=str)
        return
    (data,) = [each for key, each in files.items() if key.endswith(".ion.gz")]
    read = [simpleion.loads(line) for line in gzip.decompress(data).splitlines()]
    assert {each["Item"]["p"] for each in read} == {f"item{number}" for number in range(10)}
    assert {each["Item"]["d02"] for each in read} == {Decimal(each + 10) for each in range(10)}


def test_export_client_token_idempotent(own: Own) -> None:
    _, arn = table_of(own)
    token = str(uuid.uuid4())
    first, second = (begin(own, arn, ClientToken=token) for _ in range(2))
    assert first["ExportArn"] == second["ExportArn"]
    assert first["ClientToken"] == second["ClientToken"] == token
    _, other = table_of(own)
    with pytest.raises(ClientError, match=r"ExportConflictException.*Duplicate request detected"):
        begin(own, other, ClientToken=token)


def test_export_start_and_delete_table(own: Own) -> None:
    name, arn = table_of(own)
    for number in range(10):
        own.dynamodb.put_item(TableName=name, Item=all_types(number))
    begun = begin(own, arn)
    own.dynamodb.delete_table(TableName=name)
    assert own.dynamodb.list_exports(TableArn=arn)["ExportSummaries"] == []
    found = ended(own, begun)
    assert (found["ExportStatus"], found["ItemCount"]) == ("COMPLETED", 10)


def test_list_exports_pagination(own: Own) -> None:
    arns = [table_of(own)[1] for _ in range(3)]
    begun = {
        begin(own, arn, S3Bucket=f"missing{uuid.uuid4()}")["ExportArn"]
        for arn in arns
        for _ in range(2)
    }
    listed: list[str] = []
    token: dict[str, str] = {}
    while True:
        page = own.dynamodb.list_exports(MaxResults=4, **token)
        assert len(page["ExportSummaries"]) <= 4
        listed += [each["ExportArn"] for each in page["ExportSummaries"]]
        if "NextToken" not in page:
            break
        token = {"NextToken": page["NextToken"]}
    assert begun <= set(listed)
    assert listed == sorted(listed, reverse=True)


def test_the_waiter_and_a_full_export_while_clients_write(own: Own) -> None:
    name, arn = table_of(own)
    prefix = unique("prefix")
    for number in range(50):
        own.dynamodb.put_item(TableName=name, Item=all_types(number))
    begun = begin(own, arn, S3Prefix=prefix)
    for number in range(25, 75):
        own.dynamodb.delete_item(TableName=name, Key={"p": {"S": f"item{number}"}})
    waiter = own.dynamodb.get_waiter("export_completed")
    waiter.wait(ExportArn=begun["ExportArn"], WaiterConfig={"Delay": 1})
    found = {line["Item"]["p"]["S"] for line in lines_of(own.files(prefix))}
    assert found == {f"item{number}" for number in range(50)}


def test_an_incremental_export_needs_a_quarter_of_an_hour(own: Own) -> None:
    # Alternator, test_export_incremental_export_time_too_close.
    _, arn = table_of(own)
    now = datetime.now(UTC).replace(microsecond=0)
    wait_until(lambda: datetime.now(UTC) >= now + timedelta(seconds=2))
    specification = {
        "ExportFromTime": now,
        "ExportToTime": now + timedelta(seconds=2),
        "ExportViewType": "NEW_IMAGE",
    }
    with pytest.raises(ClientError, match=r"InvalidExportTimeException.*Difference between"):
        begin(
            own,
            arn,
            ExportType="INCREMENTAL_EXPORT",
            IncrementalExportSpecification=specification,
        )
