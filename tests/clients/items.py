"""The program in Python, with boto3: `items.py ENDPOINT REGION TABLE`."""

import sys

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

endpoint, region, table_name = sys.argv[1:]
client = boto3.client(
    "dynamodb",
    endpoint_url=endpoint,
    region_name=region,
    aws_access_key_id="jedlik",
    aws_secret_access_key="jedlik",
    config=Config(retries={"total_max_attempts": 1}),
)
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
)
client.get_waiter("table_exists").wait(TableName=table_name, WaiterConfig={"Delay": 1})
print(client.describe_table(TableName=table_name)["Table"]["TableStatus"])

kind = {"S": "song"}
client.put_item(
    TableName=table_name,
    Item={"id": {"S": "a"}, "kind": kind, "n": {"N": "1"}, "b": {"B": b"\x00\xff"}},
)
item = client.get_item(TableName=table_name, Key={"id": {"S": "a"}})["Item"]
print("got", item["n"]["N"], item["b"]["B"].hex())

updated = client.update_item(
    TableName=table_name,
    Key={"id": {"S": "a"}},
    UpdateExpression="ADD n :one",
    ExpressionAttributeValues={":one": {"N": "1"}},
    ReturnValues="UPDATED_NEW",
)
print("updated", updated["Attributes"]["n"]["N"])

try:
    client.put_item(
        TableName=table_name,
        Item={"id": {"S": "a"}},
        ConditionExpression="attribute_not_exists(id)",
    )
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

put = {"Put": {"TableName": table_name, "Item": {"id": {"S": "d"}}}}
check = {
    "ConditionCheck": {
        "TableName": table_name,
        "Key": {"id": {"S": "a"}},
        "ConditionExpression": "attribute_not_exists(id)",
    }
}
try:
    client.transact_write_items(TransactItems=[check, put])
except client.exceptions.TransactionCanceledException as error:
    print("cancelled", ",".join(each["Code"] for each in error.response["CancellationReasons"]))

client.delete_table(TableName=table_name)
try:
    client.get_item(TableName=table_name, Key={"id": {"S": "a"}})
except ClientError as error:
    print("deleted", error.response["Error"]["Code"])
