/** Follows a stream while a page is shown. */

import type { _Record as StreamRecord, Shard } from "@aws-sdk/client-dynamodb-streams";
import {
  DescribeStreamCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
} from "@aws-sdk/client-dynamodb-streams";
import { useEffect, useRef, useState } from "react";
import { allPages } from "@/aws/all_pages";
import type { Clients } from "@/aws/clients";
import { useClients } from "@/aws/queries";
import type { StreamReader } from "./tail";
import { followStream } from "./tail";

export type TailState = "stopped" | "starting" | "following" | "ended";

export interface Tail {
  readonly state: TailState;
  /** The newest first. Only so many are kept. */
  readonly records: readonly StreamRecord[];
  /** How many were seen. */
  readonly count: number;
  readonly error: unknown;
  readonly start: () => void;
  readonly stop: () => void;
  readonly clear: () => void;
}

const KEPT = 200;
const PAUSE_MS = 500;

export function useTail(arn: string): Tail {
  const clients = useClients();
  const [state, setState] = useState<TailState>("stopped");
  const [seen, setSeen] = useState<Pick<Tail, "records" | "count">>(NOTHING);
  const [error, setError] = useState<unknown>();
  const running = useRef<AbortController>(undefined);
  useEffect(() => () => running.current?.abort(), []);
  const stop = () => {
    running.current?.abort();
    setState("stopped");
  };
  const start = () => {
    const { signal } = (running.current = new AbortController());
    setState("starting");
    setError(undefined);
    followStream(readerOf(clients, arn), {
      onReady: () => setState("following"),
      onRecords: (records) =>
        setSeen((before) => ({
          records: [...records].reverse().concat(before.records).slice(0, KEPT),
          count: before.count + records.length,
        })),
      signal,
      pause: () => new Promise((resolve) => setTimeout(resolve, PAUSE_MS)),
    })
      .then(() => {
        if (!signal.aborted) setState("ended");
      })
      .catch((thrown: unknown) => {
        if (signal.aborted) return;
        setError(thrown);
        setState("stopped");
      });
  };
  return { state, ...seen, error, start, stop, clear: () => setSeen(NOTHING) };
}

const NOTHING: Pick<Tail, "records" | "count"> = { records: [], count: 0 };

function readerOf({ streams }: Clients, arn: string): StreamReader {
  return {
    shards: () =>
      allPages<Shard, string>(async (start) => {
        const { StreamDescription: stream } = await streams.send(
          new DescribeStreamCommand({ StreamArn: arn, ExclusiveStartShardId: start }),
        );
        return { items: stream?.Shards, next: stream?.LastEvaluatedShardId };
      }),
    iterator: async (shard, from) => {
      const where =
        typeof from === "string"
          ? { ShardIteratorType: from }
          : { ShardIteratorType: "AFTER_SEQUENCE_NUMBER" as const, SequenceNumber: from.after };
      const input = { StreamArn: arn, ShardId: shard, ...where };
      return (await streams.send(new GetShardIteratorCommand(input))).ShardIterator;
    },
    records: async (iterator) => {
      const answer = await streams.send(new GetRecordsCommand({ ShardIterator: iterator }));
      return { records: answer.Records ?? [], next: answer.NextShardIterator };
    },
  };
}
