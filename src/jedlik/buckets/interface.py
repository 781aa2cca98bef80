"""The contract between features and buckets: objects under keys, as in Amazon S3."""

import logging
from collections.abc import Sequence
from typing import Final, NamedTuple, Never, Protocol, final

_LOG: Final = logging.getLogger("jedlik")

# The error codes. Except for the last two they are those of Amazon S3.
NO_SUCH_BUCKET: Final = "NoSuchBucket"
NO_SUCH_KEY: Final = "NoSuchKey"
ACCESS_DENIED: Final = "AccessDenied"
INVALID_KEY: Final = "InvalidKey"  # these buckets cannot store an object under this key
UNAVAILABLE: Final = "Unavailable"  # the server of the buckets, or their disk, does not work now
_KMS: Final = "KMS."


class BucketError(Exception):
    """An object cannot be read or written.

    code: one of the constants of this module, or another code of Amazon S3.
    message: the sentence that the service shows as FailureMessage.
    retryable: whether the same call may succeed later.
    """

    def __init__(self, code: str, message: str, *, retryable: bool = False) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message
        self.retryable = retryable

    @property
    def failure_code(self) -> str:
        """The FailureCode of work that this error has ended: S3NoSuchBucket, S3AccessDenied.

        S3 reports errors of keys with the codes of KMS: KMS.NotFoundException. The service shows
        KmsNotFoundException. Source: ack-api-quirks, recorded in October 2026.
        """
        if self.code.startswith(_KMS):
            return "Kms" + self.code.removeprefix(_KMS)
        return "S3" + self.code


class StoredObject(NamedTuple):
    """An object of a bucket. version: a text that changes whenever the object is written again."""

    key: str
    size_bytes: int
    version: str


class ServerSideEncryption(NamedTuple):
    """How Amazon S3 encrypts an object. algorithm: AES256 or KMS. key_id: None: S3's own key."""

    algorithm: str
    key_id: str | None = None


class Buckets(Protocol):
    """All buckets of a server. Every method raises BucketError."""

    async def list(
        self, bucket: str, prefix: str, *, after: str = "", limit: int = 1000
    ) -> Sequence[StoredObject]:
        """Returns at most `limit` objects whose keys begin with `prefix` and follow `after`.

        They are sorted by the bytes of their keys. No object, no error: the list is empty.
        """
        ...

    async def stat(self, bucket: str, key: str) -> StoredObject:
        """Returns what is known of an object without reading it."""
        ...

    async def read(self, bucket: str, key: str, *, at: int, size_bytes: int) -> bytes:
        """Returns at most `size_bytes` bytes of an object from the offset `at`, at the end none."""
        ...

    async def put(
        self,
        bucket: str,
        key: str,
        data: bytes,
        *,
        encryption: ServerSideEncryption | None = None,
    ) -> str:
        """Writes an object and replaces what was there. Returns its ETag, without quotes.

        The object is stored durably when this returns. Readers see the old object or the new one.
        """
        ...

    async def delete(self, bucket: str, key: str) -> None:
        """Deletes an object. Deleting an absent one does nothing."""
        ...

    async def close(self) -> None:
        """Frees connections and threads. No other method may be called after this."""
        ...


@final
class NoBuckets:
    """The buckets of a server that was started without any: none exists."""

    def __init__(self) -> None:
        self._reported = False

    async def list(
        self, bucket: str, prefix: str, *, after: str = "", limit: int = 1000
    ) -> Sequence[StoredObject]:
        """Raises BucketError, as all methods do."""
        self._refuse(bucket)

    async def stat(self, bucket: str, key: str) -> StoredObject:
        """Raises BucketError."""
        self._refuse(bucket)

    async def read(self, bucket: str, key: str, *, at: int, size_bytes: int) -> bytes:
        """Raises BucketError."""
        self._refuse(bucket)

    async def put(
        self,
        bucket: str,
        key: str,
        data: bytes,
        *,
        encryption: ServerSideEncryption | None = None,
    ) -> str:
        """Raises BucketError."""
        self._refuse(bucket)

    async def delete(self, bucket: str, key: str) -> None:
        """Raises BucketError."""
        self._refuse(bucket)

    async def close(self) -> None:
        """Does nothing."""

    def _refuse(self, bucket: str) -> Never:
        if not self._reported:
            self._reported = True
            _LOG.warning(
                "this server has no buckets: start it with --buckets FOLDER or --s3-endpoint URL"
            )
        raise no_such_bucket(bucket)


def no_such_bucket(bucket: str) -> BucketError:
    """Returns the error for a bucket that does not exist."""
    return BucketError(
        NO_SUCH_BUCKET,
        sdk_message("The specified bucket does not exist", 404, NO_SUCH_BUCKET, bucket),
    )


def sdk_message(text: str, status: int, code: str, request_id: str) -> str:
    """Returns an error of S3 in the form in which the service quotes it.

    The form is recorded (ack-api-quirks, October 2026): the text, then service, status, code and
    request id in parentheses. request_id: buckets in a folder have no requests, and say the name of
    the bucket or the object there.
    """
    return (
        f"{text} (Service: Amazon S3; Status Code: {status}; Error Code: {code};"
        f" Request ID: {request_id})"
    )
