import { expect, test } from "vitest";
import {
  countedLength,
  decoded,
  indented,
  jsonFinding,
  trustOfAccount,
  trustOfService,
  trustOfWebIdentity,
  trustedBy,
  trustsInstances,
} from "./documents";

test("a document of IAM is decoded", () => {
  expect(decoded(encodeURIComponent('{"a": "%"}'))).toBe('{"a": "%"}');
  expect(decoded(undefined)).toBe("");
});

test("a document in one line gets lines", () => {
  expect(indented('{"a":[1]}')).toBe('{\n  "a": [\n    1\n  ]\n}');
});

test("a document with lines stays as it is written", () => {
  expect(indented('{"a":\n1}')).toBe('{"a":\n1}');
});

test("what is no JSON stays as it is", () => {
  expect(indented("{")).toBe("{");
  expect(decoded("%")).toBe("%");
});

test("white space is not counted", () => {
  expect(countedLength('{ "a":\n\t1 }')).toBe(7);
});

test("the trust of a service names it", () => {
  expect(JSON.parse(trustOfService("ec2.amazonaws.com"))).toEqual({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Service: "ec2.amazonaws.com" },
        Action: "sts:AssumeRole",
      },
    ],
  });
  expect(trustsInstances(trustOfService("ec2.amazonaws.com"))).toBe(true);
  expect(trustsInstances(trustOfAccount("000000000000", ""))).toBe(false);
});

test("an external id is a condition", () => {
  expect(trustOfAccount("111111111111", "word")).toContain('"sts:ExternalId": "word"');
  expect(trustOfAccount("111111111111", "")).not.toContain("Condition");
});

test("the trust of a web identity demands the audience", () => {
  const arn = "arn:aws:iam::000000000000:oidc-provider/example.com/path";
  expect(trustOfWebIdentity(arn, "app")).toContain('"example.com/path:aud": "app"');
});

test("a finding names the line of an error", () => {
  expect(jsonFinding("{}")).toBeUndefined();
  expect(jsonFinding('{\n"a": x}')?.line).toBe(2);
  expect(jsonFinding('{\n"a":')?.line).toBe(2);
});

test("a trust policy names who is trusted", () => {
  expect(trustedBy(trustOfService("ec2.amazonaws.com"))).toBe("AWS service: ec2");
  expect(trustedBy(trustOfAccount("111111111111", ""))).toBe("Account: 111111111111");
  const user = "arn:aws:iam::111111111111:user/Anna";
  expect(
    trustedBy(JSON.stringify({ Statement: { Principal: { AWS: [user, "222222222222"] } } })),
  ).toBe(`${user}, Account: 222222222222`);
  const provider = "arn:aws:iam::000000000000:oidc-provider/example.com";
  expect(trustedBy(trustOfWebIdentity(provider, "app"))).toBe("Identity provider: example.com");
  expect(trustedBy("{}")).toBe("-");
  expect(trustedBy("no JSON")).toBe("-");
});
