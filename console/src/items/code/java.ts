/** A read as Java, with version 2 of the AWS SDK. */

import type { ReadRequest } from "../request";
import { isObject, valueFromWire } from "../wire";
import type { CodeTarget } from "./read_code";

const PACKAGE = "software.amazon.awssdk.services.dynamodb";

export function javaCode({ operation, input }: ReadRequest, target: CodeTarget): string {
  const isSearch = operation === "SearchVectors";
  const calls = Object.entries(input).map(([name, value]) => {
    const method = name.charAt(0).toLowerCase() + name.slice(1);
    return `            .${method}(${argument(name, value)})`;
  });
  const read = isSearch
    ? "client.searchVectors(request).searchResults().forEach(System.out::println);"
    : `client.${operation.toLowerCase()}Paginator(request).items().forEach(System.out::println);`;
  return [
    "import java.net.URI;",
    "import java.util.List;",
    "import java.util.Map;",
    ...(JSON.stringify(input).includes('"B":')
      ? ["import java.util.Base64;", "import software.amazon.awssdk.core.SdkBytes;"]
      : []),
    "import software.amazon.awssdk.regions.Region;",
    `import ${PACKAGE}.DynamoDbClient;`,
    `import ${PACKAGE}.model.AttributeValue;`,
    `import ${PACKAGE}.model.${operation}Request;`,
    "",
    "public class Read {",
    "    public static void main(String[] arguments) {",
    "        DynamoDbClient client = DynamoDbClient.builder()",
    `            .region(Region.of(${text(target.region)}))`,
    `            .endpointOverride(URI.create(${text(target.endpoint)}))`,
    "            .build();",
    `        ${operation}Request request = ${operation}Request.builder()`,
    ...calls,
    "            .build();",
    `        ${read}`,
    "    }",
    "}",
    "",
  ].join("\n");
}

function argument(name: string, value: unknown): string {
  if (name === "SearchVector" && Array.isArray(value)) return list(value.map(attributeValue));
  if (isObject(value)) {
    const write = name === "ExpressionAttributeValues" ? attributeValue : text;
    const entries = Object.entries(value).map(([key, each]) => {
      return `Map.entry(${text(key)}, ${write(each)})`;
    });
    return `Map.ofEntries(${entries.join(", ")})`;
  }
  return text(value);
}

function list(parts: readonly string[]): string {
  return `List.of(${parts.join(", ")})`;
}

function attributeValue(wire: unknown): string {
  const value = valueFromWire(wire);
  switch (value.type) {
    case "S":
    case "N":
      return `AttributeValue.from${value.type}(${text(value.text)})`;
    case "B":
      return `AttributeValue.fromB(SdkBytes.fromByteArray(Base64.getDecoder().decode(${text(value.text)})))`;
    case "BOOL":
      return `AttributeValue.fromBool(${String(value.is)})`;
    case "NULL":
      return "AttributeValue.fromNul(true)";
    default:
      throw new Error("A condition compares with a scalar value.");
  }
}

/** A string of JSON is a string of Java, too. */
function text(value: unknown): string {
  return JSON.stringify(value);
}
