"""Where backups are outside of a data folder: a folder, or a bucket with a prefix.

/mnt/copies, file:/mnt/copies      a folder
s3://bucket/some/prefix            a bucket of the server of --s3-endpoint
"""

import re
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from jedlik.app.settings import Settings, SettingsError
from jedlik.buckets.interface import Buckets
from jedlik.features.options import BackupTarget
from jedlik.storage.encrypted import EncryptedStorage

if TYPE_CHECKING:
    from jedlik.features.backups.place import Place

_FILE: Final = "file:"
_S3: Final = re.compile(r"s3://([^/]+)/?(.*)")
_AWS: Final = "aws"


class _Opened(NamedTuple):
    """Buckets, and the part of them that an option names. prefix: empty, or ends with a slash."""

    buckets: Buckets
    bucket: str
    prefix: str


def open_place(
    text: str, settings: Settings, folder_key: bytes | None, *, is_new: bool = False
) -> "Place":
    """Returns a place with copies. Raises SettingsError if there is none.

    folder_key: the key that encrypts the data folder. is_new: whether a folder is made if it is
    missing; then only its owner can read it.
    """
    from jedlik.features.backups.objects import Envelope  # noqa: PLC0415  (a server needs none)
    from jedlik.features.backups.place import Place  # noqa: PLC0415  (as above)

    if not _S3.fullmatch(text):
        path = _path(text)
        try:
            if is_new:
                path.mkdir(mode=0o700, parents=True, exist_ok=True)
            elif not path.is_dir():
                raise SettingsError(f"there is no folder {path}")
        except OSError as error:
            raise SettingsError(f"cannot use the folder {path}: {error.strerror}") from error
        text = str(path)
    return Place(text, *_opened(text, settings), Envelope(folder_key))


def check_backup_target(settings: Settings) -> None:
    """Refuses a target that can never be used, before there are workers. Raises SettingsError.

    A folder may be missing: its disk may come later, and until then backups wait.
    """
    text = settings.backup_target
    if not text:
        return
    if _S3.fullmatch(text):
        _check_s3(text, settings)
    elif not text.startswith(_FILE + "/"):
        raise SettingsError(
            "backup_target must be file: and a whole path, such as file:/mnt/backups, or"
            f" s3://BUCKET/PREFIX, not {text!r}"
        )


def backup_target(
    settings: Settings, folder_key: bytes | None, storage: EncryptedStorage
) -> BackupTarget | None:
    """Returns the target of a server, None if it has none. Raises SettingsError."""
    text = settings.backup_target
    if not text:
        return None
    check_backup_target(settings)

    def decrypted(table: int, raw: bytes) -> bytes:
        cipher = storage.ciphers.get(table)
        return raw if cipher is None else cipher.decrypted(raw, may_be_plain=True)

    return BackupTarget(
        text,
        *_opened(text, settings),
        folder_key,
        storage.inner,
        decrypted,
        stays=settings.backup_placement == "both",
    )


def _opened(text: str, settings: Settings) -> _Opened:
    found = _S3.fullmatch(text)
    if found is None:
        from jedlik.buckets.folder import FolderBuckets  # noqa: PLC0415  (few servers need it)

        path = _path(text)
        return _Opened(FolderBuckets(path.parent), path.name, "")
    _check_s3(text, settings)
    from jedlik.buckets.s3 import open_s3  # noqa: PLC0415  (as above)

    endpoint = None if settings.s3_endpoint == _AWS else settings.s3_endpoint
    prefix = found[2].strip("/")
    return _Opened(open_s3(endpoint, settings.region), found[1], prefix and prefix + "/")


def _check_s3(text: str, settings: Settings) -> None:
    if not settings.s3_endpoint:
        raise SettingsError(f"{text} needs --s3-endpoint: a URL, or aws for Amazon S3")
    if find_spec("boto3") is None:
        raise SettingsError(f"{text} needs boto3: pip install 'jedlik[s3]'")


def _path(text: str) -> Path:
    return Path(text.removeprefix(_FILE)).absolute()
