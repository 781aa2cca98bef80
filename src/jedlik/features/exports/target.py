"""Where the objects of an export are, and the puts into the bucket.

    PREFIX/AWSDynamoDB/ID/_started, manifest-files.json and .md5, manifest-summary.json and .md5
    PREFIX/AWSDynamoDB/ID/data/NAME.json.gz     full exports
    PREFIX/AWSDynamoDB/data/NAME.json.gz        incremental exports share one folder

Source: recorded answers, October 2026 (Alternator, moto, ack-api-quirks for the prefix); Developer
Guide, "DynamoDB table export output format", for incremental exports.
"""

from base64 import b32encode
from hashlib import blake2b
from typing import Final, final

from jedlik.buckets.interface import BucketError, ServerSideEncryption
from jedlik.concurrency import with_ticks
from jedlik.engine.context import Node
from jedlik.engine.jobs import renewed
from jedlik.features.exports.records import Export, format_of
from jedlik.storage.interface import Fence

_ROOT: Final = "AWSDynamoDB"
_NAME_BYTES: Final = 16
_RENEWAL_S: Final = 5.0  # a third of the time that a lease lasts


def folder_of(export: Export) -> str:
    """Returns the key of the manifests, up to the last slash."""
    return f"{_prefix(export)}{_ROOT}/{export['Id']}/"


def manifest_key(export: Export) -> str:
    """Returns the key of the summary, which is the ExportManifest."""
    return folder_of(export) + "manifest-summary.json"


def data_key(export: Export, name: str) -> str:
    """Returns the key of a data file."""
    suffix = "ion" if format_of(export) == "ION" else "json"
    folder = f"{_prefix(export)}{_ROOT}/" if "FromMs" in export else folder_of(export)
    return f"{folder}data/{name}.{suffix}.gz"


def file_name(identity: str) -> str:
    """Returns a name of 26 lower-case letters and digits. identity: a UUID, so no other file has
    this name.
    """
    digest = blake2b(identity.encode(), digest_size=_NAME_BYTES).digest()
    return b32encode(digest).decode().rstrip("=").lower()


@final
class Target:
    """The bucket of an export, for one piece of the job.

    lease: of the job. It is renewed while a put takes long, so whoever writes next takes it from
    here.
    """

    def __init__(self, node: Node, export: Export, lease: Fence) -> None:
        self._node = node
        self._bucket = str(export["Request"]["S3Bucket"])
        self._encryption = _encryption(export)
        self.lease = lease

    async def put(self, key: str, data: bytes) -> str:
        """Puts an object. Returns its ETag. Raises BucketError, and FenceLostError."""

        async def renew() -> None:
            self.lease = await renewed(self._node, self.lease)

        put = self._node.buckets.put(self._bucket, key, data, encryption=self._encryption)
        return await with_ticks(put, _RENEWAL_S, renew)

    async def remove(self, key: str) -> None:
        """Deletes an object that no manifest lists. One that must not be deleted stays."""
        try:
            await self._node.buckets.delete(self._bucket, key)
        except BucketError as error:
            if error.retryable:
                raise


def _prefix(export: Export) -> str:
    prefix = str(export["Request"].get("S3Prefix", ""))
    return prefix if not prefix or prefix.endswith("/") else prefix + "/"


def _encryption(export: Export) -> ServerSideEncryption:
    request = export["Request"]
    return ServerSideEncryption(
        request.get("S3SseAlgorithm", "AES256"), request.get("S3SseKmsKeyId")
    )
