// The program in JavaScript, with the SDK and its document client: `node items.js ENDPOINT REGION TABLE`.

const {
  DynamoDBClient, CreateTableCommand, DescribeTableCommand, DeleteTableCommand, UpdateItemCommand,
  TransactWriteItemsCommand, waitUntilTableExists,
} = require("@aws-sdk/client-dynamodb");
const {
  DynamoDBDocumentClient, PutCommand, GetCommand, BatchWriteCommand, paginateQuery,
  TransactWriteCommand, TransactGetCommand, ExecuteStatementCommand,
} = require("@aws-sdk/lib-dynamodb");
const {
  DynamoDBStreamsClient, DescribeStreamCommand, GetShardIteratorCommand, GetRecordsCommand,
} = require("@aws-sdk/client-dynamodb-streams");

const [endpoint, region, TableName] = process.argv.slice(2);
const credentials = { accessKeyId: "jedlik", secretAccessKey: "jedlik" };
const settings = { endpoint, region, credentials, maxAttempts: 1 };
const client = new DynamoDBClient(settings);
const streams = new DynamoDBStreamsClient(settings);
const documents = DynamoDBDocumentClient.from(client);
const Key = { id: { S: "a" } };

async function createTable() {
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
    StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_IMAGE" },
  }));
  await waitUntilTableExists({ client, minDelay: 1, maxWaitTime: 20 }, { TableName });
  const { Table } = await client.send(new DescribeTableCommand({ TableName }));
  console.log(Table.TableStatus);
  return Table.LatestStreamArn;
}

async function writeItems() {
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
}

async function readIndex() {
  let count = 0;
  for await (const page of paginateQuery({ client: documents, pageSize: 2 }, {
    TableName, IndexName: "by-kind", KeyConditionExpression: "kind = :k",
    ExpressionAttributeValues: { ":k": "song" },
  })) count += page.Count;
  console.log("queried", count);
}

async function transact() {
  await documents.send(new TransactWriteCommand({ TransactItems: [
    { Update: {
      TableName, Key: { id: "a" }, UpdateExpression: "ADD n :one",
      ExpressionAttributeValues: { ":one": 1 },
    } },
    { Put: { TableName, Item: { id: "d", n: 7 } } },
  ] }));
  const gets = ["a", "d"].map((id) => ({ Get: { TableName, Key: { id } } }));
  const read = await documents.send(new TransactGetCommand({ TransactItems: gets }));
  console.log("transacted", ...read.Responses.map((each) => each.Item.n));

  await client.send(new TransactWriteItemsCommand({ TransactItems: [
    { ConditionCheck: { TableName, Key, ConditionExpression: "attribute_not_exists(id)" } },
    { Put: { TableName, Item: { id: { S: "d" } } } },
  ] })).catch((error) =>
    console.log("cancelled", error.CancellationReasons.map((each) => each.Code).join()));
}

async function select() {
  const Statement = `SELECT n FROM "${TableName}" WHERE id = ?`;
  const { Items } = await documents.send(
    new ExecuteStatementCommand({ Statement, Parameters: ["a"] }));
  console.log("selected", Items[0].n);
}

async function readStream(StreamArn) {
  const { StreamDescription } = await streams.send(new DescribeStreamCommand({ StreamArn }));
  const changes = [];
  for (const { ShardId } of StreamDescription.Shards) {
    const { ShardIterator } = await streams.send(
      new GetShardIteratorCommand({ StreamArn, ShardId, ShardIteratorType: "TRIM_HORIZON" }));
    const { Records } = await streams.send(new GetRecordsCommand({ ShardIterator }));
    for (const { eventName, dynamodb } of Records)
      if (dynamodb.Keys.id.S === "a") changes.push(eventName, dynamodb.NewImage.n.N);
  }
  console.log("streamed", ...changes);
}

async function main() {
  const streamArn = await createTable();
  await writeItems();
  await readIndex();
  await transact();
  await select();
  await readStream(streamArn);
  await client.send(new DeleteTableCommand({ TableName }));
  await documents.send(new GetCommand({ TableName, Key: { id: "a" } }))
    .catch((error) => console.log("deleted", error.name));
}
main();
