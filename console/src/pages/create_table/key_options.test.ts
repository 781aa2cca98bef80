import { expect, test } from "vitest";
import { keyOptions } from "./key_options";

const KEYS = ["1", "2", "3"].map((id) => ({ KeyId: id, KeyArn: `arn:aws:kms:r:1:key/${id}` }));

test("keys have their aliases as labels, and those that AWS manages are left out", () => {
  const options = keyOptions(KEYS, [
    { AliasName: "alias/mine", TargetKeyId: "1" },
    { AliasName: "alias/ours", TargetKeyId: "1" },
    { AliasName: "alias/aws/dynamodb", TargetKeyId: "2" },
    { AliasName: "alias/aws/s3" },
  ]);
  expect(options.map(({ value, label }) => [value, label])).toEqual([
    ["arn:aws:kms:r:1:key/1", "alias/mine, alias/ours"],
    ["arn:aws:kms:r:1:key/3", "3"],
  ]);
});
