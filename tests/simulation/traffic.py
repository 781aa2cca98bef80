"""Signed requests over real HTTP, with little work for the client."""

import asyncio
import contextlib
import json
from typing import Any

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from tests.engine.in_memory import api_of

_CREDENTIALS = Credentials("jedlik", "jedlik")


class Refused(Exception):  # noqa: N818  (an answer that says no, not a fault)
    """An error of the server. Its text is the code."""


class Connection:
    """One connection. It sends one request after the other."""

    def __init__(self, port: int) -> None:
        self._url = f"http://127.0.0.1:{port}/"
        self._port = port
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def call(self, operation: str, **members: object) -> dict[str, Any]:
        """Returns the answer. Raises Refused for an error, and OSError if the server has ended."""
        if self._writer is None:
            self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self._port)
        assert self._reader is not None
        self._writer.write(self._request(operation, json.dumps(members).encode()))
        try:
            head = await self._reader.readuntil(b"\r\n\r\n")
            lines = head.decode().lower().split("\r\n")
            length = next(line for line in lines if line.startswith("content-length:"))
            body = await self._reader.readexactly(int(length.partition(":")[2]))
        except asyncio.IncompleteReadError as error:
            raise ConnectionResetError("the server closed the connection") from error
        answer: dict[str, Any] = json.loads(body)
        if not lines[0].startswith("http/1.1 200 "):
            raise Refused(answer["__type"].partition("#")[2])
        return answer

    async def close(self) -> None:
        """Closes the connection if it is open."""
        if self._writer is not None:
            self._writer.close()
            with contextlib.suppress(OSError):  # the server may have been killed
                await self._writer.wait_closed()
            self._writer = None

    def _request(self, operation: str, body: bytes) -> bytes:
        headers = {
            "Content-Type": "application/x-amz-json-1.0",
            "X-Amz-Target": f"{api_of(operation).target_prefix}.{operation}",
            "Host": f"127.0.0.1:{self._port}",
        }
        request = AWSRequest("POST", self._url, headers, body)
        SigV4Auth(_CREDENTIALS, "dynamodb", "us-east-1").add_auth(request)
        lines = [f"{name}: {value}\r\n" for name, value in request.headers.items()]
        head = f"POST / HTTP/1.1\r\n{''.join(lines)}Content-Length: {len(body)}\r\n\r\n"
        return head.encode() + body


TABLE: dict[str, object] = {
    "TableName": "numbered",
    "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}],
    "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}],
    "BillingMode": "PAY_PER_REQUEST",
}


async def whole_table(connection: Connection) -> list[dict[str, Any]]:
    """Returns every item of the table. It reads page by page."""
    items: list[dict[str, Any]] = []
    start: dict[str, Any] = {}
    while True:
        page = await connection.call("Scan", TableName="numbered", ConsistentRead=True, **start)
        items += page["Items"]
        if "LastEvaluatedKey" not in page:
            return items
        start = {"ExclusiveStartKey": page["LastEvaluatedKey"]}
