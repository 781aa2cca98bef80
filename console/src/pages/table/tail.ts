/** Follows all shards of a stream, from now on. */

import type { _Record as StreamRecord, Shard } from "@aws-sdk/client-dynamodb-streams";

/** The requests that following a stream needs. */
export interface StreamReader {
  /** All shards of the stream. */
  readonly shards: () => Promise<readonly Shard[]>;
  readonly iterator: (shard: string, from: Start) => Promise<string | undefined>;
  readonly records: (
    iterator: string,
  ) => Promise<{ readonly records: readonly StreamRecord[]; readonly next: string | undefined }>;
}

export type Start = "LATEST" | "TRIM_HORIZON" | { readonly after: string };

export interface Following {
  /** Called once, when each write from now on will be seen. */
  readonly onReady: () => void;
  readonly onRecords: (records: readonly StreamRecord[]) => void;
  readonly signal: AbortSignal;
  /** Waits between two rounds. */
  readonly pause: () => Promise<void>;
}

interface Position {
  iterator: string | undefined;
  /** The number of the newest record that was read. */
  newest: string | undefined;
}

/** New shards are looked for each time a shard ends, and after this many rounds. */
const ROUNDS_PER_LOOK = 20;

/** Ends when the signal stops it, or when the stream has no open shard. */
export async function followStream(reader: StreamReader, following: Following): Promise<void> {
  const { onReady, onRecords, signal, pause } = following;
  const positions = await startPositions(reader);
  onReady();
  for (let round = 1; !signal.aborted; round += 1) {
    const open = [...positions].filter(([, { iterator }]) => iterator !== undefined);
    const read = await Promise.all(open.map(([shard, at]) => readOnce(reader, shard, at)));
    if (signal.aborted) return;
    const records = inOrder(read.flat());
    if (records.length > 0) onRecords(records);
    const hasEnded = open.some(([, { iterator }]) => iterator === undefined);
    if (hasEnded || round % ROUNDS_PER_LOOK === 0) await addNewShards(reader, positions);
    if (![...positions.values()].some(({ iterator }) => iterator !== undefined)) return;
    await pause();
  }
}

/** Open shards from now on. What closed shards have is older. */
async function startPositions(reader: StreamReader): Promise<Map<string, Position>> {
  const positions = new Map<string, Position>();
  for (const { ShardId: shard = "", SequenceNumberRange: range } of await reader.shards()) {
    const isOpen = range?.EndingSequenceNumber === undefined;
    const iterator = isOpen ? await reader.iterator(shard, "LATEST") : undefined;
    positions.set(shard, { iterator, newest: undefined });
  }
  return positions;
}

/** A shard that was not there before is read from its beginning. */
async function addNewShards(reader: StreamReader, positions: Map<string, Position>): Promise<void> {
  for (const { ShardId: shard = "" } of await reader.shards()) {
    if (positions.has(shard)) continue;
    const iterator = await reader.iterator(shard, "TRIM_HORIZON");
    positions.set(shard, { iterator, newest: undefined });
  }
}

/** Reads one page, and moves the position. An iterator that has expired is replaced. */
async function readOnce(
  reader: StreamReader,
  shard: string,
  position: Position,
): Promise<readonly StreamRecord[]> {
  if (position.iterator === undefined) return [];
  try {
    const { records, next } = await reader.records(position.iterator);
    position.iterator = next;
    position.newest = records.at(-1)?.dynamodb?.SequenceNumber ?? position.newest;
    return records;
  } catch (thrown) {
    const start = restart(thrown, position.newest);
    if (start === undefined) throw thrown;
    position.iterator = await reader.iterator(shard, start);
    return [];
  }
}

function restart(thrown: unknown, newest: string | undefined): Start | undefined {
  if (!(thrown instanceof Error)) return undefined;
  if (thrown.name === "TrimmedDataAccessException") return "TRIM_HORIZON";
  if (thrown.name !== "ExpiredIteratorException") return undefined;
  return newest === undefined ? "LATEST" : { after: newest };
}

/** Records of several shards, oldest first. */
function inOrder(records: readonly StreamRecord[]): StreamRecord[] {
  const timeOf = ({ dynamodb }: StreamRecord) =>
    dynamodb?.ApproximateCreationDateTime?.getTime() ?? 0;
  return [...records].sort((one, other) => timeOf(one) - timeOf(other));
}
