"""The program in Python, with PynamoDB: `items_pynamodb.py ENDPOINT REGION TABLE`."""

import sys
from typing import Any

from pynamodb.attributes import BinaryAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.connection import Connection
from pynamodb.exceptions import GetError, PutError, TransactWriteError
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex
from pynamodb.models import Model
from pynamodb.transactions import TransactGet, TransactWrite

endpoint, region_name, name = sys.argv[1:]


class ByKind(GlobalSecondaryIndex[Any]):  # type: ignore[no-untyped-call]
    """An index of the items by their kind."""

    class Meta:
        """Settings of the index."""

        index_name = "by-kind"
        projection = AllProjection()

    kind = UnicodeAttribute(hash_key=True)


class Song(Model):
    """An item."""

    class Meta:
        """Settings of the table."""

        table_name = name
        host = endpoint
        region = region_name
        billing_mode = "PAY_PER_REQUEST"
        aws_access_key_id = "jedlik"
        aws_secret_access_key = "jedlik"

    id = UnicodeAttribute(hash_key=True)
    kind = UnicodeAttribute(null=True)
    n = NumberAttribute(null=True)
    b = BinaryAttribute(null=True, legacy_encoding=False)
    by_kind = ByKind()


Song.create_table(wait=True)
print(Song.describe_table()["TableStatus"])
Song("a", kind="song", n=1, b=b"\x00\xff").save()
song = Song.get("a")
print("got", song.n, song.b.hex())
song.update(actions=[Song.n.add(1)])
print("updated", song.n)
try:
    Song("a").save(condition=Song.id.does_not_exist())
except PutError as error:
    print("refused", error.cause_response_code)
with Song.batch_write() as batch:
    for each in "bc":
        batch.save(Song(each, kind="song"))
print("unprocessed", len(batch.failed_operations))
print("queried", sum(1 for _ in Song.by_kind.query("song", page_size=2)))
connection = Connection(region=region_name, host=endpoint)
connection.session.set_credentials("jedlik", "jedlik")
with TransactWrite(connection=connection) as transaction:
    transaction.update(song, actions=[Song.n.add(1)])
    transaction.save(Song("d", n=7))
with TransactGet(connection=connection) as reads:
    futures = [reads.get(Song, each) for each in "ad"]
print("transacted", *(future.get().n for future in futures))
try:
    with TransactWrite(connection=connection) as transaction:
        transaction.condition_check(Song, "a", condition=Song.id.does_not_exist())
        transaction.save(Song("d"))
except TransactWriteError as error:
    reasons = error.cancellation_reasons
    print("cancelled", ",".join(each.code if each else "None" for each in reasons))
Song.delete_table()
try:
    Song.get("a")
except GetError as error:
    print("deleted", error.cause_response_code)
