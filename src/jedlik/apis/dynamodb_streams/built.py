"""The operations of DynamoDB Streams. Imported when one of them is called."""

from typing import Final

from jedlik.apis.api import Operation
from jedlik.apis.dynamodb_streams.operations import (
    describe_stream,
    get_records,
    get_shard_iterator,
    list_streams,
)

BUILT: Final[tuple[Operation, ...]] = (
    describe_stream.OPERATION,
    get_records.OPERATION,
    get_shard_iterator.OPERATION,
    list_streams.OPERATION,
)
