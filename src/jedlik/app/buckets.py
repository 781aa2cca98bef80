"""The buckets of a server, from its settings."""

from importlib.util import find_spec
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from jedlik.app.settings import Settings, SettingsError
from jedlik.buckets.interface import Buckets, NoBuckets

_AWS: Final = "aws"


def check_buckets(settings: Settings) -> None:
    """Refuses buckets that cannot be opened, before there are workers. Raises SettingsError."""
    if settings.buckets and not Path(settings.buckets).is_dir():
        raise SettingsError(
            f"the folder of --buckets does not exist: {settings.buckets}. Make it, and in it one"
            " folder for each bucket"
        )
    endpoint = settings.s3_endpoint
    if not endpoint:
        return
    if endpoint != _AWS and urlsplit(endpoint).scheme not in ("http", "https"):
        raise SettingsError(
            f"s3_endpoint must be {_AWS} or a URL such as http://127.0.0.1:9000, not {endpoint!r}"
        )
    if find_spec("boto3") is None:
        raise SettingsError("--s3-endpoint needs boto3: pip install 'jedlik[s3]'")


def open_buckets(settings: Settings) -> Buckets:
    """Returns the buckets that the settings name. `check_buckets` has accepted the settings."""
    if settings.buckets:
        from jedlik.buckets.folder import FolderBuckets  # noqa: PLC0415  (few servers need it)

        return FolderBuckets(Path(settings.buckets))
    if settings.s3_endpoint:
        from jedlik.buckets.s3 import open_s3  # noqa: PLC0415  (as above)

        endpoint = settings.s3_endpoint
        return open_s3(None if endpoint == _AWS else endpoint, settings.region)
    return NoBuckets()
