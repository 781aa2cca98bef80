import type { KeyType, TableDescription } from "@aws-sdk/client-dynamodb";

/** `Singers (S)`: the attributes of a part of the key, with their types. "-" if there is none. */
export function keyText(
  table: Pick<TableDescription, "KeySchema" | "AttributeDefinitions">,
  part: KeyType,
): string {
  const names = (table.KeySchema ?? []).filter((element) => element.KeyType === part);
  const typeOf = (name: string | undefined) =>
    table.AttributeDefinitions?.find((defined) => defined.AttributeName === name)?.AttributeType;
  const texts = names.map(({ AttributeName: name }) => `${name ?? ""} (${typeOf(name) ?? "?"})`);
  return texts.length === 0 ? "-" : texts.join(", ");
}
