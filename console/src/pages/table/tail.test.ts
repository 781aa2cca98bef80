import type { _Record as StreamRecord, Shard } from "@aws-sdk/client-dynamodb-streams";
import { expect, test } from "vitest";
import type { Start, StreamReader } from "./tail";
import { followStream } from "./tail";

/** A stream in memory. An iterator is the name of its shard and a position. */
class Stream implements StreamReader {
  readonly found = new Map<string, { records: string[]; isClosed: boolean }>();
  readonly starts: [string, Start][] = [];
  expiresOnce: string | undefined;

  open(shard: string, ...records: string[]): void {
    this.found.set(shard, { records, isClosed: false });
  }

  close(shard: string): void {
    this.of(shard).isClosed = true;
  }

  write(shard: string, record: string): void {
    this.of(shard).records.push(record);
  }

  of(shard: string): { records: string[]; isClosed: boolean } {
    const found = this.found.get(shard);
    if (!found) throw new Error(`There is no shard ${shard}.`);
    return found;
  }

  readonly shards = (): Promise<Shard[]> =>
    Promise.resolve(
      [...this.found].map(([ShardId, { isClosed }]) => ({
        ShardId,
        SequenceNumberRange: isClosed ? { EndingSequenceNumber: "9" } : {},
      })),
    );

  readonly iterator = (shard: string, from: Start): Promise<string> => {
    this.starts.push([shard, from]);
    const { records } = this.of(shard);
    if (from === "LATEST") return Promise.resolve(`${shard} ${String(records.length)}`);
    const at = from === "TRIM_HORIZON" ? 0 : records.indexOf(from.after) + 1;
    return Promise.resolve(`${shard} ${String(at)}`);
  };

  readonly records: StreamReader["records"] = (iterator) => {
    const [shard = "", at] = iterator.split(" ");
    if (this.expiresOnce === shard) {
      this.expiresOnce = undefined;
      const error = new Error("The iterator has expired.");
      error.name = "ExpiredIteratorException";
      return Promise.reject(error);
    }
    const { records, isClosed } = this.of(shard);
    const read = records
      .slice(Number(at))
      .map((SequenceNumber) => ({ dynamodb: { SequenceNumber } }));
    const next = isClosed ? undefined : `${shard} ${String(records.length)}`;
    return Promise.resolve({ records: read, next });
  };
}

/** Follows a stream. Before each pause the next step is done; after the last it stops. */
async function followed(stream: Stream, steps: readonly (() => void)[]): Promise<string[]> {
  const stop = new AbortController();
  const left = [...steps];
  const seen: (string | undefined)[] = [];
  await followStream(stream, {
    onReady: () => undefined,
    onRecords: (records: readonly StreamRecord[]) =>
      seen.push(...records.map(({ dynamodb }) => dynamodb?.SequenceNumber)),
    signal: stop.signal,
    pause: () => {
      const step = left.shift();
      if (step) step();
      else stop.abort();
      return Promise.resolve();
    },
  });
  return seen.map(String);
}

test("only what is written from now on is seen, in each open shard", async () => {
  const stream = new Stream();
  stream.open("a", "1");
  stream.open("b", "2");
  stream.open("closed", "0");
  stream.close("closed");
  const steps = [() => stream.write("a", "3"), () => stream.write("b", "4")];
  expect(await followed(stream, steps)).toEqual(["3", "4"]);
  expect(stream.starts.map(([shard]) => shard)).toEqual(["a", "b"]);
});

test("a shard that follows another is read from its beginning", async () => {
  const stream = new Stream();
  stream.open("a");
  const rotate = () => {
    stream.write("a", "1");
    stream.close("a");
    stream.open("b", "2");
  };
  expect(await followed(stream, [rotate, () => undefined])).toEqual(["1", "2"]);
  expect(stream.starts.at(-1)).toEqual(["b", "TRIM_HORIZON"]);
});

test("an iterator that expires is replaced, and no record is lost or seen twice", async () => {
  const stream = new Stream();
  stream.open("a");
  const steps = [
    () => stream.write("a", "1"),
    () => {
      stream.write("a", "2");
      stream.expiresOnce = "a";
    },
    () => undefined,
  ];
  expect(await followed(stream, steps)).toEqual(["1", "2"]);
  expect(stream.starts.at(-1)).toEqual(["a", { after: "1" }]);
});

test("it ends when the stream has no open shard", async () => {
  const stream = new Stream();
  stream.open("a");
  const steps = [() => stream.close("a"), () => undefined, () => undefined, () => undefined];
  expect(await followed(stream, steps)).toEqual([]);
});

test("other errors end it", async () => {
  const stream = new Stream();
  stream.open("a");
  await expect(followed(stream, [() => stream.found.clear()])).rejects.toThrow("no shard");
});
