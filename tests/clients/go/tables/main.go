// The life of a table as Terraform manages it, with the SDK v2: create, read and find no difference
// from what is wanted, update, read again, delete: `go run ./tables ENDPOINT REGION NAME`.
//
// The calls and what is compared are those of the resource aws_dynamodb_table of the provider:
// DescribeTable, DescribeContinuousBackups, DescribeTimeToLive, ListTagsOfResource.
package main

import (
	"context"
	"errors"
	"fmt"
	"log"
	"os"
	"sort"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
)

const waitFor = time.Minute

// wanted is what a configuration says, or what was read, in the order of the provider's schema.
type wanted struct {
	attributes, hashKey, rangeKey, billing string
	read, write                            int64
	global, local                          string
	stream                                 bool
	view                                   string
	ttl                                    string
	recovery                               bool
	days                                   int32
	class                                  string
	protected                              bool
	tags                                   string
}

func must[T any](answer T, err error) T {
	if err != nil {
		log.Fatal(err)
	}
	return answer
}

func sorted(texts []string) string {
	sort.Strings(texts)
	return strings.Join(texts, " ")
}

func schema(elements []types.KeySchemaElement) (string, string) {
	var hash, rangeKey string
	for _, each := range elements {
		if each.KeyType == types.KeyTypeHash {
			hash = *each.AttributeName
		} else {
			rangeKey = *each.AttributeName
		}
	}
	return hash, rangeKey
}

func projected(projection *types.Projection) string {
	return fmt.Sprint(projection.ProjectionType, projection.NonKeyAttributes)
}

func tableOf(ctx context.Context, client *dynamodb.Client, name *string) *types.TableDescription {
	return must(client.DescribeTable(ctx, &dynamodb.DescribeTableInput{TableName: name})).Table
}

// refreshed reads the table, as a refresh of Terraform does.
func refreshed(ctx context.Context, client *dynamodb.Client, name *string) wanted {
	table := tableOf(ctx, client, name)
	found := wanted{billing: string(types.BillingModeProvisioned), class: string(types.TableClassStandard)}
	var attributes, global, local, tags []string
	for _, each := range table.AttributeDefinitions {
		attributes = append(attributes, *each.AttributeName+":"+string(each.AttributeType))
	}
	found.attributes = sorted(attributes)
	found.hashKey, found.rangeKey = schema(table.KeySchema)
	if table.BillingModeSummary != nil {
		found.billing = string(table.BillingModeSummary.BillingMode)
	}
	found.read, found.write = *table.ProvisionedThroughput.ReadCapacityUnits, *table.ProvisionedThroughput.WriteCapacityUnits
	for _, each := range table.GlobalSecondaryIndexes {
		hash, rangeKey := schema(each.KeySchema)
		global = append(global, fmt.Sprint(*each.IndexName, hash, rangeKey, projected(each.Projection),
			*each.ProvisionedThroughput.ReadCapacityUnits, *each.ProvisionedThroughput.WriteCapacityUnits))
	}
	for _, each := range table.LocalSecondaryIndexes {
		_, rangeKey := schema(each.KeySchema)
		local = append(local, fmt.Sprint(*each.IndexName, rangeKey, projected(each.Projection)))
	}
	found.global, found.local = sorted(global), sorted(local)
	if table.StreamSpecification != nil {
		found.stream = *table.StreamSpecification.StreamEnabled
		found.view = string(table.StreamSpecification.StreamViewType)
	}
	if table.TableClassSummary != nil {
		found.class = string(table.TableClassSummary.TableClass)
	}
	found.protected = aws.ToBool(table.DeletionProtectionEnabled)
	backups := must(client.DescribeContinuousBackups(ctx, &dynamodb.DescribeContinuousBackupsInput{TableName: name}))
	recovery := backups.ContinuousBackupsDescription.PointInTimeRecoveryDescription
	found.recovery = recovery.PointInTimeRecoveryStatus == types.PointInTimeRecoveryStatusEnabled
	found.days = aws.ToInt32(recovery.RecoveryPeriodInDays)
	live := must(client.DescribeTimeToLive(ctx, &dynamodb.DescribeTimeToLiveInput{TableName: name})).TimeToLiveDescription
	if live.TimeToLiveStatus == types.TimeToLiveStatusEnabled {
		found.ttl = *live.AttributeName
	}
	for _, tag := range must(client.ListTagsOfResource(ctx, &dynamodb.ListTagsOfResourceInput{ResourceArn: table.TableArn})).Tags {
		tags = append(tags, *tag.Key+"="+*tag.Value)
	}
	found.tags = sorted(tags)
	return found
}

func wait(ctx context.Context, client *dynamodb.Client, name *string) {
	if err := dynamodb.NewTableExistsWaiter(client).Wait(ctx, &dynamodb.DescribeTableInput{TableName: name}, waitFor); err != nil {
		log.Fatal(err)
	}
}

func keys(hash, rangeKey string) []types.KeySchemaElement {
	return []types.KeySchemaElement{
		{AttributeName: aws.String(hash), KeyType: types.KeyTypeHash},
		{AttributeName: aws.String(rangeKey), KeyType: types.KeyTypeRange},
	}
}

func create(ctx context.Context, client *dynamodb.Client, name *string) {
	var definitions []types.AttributeDefinition
	for _, each := range []string{"pk", "sk", "g", "l"} {
		definitions = append(definitions, types.AttributeDefinition{AttributeName: aws.String(each), AttributeType: types.ScalarAttributeTypeS})
	}
	units := &types.ProvisionedThroughput{ReadCapacityUnits: aws.Int64(5), WriteCapacityUnits: aws.Int64(6)}
	all := &types.Projection{ProjectionType: types.ProjectionTypeAll}
	include := &types.Projection{ProjectionType: types.ProjectionTypeInclude, NonKeyAttributes: []string{"a", "b"}}
	must(client.CreateTable(ctx, &dynamodb.CreateTableInput{
		TableName: name, AttributeDefinitions: definitions, KeySchema: keys("pk", "sk"), ProvisionedThroughput: units,
		BillingMode: types.BillingModeProvisioned, TableClass: types.TableClassStandardInfrequentAccess,
		GlobalSecondaryIndexes: []types.GlobalSecondaryIndex{
			{IndexName: aws.String("by-g"), KeySchema: keys("g", "sk"), Projection: include, ProvisionedThroughput: units},
		},
		LocalSecondaryIndexes: []types.LocalSecondaryIndex{{IndexName: aws.String("by-l"), KeySchema: keys("pk", "l"), Projection: all}},
		StreamSpecification:   &types.StreamSpecification{StreamEnabled: aws.Bool(true), StreamViewType: types.StreamViewTypeNewImage},
		Tags:                  []types.Tag{{Key: aws.String("team"), Value: aws.String("red")}},
	}))
	wait(ctx, client, name)
	must(client.UpdateTimeToLive(ctx, &dynamodb.UpdateTimeToLiveInput{
		TableName: name, TimeToLiveSpecification: &types.TimeToLiveSpecification{AttributeName: aws.String("until"), Enabled: aws.Bool(true)},
	}))
	enableRecovery(ctx, client, name, 7)
}

func enableRecovery(ctx context.Context, client *dynamodb.Client, name *string, days int32) {
	must(client.UpdateContinuousBackups(ctx, &dynamodb.UpdateContinuousBackupsInput{
		TableName: name,
		PointInTimeRecoverySpecification: &types.PointInTimeRecoverySpecification{
			PointInTimeRecoveryEnabled: aws.Bool(true), RecoveryPeriodInDays: aws.Int32(days),
		},
	}))
}

func update(ctx context.Context, client *dynamodb.Client, name *string) {
	must(client.UpdateTable(ctx, &dynamodb.UpdateTableInput{TableName: name, BillingMode: types.BillingModePayPerRequest}))
	wait(ctx, client, name)
	enableRecovery(ctx, client, name, 35)
	arn := tableOf(ctx, client, name).TableArn
	must(client.TagResource(ctx, &dynamodb.TagResourceInput{
		ResourceArn: arn, Tags: []types.Tag{{Key: aws.String("team"), Value: aws.String("blue")}},
	}))
}

// The protection from deletion is not changed: after that the service refuses another change for 15 seconds.
func remove(ctx context.Context, client *dynamodb.Client, name *string) {
	must(client.DeleteTable(ctx, &dynamodb.DeleteTableInput{TableName: name}))
	gone := dynamodb.NewTableNotExistsWaiter(client)
	if err := gone.Wait(ctx, &dynamodb.DescribeTableInput{TableName: name}, waitFor); err != nil {
		log.Fatal(err)
	}
}

func main() {
	ctx := context.Background()
	client := dynamodb.New(dynamodb.Options{
		BaseEndpoint: aws.String(os.Args[1]),
		Region:       os.Args[2],
		Credentials:  credentials.NewStaticCredentialsProvider("jedlik", "jedlik", ""),
	})
	name := aws.String(os.Args[3])
	config := wanted{
		attributes: "g:S l:S pk:S sk:S", hashKey: "pk", rangeKey: "sk", billing: "PROVISIONED", read: 5, write: 6,
		global: "by-ggskINCLUDE[a b]5 6", local: "by-llALL[]", stream: true, view: "NEW_IMAGE", ttl: "until",
		recovery: true, days: 7, class: "STANDARD_INFREQUENT_ACCESS", tags: "team=red",
	}
	create(ctx, client, name)
	show("created", config, refreshed(ctx, client, name))
	update(ctx, client, name)
	config.billing, config.read, config.write, config.global = "PAY_PER_REQUEST", 0, 0, "by-ggskINCLUDE[a b]0 0"
	config.days, config.tags = 35, "team=blue"
	show("updated", config, refreshed(ctx, client, name))
	remove(ctx, client, name)
	_, err := client.DescribeTable(ctx, &dynamodb.DescribeTableInput{TableName: name})
	var missing *types.ResourceNotFoundException
	fmt.Println("deleted", errors.As(err, &missing))
}

func show(what string, config, found wanted) {
	fmt.Println(what, "no difference", config == found)
	if config != found {
		fmt.Fprintf(os.Stderr, "wanted %+v\nfound  %+v\n", config, found)
	}
}
