"""KMS and tables under keys, with boto3 over HTTP, and what is stored."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import apsw
import pytest
from botocore.exceptions import ClientError

from jedlik.core.keys.key import Span
from jedlik.core.keys.space import Space
from jedlik.engine.read import pages
from jedlik.features.encryption_keys.encrypt_items import work_key
from jedlik.storage.encrypted import MARK
from jedlik.storage.postgresql.entry_id import id_of
from jedlik.storage.sqlite import open_folder
from jedlik.storage.sqlite.opening import FILE_NAME
from tests.api.clients import client, create
from tests.app import stores
from tests.app.server import Server, run, serving
from tests.engine.in_memory import result_of
from tests.waiting import wait_until

SECRET = "Chaiyya Chaiyya"
NAME = "BollywoodMusic"
TABLE_ID = 1  # of the first table in a folder


class Clients:
    """The clients of one server."""

    def __init__(self, url: str, stack: ExitStack) -> None:
        self.kms: Any = stack.enter_context(client(url, service="kms"))
        self.dynamodb: Any = stack.enter_context(client(url))
        self.streams: Any = stack.enter_context(client(url, service="dynamodbstreams"))

    def key(self) -> dict[str, Any]:
        """Creates a key."""
        metadata: dict[str, Any] = self.kms.create_key()["KeyMetadata"]
        return metadata

    def table(self, key: str | None = None) -> None:
        """Creates the table, under a key if one is given."""
        members: dict[str, Any] = {}
        if key is not None:
            members["SSESpecification"] = {"SSEType": "KMS", "KMSMasterKeyId": key}
        stream = {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"}
        create(self.dynamodb, ("pk", "S"), name=NAME, StreamSpecification=stream, **members)

    def fill(self, count: int) -> None:
        """Stores items whose text is looked for in the data file."""
        for number in range(count):
            item = {"pk": {"S": f"key{number}"}, "title": {"S": f"{SECRET} {number}"}}
            self.dynamodb.put_item(TableName=NAME, Item=item)

    def fill_in_batches(self, count: int) -> None:
        """Stores the same items, 25 with each request."""
        for first in range(0, count, 25):
            numbers = range(first, min(first + 25, count))
            puts = [
                {"Item": {"pk": {"S": f"key{number}"}, "title": {"S": f"{SECRET} {number}"}}}
                for number in numbers
            ]
            requests = [{"PutRequest": each} for each in puts]
            self.dynamodb.batch_write_item(RequestItems={NAME: requests})

    def titles(self) -> list[str]:
        """Returns the texts of all items, sorted."""
        pages = self.dynamodb.get_paginator("scan").paginate(TableName=NAME)
        return sorted(item["title"]["S"] for page in pages for item in page["Items"])


@pytest.fixture(scope="module")
def clients() -> Iterator[Clients]:
    with serving("--memory") as server, ExitStack() as stack:
        yield Clients(server.url, stack)


def on(server: Server, stack: ExitStack) -> Clients:
    return Clients(server.url, stack)


def contents(folder: Path) -> bytes:
    """Returns what is in the files of a data folder, or in the entries of its database."""
    if stores.is_postgresql():
        query = f"SELECT string_agg(id || value, '' ORDER BY id) FROM {stores.entries()}"
        return bytes(stores.stored(folder, query))
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def expected(count: int) -> list[str]:
    return sorted(f"{SECRET} {number}" for number in range(count))


def test_a_client_manages_keys(clients: Clients) -> None:
    kms = clients.kms
    key = kms.create_key(Description="mine", Tags=[{"TagKey": "team", "TagValue": "music"}])
    key_id = key["KeyMetadata"]["KeyId"]
    kms.create_alias(AliasName="alias/mine", TargetKeyId=key_id)
    context = {"table": NAME}
    ciphertext = kms.encrypt(
        KeyId="alias/mine", Plaintext=b"\x00secret\xff", EncryptionContext=context
    )["CiphertextBlob"]
    answer = kms.decrypt(CiphertextBlob=ciphertext, EncryptionContext=context)
    assert (answer["Plaintext"], answer["KeyId"]) == (b"\x00secret\xff", key["KeyMetadata"]["Arn"])
    with pytest.raises(kms.exceptions.InvalidCiphertextException) as invalid:
        kms.decrypt(CiphertextBlob=ciphertext)
    assert invalid.value.response["ResponseMetadata"]["HTTPStatusCode"] == 400
    data_key = kms.generate_data_key(KeyId=key_id, KeySpec="AES_256")
    assert (
        kms.decrypt(CiphertextBlob=data_key["CiphertextBlob"])["Plaintext"]
        == (data_key["Plaintext"])
    )
    # What Terraform reads after it has created a key.
    assert '"kms:*"' in kms.get_key_policy(KeyId=key_id, PolicyName="default")["Policy"]
    assert kms.get_key_rotation_status(KeyId=key_id)["KeyRotationEnabled"] is False
    tags = kms.list_resource_tags(KeyId=key_id)["Tags"]
    assert tags == [{"TagKey": "team", "TagValue": "music"}]
    names = [
        each["AliasName"]
        for page in kms.get_paginator("list_aliases").paginate(PaginationConfig={"PageSize": 1})
        for each in page["Aliases"]
    ]
    assert names == ["alias/aws/dynamodb", "alias/mine"]
    kms.disable_key(KeyId=key_id)
    with pytest.raises(kms.exceptions.DisabledException, match=f"{key_id} is disabled."):
        kms.encrypt(KeyId=key_id, Plaintext=b"x")
    deleted = kms.schedule_key_deletion(KeyId=key_id, PendingWindowInDays=7)
    assert deleted["KeyState"] == "PendingDeletion"
    with pytest.raises(kms.exceptions.NotFoundException, match="Invalid keyId 'no id'"):
        kms.describe_key(KeyId="no id")


def test_a_table_follows_the_state_of_its_key(clients: Clients) -> None:
    key = clients.key()
    clients.table(key["KeyId"])
    clients.fill(3)
    clients.kms.disable_key(KeyId=key["KeyId"])
    with pytest.raises(ClientError, match=f"KMS key disabled error: .*{key['Arn']} is disabled"):
        clients.dynamodb.get_item(TableName=NAME, Key={"pk": {"S": "key1"}})
    described = clients.dynamodb.describe_table(TableName=NAME)["Table"]
    assert described["TableStatus"] == "INACCESSIBLE_ENCRYPTION_CREDENTIALS"
    assert described["SSEDescription"]["Status"] == "ENABLED"
    clients.kms.enable_key(KeyId=key["KeyId"])
    assert clients.titles() == expected(3)
    clients.dynamodb.delete_table(TableName=NAME)


@pytest.mark.parametrize("flags", [(), ("--workers", "2")], ids=["one worker", "two workers"])
def test_the_data_file_has_no_plain_value(tmp_path: Path, flags: tuple[str, ...]) -> None:
    with serving("--data", str(tmp_path), *flags) as server, ExitStack() as stack:
        made = on(server, stack)
        made.table(made.key()["KeyId"])
        made.fill(20)
        assert made.titles() == expected(20)
        assert SECRET.encode() not in contents(tmp_path)
    found = contents(tmp_path)
    assert SECRET.encode() not in found
    assert b"key19" in found, "keys of items are in the clear"
    with serving("--data", str(tmp_path), *flags) as server, ExitStack() as stack:
        assert on(server, stack).titles() == expected(20)
    verified = run("verify", "--data", str(tmp_path))
    assert (verified.returncode, verified.stderr) == (0, "")
    assert "20 items" in verified.stdout


def test_a_table_without_a_key_is_in_the_clear(tmp_path: Path) -> None:
    with serving("--data", str(tmp_path)) as server, ExitStack() as stack:
        made = on(server, stack)
        made.table()
        made.fill(1)
    assert SECRET.encode() in contents(tmp_path)


@pytest.mark.folder("the key that seals secrets is the file seal.key")
def test_no_file_has_material_in_the_clear(tmp_path: Path) -> None:
    with serving("--data", str(tmp_path)) as server, ExitStack() as stack:
        made = on(server, stack)
        key = made.key()["KeyId"]
        data_key = made.kms.generate_data_key(KeyId=key, KeySpec="AES_256")["Plaintext"]
        made.kms.encrypt(KeyId=key, Plaintext=SECRET.encode())
    found = contents(tmp_path)
    assert data_key not in found
    assert SECRET.encode() not in found
    assert (tmp_path / "seal.key").stat().st_mode & 0o777 == 0o600
    (tmp_path / "seal.key").unlink()
    with serving("--data", str(tmp_path)) as server, ExitStack() as stack:
        made = on(server, stack)
        with pytest.raises(ClientError) as failed:
            made.kms.encrypt(KeyId=key, Plaintext=b"x")
        assert failed.value.response["Error"]["Code"] == "KMSInternalException"
        server.stop()


def test_items_are_encrypted_although_the_server_is_killed(tmp_path: Path) -> None:
    """The server is killed while its job encrypts items. The next one finishes the work when the
    lease of the job has ended.
    """
    count = 3_000
    with serving("--data", str(tmp_path)) as server, ExitStack() as stack:
        made = on(server, stack)
        made.table()
        made.fill_in_batches(count)
        sse = {"SSEType": "KMS", "KMSMasterKeyId": made.key()["KeyId"]}
        made.dynamodb.update_table(TableName=NAME, SSESpecification=sse)
        before = progress(tmp_path)
        wait_until(lambda: progress(tmp_path) != before)
        server.kill()
    assert progress(tmp_path) is not None, "the job was faster than the kill"
    assert 0 < result_of(plain_items(tmp_path)) < count
    with serving("--data", str(tmp_path)) as server, ExitStack() as stack:
        made = on(server, stack)
        assert made.titles() == expected(count)
        wait_until(lambda: progress(tmp_path) is None)
        assert made.titles() == expected(count)
    assert result_of(plain_items(tmp_path)) == 0
    verified = run("verify", "--data", str(tmp_path))
    assert (verified.returncode, verified.stderr) == (0, "")


def progress(folder: Path) -> bytes | None:
    """Returns the stored progress of the job, None if it has nothing to do."""
    if stores.is_postgresql():
        entry_id = id_of(work_key(TABLE_ID)).hex()
        query = f"SELECT value FROM {stores.entries()} WHERE id = decode('{entry_id}', 'hex')"
        value: bytes | None = stores.stored(folder, query)
        return value
    connection = apsw.Connection(str(folder / FILE_NAME), flags=apsw.SQLITE_OPEN_READONLY)
    try:
        key = work_key(TABLE_ID)
        found = connection.execute(
            "SELECT value.bytes FROM entry JOIN value ON value.id = entry.value_id"
            " WHERE space = ? AND entry.partition = ? AND entry.sort = ?",
            (int(key.space), key.partition, key.sort),
        ).get
        return None if found is None else bytes(found)
    finally:
        connection.close()


async def plain_items(folder: Path) -> int:
    """Returns how many items are stored in the clear in a folder that no server uses."""
    if stores.is_postgresql():
        space = f"get_byte(id, 0) = {int(Space.ITEM)}"
        assert stores.stored(folder, f"SELECT count(*) FROM {stores.entries()} WHERE {space}")
        plain = f"{space} AND get_byte(value, 0) <> {MARK}"
        return int(stores.stored(folder, f"SELECT count(*) FROM {stores.entries()} WHERE {plain}"))
    storage = open_folder(folder, key=None)
    try:
        found = [
            value async for values in pages(storage, Span(Space.ITEM, TABLE_ID)) for value in values
        ]
        assert found
        return sum(value[0] != MARK for value in found)
    finally:
        await storage.close()
