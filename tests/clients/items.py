"""The program in Python, with boto3: `items.py ENDPOINT REGION TABLE`."""

import sys

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

endpoint, region, table_name = sys.argv[1:]
session = boto3.Session("jedlik", "jedlik", region_name=region)
once = Config(retries={"total_max_attempts": 1})
client = session.client("dynamodb", endpoint_url=endpoint, config=once)
streams = session.client("dynamodbstreams", endpoint_url=endpoint, config=once)
client.create_table(
    TableName=table_name,
    BillingMode="PAY_PER_REQUEST",
    AttributeDefinitions=[
        {"AttributeName": "id", "AttributeType": "S"},
        {"AttributeName": "kind", "AttributeType": "S"},
    ],
    KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
    GlobalSecondaryIndexes=[
        {
            "IndexName": "by-kind",
            "KeySchema": [{"AttributeName": "kind", "KeyType": "HASH"}],
            "Projection": {"ProjectionType": "ALL"},
        }
    ],
    StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"},
)
client.get_waiter("table_exists").wait(TableName=table_name, WaiterConfig={"Delay": 1})
table = client.describe_table(TableName=table_name)["Table"]
print(table["TableStatus"])

key = {"id": {"S": "a"}}
kind = {"S": "song"}
one = {":one": {"N": "1"}}
client.put_item(
    TableName=table_name,
    Item={**key, "kind": kind, "n": {"N": "1"}, "b": {"B": b"\x00\xff"}},
)
item = client.get_item(TableName=table_name, Key=key)["Item"]
print("got", item["n"]["N"], item["b"]["B"].hex())

updated = client.update_item(
    TableName=table_name,
    Key=key,
    UpdateExpression="ADD n :one",
    ExpressionAttributeValues=one,
    ReturnValues="UPDATED_NEW",
)
print("updated", updated["Attributes"]["n"]["N"])

try:
    client.put_item(TableName=table_name, Item=key, ConditionExpression="attribute_not_exists(id)")
except client.exceptions.ConditionalCheckFailedException as error:
    print("refused", error.response["Error"]["Code"])

puts = [{"PutRequest": {"Item": {"id": {"S": name}, "kind": kind}}} for name in "bc"]
written = client.batch_write_item(RequestItems={table_name: puts})
print("unprocessed", len(written["UnprocessedItems"]))

pages = client.get_paginator("query").paginate(
    TableName=table_name,
    IndexName="by-kind",
    KeyConditionExpression="kind = :k",
    ExpressionAttributeValues={":k": kind},
    PaginationConfig={"PageSize": 2},
)
print("queried", sum(page["Count"] for page in pages))

update = {
    "Update": {
        "TableName": table_name,
        "Key": key,
        "UpdateExpression": "ADD n :one",
        "ExpressionAttributeValues": one,
    }
}
put = {"Put": {"TableName": table_name, "Item": {"id": {"S": "d"}, "n": {"N": "7"}}}}
client.transact_write_items(TransactItems=[update, put])
gets = [{"Get": {"TableName": table_name, "Key": {"id": {"S": name}}}} for name in "ad"]
read = client.transact_get_items(TransactItems=gets)["Responses"]
print("transacted", *(each["Item"]["n"]["N"] for each in read))

check = {
    "ConditionCheck": {
        "TableName": table_name,
        "Key": key,
        "ConditionExpression": "attribute_not_exists(id)",
    }
}
try:
    client.transact_write_items(TransactItems=[check, put])
except client.exceptions.TransactionCanceledException as error:
    print("cancelled", ",".join(each["Code"] for each in error.response["CancellationReasons"]))

statement = f'SELECT n FROM "{table_name}" WHERE id = ?'
selected = client.execute_statement(Statement=statement, Parameters=[key["id"]])["Items"]
print("selected", selected[0]["n"]["N"])

stream = {"StreamArn": table["LatestStreamArn"]}
print("streamed", end="")
for shard in streams.describe_stream(**stream)["StreamDescription"]["Shards"]:
    iterator = streams.get_shard_iterator(
        **stream, ShardId=shard["ShardId"], ShardIteratorType="TRIM_HORIZON"
    )
    for record in streams.get_records(ShardIterator=iterator["ShardIterator"])["Records"]:
        if record["dynamodb"]["Keys"] == key:
            print("", record["eventName"], record["dynamodb"]["NewImage"]["n"]["N"], end="")
print()

client.delete_table(TableName=table_name)
try:
    client.get_item(TableName=table_name, Key=key)
except ClientError as error:
    print("deleted", error.response["Error"]["Code"])
