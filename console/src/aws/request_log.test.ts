import { beforeEach, describe, expect, it } from "vitest";
import { clearRequests, currentRequests, recorded } from "./request_log";

const REQUEST = { api: "IAM", region: "us-east-1", operation: "CreateLoginProfile" };
const SECRET = "hunter2&x";

function send(contentType: string, body: string, answer: object = {}): Promise<object> {
  const sentOf = () => ({ method: "POST", path: "/", contentType, body });
  const input = { UserName: "anna", Password: SECRET };
  return recorded({ ...REQUEST, input, sentOf }, () =>
    Promise.resolve({ result: answer, shown: answer }),
  );
}

beforeEach(clearRequests);

describe("the log of requests", () => {
  it("has no secret that was sent as a form or as JSON", async () => {
    const form = new URLSearchParams({ Action: "CreateLoginProfile", Password: SECRET }).toString();
    await send("application/x-www-form-urlencoded", form);
    await send("application/x-amz-json-1.0", JSON.stringify({ Deep: { Password: SECRET } }));
    expect(currentRequests()).toHaveLength(2);
    expect(JSON.stringify(currentRequests())).not.toContain("hunter2");
    expect(currentRequests()[1]?.sent?.body).toContain("Action=CreateLoginProfile");
  });

  it("has no secret that was received", async () => {
    const AccessKey = { AccessKeyId: "AKIA", SecretAccessKey: SECRET };
    const answer = await send("", "", { AccessKey, Credentials: { SessionToken: SECRET } });
    expect(answer).toMatchObject({ AccessKey });
    expect(JSON.stringify(currentRequests())).not.toContain("hunter2");
    expect(JSON.stringify(currentRequests())).toContain("AKIA");
  });

  it("has errors, and keeps the last 200", async () => {
    for (let count = 0; count < 205; count++) await send("", "");
    const failing = () => Promise.reject(Object.assign(new Error("no"), { name: "Refused" }));
    const request = { ...REQUEST, input: {}, sentOf: () => undefined };
    await expect(recorded(request, failing)).rejects.toThrow("no");
    expect(currentRequests()).toHaveLength(200);
    expect(currentRequests()[0]?.error).toEqual({ name: "Refused", message: "no" });
  });

  it("does not get the answer of a request that began before it was cleared", async () => {
    let answer: () => void = () => undefined;
    const waiting = recorded({ ...REQUEST, input: {}, sentOf: () => undefined }, async () => {
      await new Promise<void>((resolve) => (answer = resolve));
      return { result: 1, shown: {} };
    });
    clearRequests();
    answer();
    expect(await waiting).toBe(1);
    expect(currentRequests()).toEqual([]);
  });
});
