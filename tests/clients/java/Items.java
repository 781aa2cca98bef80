// The program in Java, with the SDK v2: `java -cp 'JARS/*' Items.java ENDPOINT REGION TABLE`.

import java.net.URI;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.*;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

public class Items {
    static final Map<String, AttributeValue> KEY = Map.of("id", AttributeValue.fromS("a"));
    static final AttributeValue SONG = AttributeValue.fromS("song");
    static final Map<String, AttributeValue> ONE = Map.of(":one", AttributeValue.fromN("1"));

    public static void main(String[] arguments) {
        var endpoint = URI.create(arguments[0]);
        var region = Region.of(arguments[1]);
        String table = arguments[2];
        var credentials =
                StaticCredentialsProvider.create(AwsBasicCredentials.create("jedlik", "jedlik"));
        try (DynamoDbClient client = DynamoDbClient.builder().endpointOverride(endpoint)
                        .region(region).credentialsProvider(credentials).build();
                DynamoDbStreamsClient streams = DynamoDbStreamsClient.builder()
                        .endpointOverride(endpoint)
                        .region(region).credentialsProvider(credentials).build()) {
            String streamArn = createTable(client, table);
            writeItems(client, table);
            readIndex(client, table);
            transact(client, table);
            select(client, table);
            readStream(streams, streamArn);
            client.deleteTable(request -> request.tableName(table));
            try {
                client.getItem(request -> request.tableName(table).key(KEY));
            } catch (ResourceNotFoundException error) {
                System.out.println("deleted " + error.awsErrorDetails().errorCode());
            }
        }
    }

    static KeySchemaElement hash(String name) {
        return KeySchemaElement.builder().attributeName(name).keyType(KeyType.HASH).build();
    }

    static AttributeDefinition text(String name) {
        return AttributeDefinition.builder()
                .attributeName(name).attributeType(ScalarAttributeType.S).build();
    }

    static String createTable(DynamoDbClient client, String table) {
        client.createTable(request -> request.tableName(table)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(text("id"), text("kind")).keySchema(hash("id"))
                .globalSecondaryIndexes(index -> index.indexName("by-kind").keySchema(hash("kind"))
                        .projection(projection -> projection.projectionType(ProjectionType.ALL)))
                .streamSpecification(stream -> stream.streamEnabled(true)
                        .streamViewType(StreamViewType.NEW_IMAGE)));
        client.waiter().waitUntilTableExists(request -> request.tableName(table));
        var described = client.describeTable(request -> request.tableName(table)).table();
        System.out.println(described.tableStatusAsString());
        return described.latestStreamArn();
    }

    static void writeItems(DynamoDbClient client, String table) {
        var bytes = SdkBytes.fromByteArray(new byte[] {0, (byte) 255});
        client.putItem(request -> request.tableName(table).item(Map.of(
                "id", AttributeValue.fromS("a"), "kind", SONG,
                "n", AttributeValue.fromN("1"), "b", AttributeValue.fromB(bytes))));
        var got = client.getItem(request -> request.tableName(table).key(KEY)).item();
        String hex = HexFormat.of().formatHex(got.get("b").b().asByteArray());
        System.out.println("got " + got.get("n").n() + " " + hex);

        var updated = client.updateItem(request -> request.tableName(table).key(KEY)
                .updateExpression("ADD n :one").returnValues(ReturnValue.UPDATED_NEW)
                .expressionAttributeValues(ONE));
        System.out.println("updated " + updated.attributes().get("n").n());

        try {
            client.putItem(request -> request.tableName(table).item(KEY)
                    .conditionExpression("attribute_not_exists(id)"));
        } catch (ConditionalCheckFailedException error) {
            System.out.println("refused " + error.awsErrorDetails().errorCode());
        }

        List<WriteRequest> puts = Stream.of("b", "c").map(id -> WriteRequest.builder()
                .putRequest(put -> put.item(Map.of("id", AttributeValue.fromS(id), "kind", SONG)))
                .build()).toList();
        var written = client.batchWriteItem(request -> request.requestItems(Map.of(table, puts)));
        System.out.println("unprocessed " + written.unprocessedItems().size());
    }

    static void readIndex(DynamoDbClient client, String table) {
        var pages = client.queryPaginator(request -> request.tableName(table).indexName("by-kind")
                .limit(2).keyConditionExpression("kind = :k")
                .expressionAttributeValues(Map.of(":k", SONG)));
        System.out.println("queried " + pages.items().stream().count());
    }

    static void transact(DynamoDbClient client, String table) {
        var other = Map.of("id", AttributeValue.fromS("d"));
        var update = TransactWriteItem.builder().update(each -> each.tableName(table).key(KEY)
                .updateExpression("ADD n :one").expressionAttributeValues(ONE)).build();
        var put = TransactWriteItem.builder().put(each -> each.tableName(table).item(Map.of(
                "id", other.get("id"), "n", AttributeValue.fromN("7")))).build();
        client.transactWriteItems(request -> request.transactItems(update, put));
        var gets = Stream.of(KEY, other).map(key -> TransactGetItem.builder()
                .get(get -> get.tableName(table).key(key)).build()).toList();
        System.out.println("transacted " + client
                .transactGetItems(request -> request.transactItems(gets)).responses().stream()
                .map(each -> each.item().get("n").n()).collect(Collectors.joining(" ")));

        var check = TransactWriteItem.builder().conditionCheck(each -> each.tableName(table)
                .key(KEY).conditionExpression("attribute_not_exists(id)")).build();
        try {
            client.transactWriteItems(request -> request.transactItems(check, put));
        } catch (TransactionCanceledException error) {
            System.out.println("cancelled " + error.cancellationReasons().stream()
                    .map(CancellationReason::code).collect(Collectors.joining(",")));
        }
    }

    static void select(DynamoDbClient client, String table) {
        var selected = client.executeStatement(request -> request
                .statement("SELECT n FROM \"" + table + "\" WHERE id = ?")
                .parameters(AttributeValue.fromS("a"))).items();
        System.out.println("selected " + selected.get(0).get("n").n());
    }

    static void readStream(DynamoDbStreamsClient client, String arn) {
        System.out.print("streamed");
        var described = client.describeStream(request -> request.streamArn(arn));
        for (Shard shard : described.streamDescription().shards()) {
            var iterator = client.getShardIterator(request -> request.streamArn(arn)
                    .shardId(shard.shardId()).shardIteratorType(ShardIteratorType.TRIM_HORIZON));
            var read = client.getRecords(
                    request -> request.shardIterator(iterator.shardIterator()));
            for (Record record : read.records()) {
                StreamRecord change = record.dynamodb();
                if (change.keys().equals(KEY)) {
                    System.out.print(" " + record.eventNameAsString()
                            + " " + change.newImage().get("n").n());
                }
            }
        }
        System.out.println();
    }
}
