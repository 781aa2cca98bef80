"""Buckets of a server that speaks the protocol of S3: AWS, MinIO, Ceph, and others.

boto3 signs and sends the requests, in threads. It finds credentials as it does everywhere: in
AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, in the files of ~/.aws, or from the instance. It is an
extra (`pip install 'jedlik[s3]'`), and is imported only if the server is started with such buckets.
"""

from collections.abc import Callable, Sequence
from typing import Any, Final, TypeVar, final

from jedlik.buckets.interface import (
    ACCESS_DENIED,
    NO_SUCH_KEY,
    UNAVAILABLE,
    BucketError,
    ServerSideEncryption,
    StoredObject,
    no_such_bucket,
    sdk_message,
)
from jedlik.concurrency import in_thread

T = TypeVar("T")

_CONNECT_TIMEOUT_S: Final = 5
_READ_TIMEOUT_S: Final = 60
_RANGE_AT_END: Final = "InvalidRange"
# Errors below 500 after which the same request may succeed: those that the SDKs repeat too
# (botocore/retries/standard.py). S3 answers RequestTimeout, with 400, if a body comes too slowly.
_PASSING_STATUS: Final = 429
_PASSING: Final = frozenset({"SlowDown", "RequestTimeout", "RequestLimitExceeded", "Throttling"})


@final
class S3Buckets:
    """The buckets of one S3 endpoint."""

    def __init__(self, client: Any) -> None:
        """client: the one of boto3 for S3."""
        self._client = client

    async def list(
        self, bucket: str, prefix: str, *, after: str = "", limit: int = 1000
    ) -> Sequence[StoredObject]:
        """Returns the next objects in order (ListObjectsV2)."""

        def work() -> Sequence[StoredObject]:
            found: list[StoredObject] = []
            while len(found) < limit:
                last = found[-1].key if found else after
                page = self._client.list_objects_v2(
                    Bucket=bucket, Prefix=prefix, StartAfter=last, MaxKeys=limit - len(found)
                )
                found += [
                    StoredObject(each["Key"], each["Size"], each["ETag"].strip('"'))
                    for each in page.get("Contents", ())
                ]
                if not page["IsTruncated"] or not page.get("Contents"):
                    break  # a page without objects would be asked for again without end
            return found

        return await self._run(bucket, work)

    async def stat(self, bucket: str, key: str) -> StoredObject:
        """Returns the size and the ETag of an object (HeadObject)."""

        def work() -> StoredObject:
            found = self._client.head_object(Bucket=bucket, Key=key)
            return StoredObject(key, found["ContentLength"], found["ETag"].strip('"'))

        return await self._run(bucket, work)

    async def read(self, bucket: str, key: str, *, at: int, size_bytes: int) -> bytes:
        """Returns a part of an object (GetObject with a range)."""
        if size_bytes == 0:
            return b""

        def work() -> bytes:
            part = f"bytes={at}-{at + size_bytes - 1}"
            found = self._client.get_object(Bucket=bucket, Key=key, Range=part)
            if at and not found.get("ContentRange", "").startswith(f"bytes {at}-"):
                text = "The server of the buckets does not answer with the part that was asked for"
                raise BucketError(UNAVAILABLE, sdk_message(text, 503, UNAVAILABLE, bucket))
            content: bytes = found["Body"].read(size_bytes)
            return content

        try:
            return await self._run(bucket, work)
        except BucketError as error:
            if error.code == _RANGE_AT_END:
                return b""
            raise

    async def put(
        self,
        bucket: str,
        key: str,
        data: bytes,
        *,
        encryption: ServerSideEncryption | None = None,
    ) -> str:
        """Writes an object (PutObject). Returns its ETag."""
        options = {}
        if encryption is not None:
            is_kms = encryption.algorithm == "KMS"
            options["ServerSideEncryption"] = "aws:kms" if is_kms else encryption.algorithm
            if encryption.key_id is not None:
                options["SSEKMSKeyId"] = encryption.key_id

        def work() -> str:
            answer = self._client.put_object(Bucket=bucket, Key=key, Body=data, **options)
            tag: str = answer["ETag"].strip('"')
            return tag

        return await self._run(bucket, work)

    async def delete(self, bucket: str, key: str) -> None:
        """Deletes an object (DeleteObject)."""
        await self._run(bucket, lambda: self._client.delete_object(Bucket=bucket, Key=key))

    async def close(self) -> None:
        """Closes the connections to the server."""
        self._client.close()

    async def _run(self, bucket: str, work: Callable[[], T]) -> T:
        from botocore.exceptions import (  # noqa: PLC0415  (see `open_s3`)
            BotoCoreError,
            ClientError,
        )

        try:
            return await in_thread(work)
        except ClientError as error:
            raise _answered(bucket, error.response) from error
        except BotoCoreError as error:  # no answer, or no credentials
            # The text of some of these errors has credentials or signed addresses in it.
            text = f"The server of the buckets cannot be used: {type(error).__name__}"
            message = sdk_message(text, 503, UNAVAILABLE, bucket)
            raise BucketError(UNAVAILABLE, message, retryable=True) from None


def open_s3(endpoint: str | None, region: str, *, attempts: int = 4) -> S3Buckets:
    """Returns the buckets of an S3 server.

    endpoint: a URL. None: Amazon S3 itself, whatever AWS_ENDPOINT_URL says. attempts: how often a
        request is sent at most.
    """
    import boto3  # noqa: PLC0415  (heavy, and few servers have such buckets)
    from botocore.config import Config  # noqa: PLC0415

    config = Config(
        connect_timeout=_CONNECT_TIMEOUT_S,
        read_timeout=_READ_TIMEOUT_S,
        retries={"mode": "standard", "total_max_attempts": attempts},
        # Other servers than S3 know neither the checksums nor their trailers.
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
        # AWS_ENDPOINT_URL may name this server itself, so that clients find it.
        ignore_configured_endpoint_urls=True,
    )
    return S3Buckets(boto3.client("s3", endpoint_url=endpoint, region_name=region, config=config))


def _answered(bucket: str, response: dict[str, Any]) -> BucketError:
    """Returns the error of an answer of the server."""
    status = response["ResponseMetadata"]["HTTPStatusCode"]
    code = response["Error"].get("Code", "")
    if code == "NoSuchBucket":
        return no_such_bucket(bucket)
    if code.isdecimal() or not code:  # the answer to HEAD has no body, so no code
        code = {403: ACCESS_DENIED, 404: NO_SUCH_KEY}.get(status, UNAVAILABLE)
    request_id = response["ResponseMetadata"].get("RequestId", "")
    message = sdk_message(response["Error"].get("Message", ""), status, code, request_id)
    passes = status >= 500 or status == _PASSING_STATUS or code in _PASSING
    return BucketError(code, message, retryable=passes)
