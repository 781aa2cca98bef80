"""Buckets of each kind, with the empty bucket `bucket` in them."""

from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest
from moto import mock_aws

from jedlik.buckets.folder import FolderBuckets
from jedlik.buckets.interface import Buckets
from jedlik.buckets.s3 import open_s3


@pytest.fixture(params=["folder", "s3"])
def buckets(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Buckets]:
    """Moto answers in place of Amazon S3."""
    if request.param == "folder":
        (tmp_path / "bucket").mkdir()
        yield FolderBuckets(tmp_path)
        return
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "id")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    with mock_aws():
        client = boto3.client("s3", region_name="us-east-1")
        client.create_bucket(Bucket="bucket")
        client.close()
        yield open_s3(None, "us-east-1")
