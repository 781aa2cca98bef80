// The program in Go, with the SDK v2: `go run . ENDPOINT REGION TABLE`.
package main

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"log"
	"os"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/aws/aws-sdk-go-v2/service/dynamodbstreams"
	streamtypes "github.com/aws/aws-sdk-go-v2/service/dynamodbstreams/types"
)

type item = map[string]types.AttributeValue

func text(value string) types.AttributeValue {
	return &types.AttributeValueMemberS{Value: value}
}

func number(value string) types.AttributeValue {
	return &types.AttributeValueMemberN{Value: value}
}

func numberOf(item item) string {
	return item["n"].(*types.AttributeValueMemberN).Value
}

func must[T any](answer T, err error) T {
	if err != nil {
		log.Fatal(err)
	}
	return answer
}

func createTable(ctx context.Context, client *dynamodb.Client, table *string) *types.TableDescription {
	must(client.CreateTable(ctx, &dynamodb.CreateTableInput{
		TableName:   table,
		BillingMode: types.BillingModePayPerRequest,
		AttributeDefinitions: []types.AttributeDefinition{
			{AttributeName: aws.String("id"), AttributeType: types.ScalarAttributeTypeS},
			{AttributeName: aws.String("kind"), AttributeType: types.ScalarAttributeTypeS},
		},
		KeySchema: []types.KeySchemaElement{
			{AttributeName: aws.String("id"), KeyType: types.KeyTypeHash},
		},
		GlobalSecondaryIndexes: []types.GlobalSecondaryIndex{{
			IndexName:  aws.String("by-kind"),
			Projection: &types.Projection{ProjectionType: types.ProjectionTypeAll},
			KeySchema: []types.KeySchemaElement{
				{AttributeName: aws.String("kind"), KeyType: types.KeyTypeHash},
			},
		}},
		StreamSpecification: &types.StreamSpecification{
			StreamEnabled: aws.Bool(true), StreamViewType: types.StreamViewTypeNewImage,
		},
	}))
	waiter := dynamodb.NewTableExistsWaiter(client)
	description := &dynamodb.DescribeTableInput{TableName: table}
	if err := waiter.Wait(ctx, description, 20*time.Second); err != nil {
		log.Fatal(err)
	}
	described := must(client.DescribeTable(ctx, description)).Table
	fmt.Println(described.TableStatus)
	return described
}

func writeItems(ctx context.Context, client *dynamodb.Client, table *string, key item) {
	must(client.PutItem(ctx, &dynamodb.PutItemInput{TableName: table, Item: item{
		"id": text("a"), "kind": text("song"), "n": number("1"),
		"b": &types.AttributeValueMemberB{Value: []byte{0, 255}},
	}}))
	got := must(client.GetItem(ctx, &dynamodb.GetItemInput{TableName: table, Key: key})).Item
	fmt.Println("got", numberOf(got),
		hex.EncodeToString(got["b"].(*types.AttributeValueMemberB).Value))

	updated := must(client.UpdateItem(ctx, &dynamodb.UpdateItemInput{
		TableName: table, Key: key,
		UpdateExpression:          aws.String("ADD n :one"),
		ExpressionAttributeValues: item{":one": number("1")},
		ReturnValues:              types.ReturnValueUpdatedNew,
	}))
	fmt.Println("updated", numberOf(updated.Attributes))

	_, err := client.PutItem(ctx, &dynamodb.PutItemInput{
		TableName: table, Item: key, ConditionExpression: aws.String("attribute_not_exists(id)"),
	})
	var refused *types.ConditionalCheckFailedException
	if errors.As(err, &refused) {
		fmt.Println("refused", refused.ErrorCode())
	}

	var puts []types.WriteRequest
	for _, id := range []string{"b", "c"} {
		put := &types.PutRequest{Item: item{"id": text(id), "kind": text("song")}}
		puts = append(puts, types.WriteRequest{PutRequest: put})
	}
	written := must(client.BatchWriteItem(ctx, &dynamodb.BatchWriteItemInput{
		RequestItems: map[string][]types.WriteRequest{*table: puts},
	}))
	fmt.Println("unprocessed", len(written.UnprocessedItems))
}

func readIndex(ctx context.Context, client *dynamodb.Client, table *string) {
	count := int32(0)
	pages := dynamodb.NewQueryPaginator(client, &dynamodb.QueryInput{
		TableName: table, IndexName: aws.String("by-kind"), Limit: aws.Int32(2),
		KeyConditionExpression:    aws.String("kind = :k"),
		ExpressionAttributeValues: item{":k": text("song")},
	})
	for pages.HasMorePages() {
		count += must(pages.NextPage(ctx)).Count
	}
	fmt.Println("queried", count)
}

func transact(ctx context.Context, client *dynamodb.Client, table *string, key item) {
	other := item{"id": text("d")}
	must(client.TransactWriteItems(ctx, &dynamodb.TransactWriteItemsInput{
		TransactItems: []types.TransactWriteItem{
			{Update: &types.Update{
				TableName: table, Key: key, UpdateExpression: aws.String("ADD n :one"),
				ExpressionAttributeValues: item{":one": number("1")},
			}},
			{Put: &types.Put{TableName: table, Item: item{"id": other["id"], "n": number("7")}}},
		},
	}))
	read := must(client.TransactGetItems(ctx, &dynamodb.TransactGetItemsInput{
		TransactItems: []types.TransactGetItem{
			{Get: &types.Get{TableName: table, Key: key}},
			{Get: &types.Get{TableName: table, Key: other}},
		},
	})).Responses
	fmt.Println("transacted", numberOf(read[0].Item), numberOf(read[1].Item))

	condition := aws.String("attribute_not_exists(id)")
	_, err := client.TransactWriteItems(ctx, &dynamodb.TransactWriteItemsInput{
		TransactItems: []types.TransactWriteItem{
			{ConditionCheck: &types.ConditionCheck{
				TableName: table, Key: key, ConditionExpression: condition,
			}},
			{Put: &types.Put{TableName: table, Item: other}},
		},
	})
	var cancelled *types.TransactionCanceledException
	if errors.As(err, &cancelled) {
		var codes []string
		for _, reason := range cancelled.CancellationReasons {
			codes = append(codes, *reason.Code)
		}
		fmt.Println("cancelled", strings.Join(codes, ","))
	}
}

func selectItem(ctx context.Context, client *dynamodb.Client, table *string) {
	selected := must(client.ExecuteStatement(ctx, &dynamodb.ExecuteStatementInput{
		Statement:  aws.String(fmt.Sprintf(`SELECT n FROM "%s" WHERE id = ?`, *table)),
		Parameters: []types.AttributeValue{text("a")},
	})).Items
	fmt.Println("selected", numberOf(selected[0]))
}

func readStream(ctx context.Context, client *dynamodbstreams.Client, arn *string) {
	fmt.Print("streamed")
	described := must(client.DescribeStream(ctx, &dynamodbstreams.DescribeStreamInput{
		StreamArn: arn,
	})).StreamDescription
	for _, shard := range described.Shards {
		iterator := must(client.GetShardIterator(ctx, &dynamodbstreams.GetShardIteratorInput{
			StreamArn: arn, ShardId: shard.ShardId,
			ShardIteratorType: streamtypes.ShardIteratorTypeTrimHorizon,
		})).ShardIterator
		records := must(client.GetRecords(ctx, &dynamodbstreams.GetRecordsInput{
			ShardIterator: iterator,
		})).Records
		for _, record := range records {
			change := record.Dynamodb
			if change.Keys["id"].(*streamtypes.AttributeValueMemberS).Value == "a" {
				n := change.NewImage["n"].(*streamtypes.AttributeValueMemberN)
				fmt.Print(" ", record.EventName, " ", n.Value)
			}
		}
	}
	fmt.Println()
}

func main() {
	ctx, endpoint, region, table := context.Background(), os.Args[1], os.Args[2], &os.Args[3]
	key := item{"id": text("a")}
	settings := aws.Config{
		BaseEndpoint: &endpoint, Region: region, RetryMaxAttempts: 1,
		Credentials: credentials.NewStaticCredentialsProvider("jedlik", "jedlik", ""),
	}
	client := dynamodb.NewFromConfig(settings)
	described := createTable(ctx, client, table)
	writeItems(ctx, client, table, key)
	readIndex(ctx, client, table)
	transact(ctx, client, table, key)
	selectItem(ctx, client, table)
	readStream(ctx, dynamodbstreams.NewFromConfig(settings), described.LatestStreamArn)

	must(client.DeleteTable(ctx, &dynamodb.DeleteTableInput{TableName: table}))
	_, err := client.GetItem(ctx, &dynamodb.GetItemInput{TableName: table, Key: key})
	var deleted *types.ResourceNotFoundException
	if errors.As(err, &deleted) {
		fmt.Println("deleted", deleted.ErrorCode())
	}
}
