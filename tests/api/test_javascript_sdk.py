"""The AWS SDK for JavaScript, where node and the package are there. Nothing is installed here:
`npm install @aws-sdk/client-dynamodb` in a folder named by NODE_PATH makes this test run.
"""

import shutil
import subprocess

import pytest

from tests.api.clients import REGION, unique

NODE = shutil.which("node")
PROGRAM = """
const { DynamoDBClient, CreateTableCommand, PutItemCommand, GetItemCommand, QueryCommand,
        DeleteTableCommand, waitUntilTableExists } = require("@aws-sdk/client-dynamodb");
const [endpoint, region, TableName] = process.argv.slice(1);
const credentials = { accessKeyId: "jedlik", secretAccessKey: "jedlik" };
const client = new DynamoDBClient({ endpoint, region, credentials });
const Item = { id: { S: "a" }, n: { N: "1" }, b: { B: new Uint8Array([0, 255]) } };
async function main() {
  await client.send(new CreateTableCommand({
    TableName, BillingMode: "PAY_PER_REQUEST",
    AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
    KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
  }));
  await waitUntilTableExists({ client, minDelay: 1, maxWaitTime: 20 }, { TableName });
  await client.send(new PutItemCommand({ TableName, Item }));
  const got = await client.send(new GetItemCommand({ TableName, Key: { id: Item.id } }));
  const queried = await client.send(new QueryCommand({
    TableName, KeyConditionExpression: "id = :i", ExpressionAttributeValues: { ":i": Item.id },
  }));
  const failed = await client.send(new PutItemCommand({
    TableName, Item, ConditionExpression: "attribute_not_exists(id)",
  })).catch((error) => error.name);
  await client.send(new DeleteTableCommand({ TableName }));
  console.log(got.Item.n.N, Array.from(got.Item.b.B).join(), queried.Count, failed);
}
main();
"""


def has_package() -> bool:
    """Whether node finds the SDK."""
    if NODE is None:
        return False
    found = subprocess.run(
        [NODE, "-e", "require.resolve('@aws-sdk/client-dynamodb')"],
        capture_output=True,
        timeout=20,
        check=False,
    )
    return found.returncode == 0


def test_a_table_by_the_sdk_for_javascript(endpoint: str, given_endpoint: str | None) -> None:
    if given_endpoint is not None:
        pytest.skip("signs with a key pair of our own server")
    if not has_package():
        pytest.skip("node with @aws-sdk/client-dynamodb is not there (see NODE_PATH)")
    assert NODE is not None
    arguments = [NODE, "-e", PROGRAM, endpoint, REGION, unique("jedlik-test")]
    done = subprocess.run(arguments, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout == "1 0,255 1 ConditionalCheckFailedException\n"
