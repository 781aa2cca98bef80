"""The settings `buckets` and `s3_endpoint`."""

import asyncio
import dataclasses
from argparse import Namespace
from pathlib import Path

import pytest

from jedlik.app import buckets
from jedlik.app.buckets import check_buckets, open_buckets
from jedlik.app.settings import SettingsError, settings_from
from jedlik.buckets.folder import FolderBuckets
from jedlik.buckets.interface import NoBuckets
from jedlik.buckets.s3 import S3Buckets
from tests.app.server import run

DEFAULTS = settings_from(Namespace(), {})


def test_each_kind_of_buckets(tmp_path: Path) -> None:
    for changes, kind in (
        ({}, NoBuckets),
        ({"buckets": str(tmp_path)}, FolderBuckets),
        ({"s3_endpoint": "http://127.0.0.1:9000"}, S3Buckets),
        ({"s3_endpoint": "aws"}, S3Buckets),
    ):
        settings = dataclasses.replace(DEFAULTS, **changes)  # type: ignore[arg-type]
        check_buckets(settings)
        opened = open_buckets(settings)
        assert type(opened) is kind
        asyncio.run(opened.close())


def test_settings_that_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SettingsError, match="does not exist: none"):
        check_buckets(dataclasses.replace(DEFAULTS, buckets="none"))
    with pytest.raises(SettingsError, match="must be aws or a URL"):
        check_buckets(dataclasses.replace(DEFAULTS, s3_endpoint="minio:9000"))
    with pytest.raises(SettingsError, match="not both"):
        settings_from(Namespace(buckets="a", s3_endpoint="b"), {})
    monkeypatch.setattr(buckets, "find_spec", lambda name: None)
    with pytest.raises(SettingsError, match="pip install"):
        check_buckets(dataclasses.replace(DEFAULTS, s3_endpoint="aws"))


def test_the_server_does_not_start_without_the_folder() -> None:
    done = run("serve", "--memory", "--port", "0", "--buckets", "none")
    assert done.returncode == 2
    assert "Make it, and in it one folder for each bucket" in done.stderr
