// The program in JavaScript, with the SDK and its document client: `node items.js ENDPOINT REGION TABLE`.

const {
  DynamoDBClient, CreateTableCommand, DescribeTableCommand, DeleteTableCommand, UpdateItemCommand,
  TransactWriteItemsCommand, waitUntilTableExists,
} = require("@aws-sdk/client-dynamodb");
const {
  DynamoDBDocumentClient, PutCommand, GetCommand, BatchWriteCommand, paginateQuery,
} = require("@aws-sdk/lib-dynamodb");

const [endpoint, region, TableName] = process.argv.slice(2);
const credentials = { accessKeyId: "jedlik", secretAccessKey: "jedlik" };
const client = new DynamoDBClient({ endpoint, region, credentials, maxAttempts: 1 });
const documents = DynamoDBDocumentClient.from(client);
const Key = { id: { S: "a" } };

async function main() {
  await client.send(new CreateTableCommand({
    TableName, BillingMode: "PAY_PER_REQUEST",
    AttributeDefinitions: [
      { AttributeName: "id", AttributeType: "S" }, { AttributeName: "kind", AttributeType: "S" },
    ],
    KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
    GlobalSecondaryIndexes: [{
      IndexName: "by-kind", Projection: { ProjectionType: "ALL" },
      KeySchema: [{ AttributeName: "kind", KeyType: "HASH" }],
    }],
  }));
  await waitUntilTableExists({ client, minDelay: 1, maxWaitTime: 20 }, { TableName });
  console.log((await client.send(new DescribeTableCommand({ TableName }))).Table.TableStatus);

  const Item = { id: "a", kind: "song", n: 1, b: new Uint8Array([0, 255]) };
  await documents.send(new PutCommand({ TableName, Item }));
  const got = (await documents.send(new GetCommand({ TableName, Key: { id: "a" } }))).Item;
  console.log("got", got.n, Buffer.from(got.b).toString("hex"));

  const updated = await client.send(new UpdateItemCommand({
    TableName, Key, UpdateExpression: "ADD n :one", ReturnValues: "UPDATED_NEW",
    ExpressionAttributeValues: { ":one": { N: "1" } },
  }));
  console.log("updated", updated.Attributes.n.N);

  await documents.send(new PutCommand({
    TableName, Item: { id: "a" }, ConditionExpression: "attribute_not_exists(id)",
  })).catch((error) => console.log("refused", error.name));

  const puts = ["b", "c"].map((id) => ({ PutRequest: { Item: { id, kind: "song" } } }));
  const written = await documents.send(new BatchWriteCommand({ RequestItems: { [TableName]: puts } }));
  console.log("unprocessed", Object.keys(written.UnprocessedItems).length);

  let count = 0;
  for await (const page of paginateQuery({ client: documents, pageSize: 2 }, {
    TableName, IndexName: "by-kind", KeyConditionExpression: "kind = :k",
    ExpressionAttributeValues: { ":k": "song" },
  })) count += page.Count;
  console.log("queried", count);

  await client.send(new TransactWriteItemsCommand({ TransactItems: [
    { ConditionCheck: { TableName, Key, ConditionExpression: "attribute_not_exists(id)" } },
    { Put: { TableName, Item: { id: { S: "d" } } } },
  ] })).catch((error) =>
    console.log("cancelled", error.CancellationReasons.map((each) => each.Code).join()));

  await client.send(new DeleteTableCommand({ TableName }));
  await documents.send(new GetCommand({ TableName, Key: { id: "a" } }))
    .catch((error) => console.log("deleted", error.name));
}
main();
