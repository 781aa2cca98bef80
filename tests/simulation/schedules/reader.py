"""A reader of the streams of a table, as applications read them."""

from typing import Any

from jedlik.core.errors import Reject
from tests.engine.in_memory import Caller

Record = dict[str, Any]


class Reader:
    """Reads all streams of the table as applications do: parents before their children, each shard
    from its last sequence number on.

    records: what it has read, in order, by stream. It can continue on another process.
    """

    def __init__(self, table_name: str) -> None:
        self._table_name = table_name
        self.records: dict[str, list[Record]] = {}
        self._iterators: dict[tuple[str, str], str | None] = {}
        self._last: dict[tuple[str, str], str] = {}

    async def read(self, process: Caller, rounds: int = 1) -> None:
        """Read what there is, some rounds of it."""
        for _ in range(rounds):
            streams = await process.calls("ListStreams", TableName=self._table_name)
            for stream in streams["Streams"]:
                await self._read_stream(process, stream["StreamArn"])

    async def _read_stream(self, process: Caller, arn: str) -> None:
        described = await process.calls("DescribeStream", StreamArn=arn)
        shards = described["StreamDescription"]["Shards"]
        open_ids = {shard["ShardId"] for shard in shards}
        while ready := [each for each in shards if each.get("ParentShardId") not in open_ids]:
            for shard in ready:
                shards.remove(shard)
                if await self._read_shard(process, arn, shard["ShardId"]):
                    open_ids.discard(shard["ShardId"])

    async def _read_shard(self, process: Caller, arn: str, shard_id: str) -> bool:
        """Read a shard. Returns whether it has ended."""
        at = (arn, shard_id)
        while True:
            if at not in self._iterators:
                self._iterators[at] = await self._iterator(process, *at)
            iterator = self._iterators[at]
            if iterator is None:
                return True
            try:
                answer = await process.calls("GetRecords", ShardIterator=iterator)
            except Reject as reject:
                if reject.error.code != "ExpiredIteratorException":
                    raise
                del self._iterators[at]
                continue
            self.records.setdefault(arn, []).extend(answer["Records"])
            for record in answer["Records"]:
                self._last[at] = record["dynamodb"]["SequenceNumber"]
            self._iterators[at] = answer.get("NextShardIterator")
            if not answer["Records"]:
                return self._iterators[at] is None

    async def _iterator(self, process: Caller, arn: str, shard_id: str) -> str:
        start: dict[str, object] = {"ShardIteratorType": "TRIM_HORIZON"}
        if (last := self._last.get((arn, shard_id))) is not None:
            start = {"ShardIteratorType": "AFTER_SEQUENCE_NUMBER", "SequenceNumber": last}
        answer = await process.calls("GetShardIterator", StreamArn=arn, ShardId=shard_id, **start)
        iterator: str = answer["ShardIterator"]
        return iterator
