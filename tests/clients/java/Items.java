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

public class Items {
    static final Map<String, AttributeValue> KEY = Map.of("id", AttributeValue.fromS("a"));
    static final AttributeValue SONG = AttributeValue.fromS("song");

    public static void main(String[] arguments) {
        String table = arguments[2];
        var credentials = AwsBasicCredentials.create("jedlik", "jedlik");
        try (DynamoDbClient client = DynamoDbClient.builder()
                .endpointOverride(URI.create(arguments[0])).region(Region.of(arguments[1]))
                .credentialsProvider(StaticCredentialsProvider.create(credentials)).build()) {
            createTable(client, table);
            writeItems(client, table);
            readIndex(client, table);
            transact(client, table);
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

    static void createTable(DynamoDbClient client, String table) {
        client.createTable(request -> request.tableName(table)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(text("id"), text("kind")).keySchema(hash("id"))
                .globalSecondaryIndexes(index -> index.indexName("by-kind").keySchema(hash("kind"))
                        .projection(projection -> projection.projectionType(ProjectionType.ALL))));
        client.waiter().waitUntilTableExists(request -> request.tableName(table));
        System.out.println(client.describeTable(request -> request.tableName(table))
                .table().tableStatusAsString());
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
                .expressionAttributeValues(Map.of(":one", AttributeValue.fromN("1"))));
        System.out.println("updated " + updated.attributes().get("n").n());

        try {
            client.putItem(request -> request.tableName(table).item(KEY)
                    .conditionExpression("attribute_not_exists(id)"));
        } catch (ConditionalCheckFailedException error) {
            System.out.println("refused " + error.awsErrorDetails().errorCode());
        }

        List<WriteRequest> puts = Stream.of("b", "c").map(id -> WriteRequest.builder()
                .putRequest(put -> put.item(Map.of("id", AttributeValue.fromS(id), "kind", SONG)))
                .build()).collect(Collectors.toList());
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
        var put = TransactWriteItem.builder().put(each -> each.tableName(table)
                .item(Map.of("id", AttributeValue.fromS("d")))).build();
        var check = TransactWriteItem.builder().conditionCheck(each -> each.tableName(table)
                .key(KEY).conditionExpression("attribute_not_exists(id)")).build();
        try {
            client.transactWriteItems(request -> request.transactItems(check, put));
        } catch (TransactionCanceledException error) {
            System.out.println("cancelled " + error.cancellationReasons().stream()
                    .map(CancellationReason::code).collect(Collectors.joining(",")));
        }
    }
}
