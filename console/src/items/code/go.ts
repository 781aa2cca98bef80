/** A read as Go, with version 2 of the AWS SDK. */

import type { ReadRequest } from "../request";
import { isObject, valueFromWire } from "../wire";
import type { CodeTarget } from "./read_code";

export function goCode({ operation, input }: ReadRequest, target: CodeTarget): string {
  const isSearch = operation === "SearchVectors";
  const text = JSON.stringify(input);
  const isBinary = text.includes('"B":');
  const needsTypes = isSearch || "ExpressionAttributeValues" in input;
  const members = Object.entries(input).map(
    ([name, value]) => `\t\t${name}: ${member(name, value)},`,
  );
  const read = isSearch
    ? [
        `\tanswer, err := client.SearchVectors(ctx, &dynamodb.SearchVectorsInput{`,
        ...members,
        "\t})",
        "\tif err != nil {",
        "\t\tlog.Fatal(err)",
        "\t}",
        "\tfor _, result := range answer.SearchResults {",
        "\t\tfmt.Println(result)",
        "\t}",
      ]
    : [
        `\tpages := dynamodb.New${operation}Paginator(client, &dynamodb.${operation}Input{`,
        ...members,
        "\t})",
        "\tfor pages.HasMorePages() {",
        "\t\tpage, err := pages.NextPage(ctx)",
        "\t\tif err != nil {",
        "\t\t\tlog.Fatal(err)",
        "\t\t}",
        "\t\tfor _, item := range page.Items {",
        "\t\t\tfmt.Println(item)",
        "\t\t}",
        "\t}",
      ];
  return [
    "package main",
    "",
    "import (",
    '\t"context"',
    ...(isBinary ? ['\t"encoding/base64"'] : []),
    '\t"fmt"',
    '\t"log"',
    "",
    '\t"github.com/aws/aws-sdk-go-v2/aws"',
    '\t"github.com/aws/aws-sdk-go-v2/config"',
    '\t"github.com/aws/aws-sdk-go-v2/service/dynamodb"',
    ...(needsTypes ? ['\t"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"'] : []),
    ")",
    "",
    ...(isBinary ? BYTES : []),
    "func main() {",
    "\tctx := context.Background()",
    `\tsettings, err := config.LoadDefaultConfig(ctx, config.WithRegion(${quoted(target.region)}))`,
    "\tif err != nil {",
    "\t\tlog.Fatal(err)",
    "\t}",
    "\tclient := dynamodb.NewFromConfig(settings, func(options *dynamodb.Options) {",
    `\t\toptions.BaseEndpoint = aws.String(${quoted(target.endpoint)})`,
    "\t})",
    ...read,
    "}",
    "",
  ].join("\n");
}

const BYTES = [
  "func decoded(text string) []byte {",
  "\tvalue, err := base64.StdEncoding.DecodeString(text)",
  "\tif err != nil {",
  "\t\tlog.Fatal(err)",
  "\t}",
  "\treturn value",
  "}",
  "",
];

function member(name: string, value: unknown): string {
  if (typeof value === "string") return `aws.String(${quoted(value)})`;
  if (typeof value === "number") return `aws.Int32(${String(value)})`;
  if (typeof value === "boolean") return `aws.Bool(${String(value)})`;
  if (Array.isArray(value)) {
    return `[]types.AttributeValue{${value.map(attributeValue).join(", ")}}`;
  }
  if (!isObject(value)) throw new Error(`There is no Go for ${name}.`);
  const isValues = name === "ExpressionAttributeValues";
  const entries = Object.entries(value).map(
    ([key, each]) => `${quoted(key)}: ${isValues ? attributeValue(each) : quoted(String(each))}`,
  );
  return `map[string]${isValues ? "types.AttributeValue" : "string"}{${entries.join(", ")}}`;
}

function attributeValue(wire: unknown): string {
  const value = valueFromWire(wire);
  switch (value.type) {
    case "S":
    case "N":
      return `&types.AttributeValueMember${value.type}{Value: ${quoted(value.text)}}`;
    case "B":
      return `&types.AttributeValueMemberB{Value: decoded(${quoted(value.text)})}`;
    case "BOOL":
      return `&types.AttributeValueMemberBOOL{Value: ${String(value.is)}}`;
    case "NULL":
      return "&types.AttributeValueMemberNULL{Value: true}";
    default:
      throw new Error("A condition compares with a scalar value.");
  }
}

/** A string of JSON is a string of Go, too. */
function quoted(text: string): string {
  return JSON.stringify(text);
}
