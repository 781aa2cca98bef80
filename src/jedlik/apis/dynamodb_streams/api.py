"""The API of DynamoDB Streams as a value."""

from typing import Final

from jedlik.apis.api import Api, Operation, Permissions
from jedlik.apis.dynamodb.errors import ERRORS
from jedlik.apis.dynamodb_streams.operations import (
    describe_stream,
    get_records,
    get_shard_iterator,
    list_streams,
)
from jedlik.wire.json_1_0 import JSON, JSON_1_0

BUILT: Final[tuple[Operation, ...]] = (
    describe_stream.OPERATION,
    get_records.OPERATION,
    get_shard_iterator.OPERATION,
    list_streams.OPERATION,
)


# All that act on one stream. Source: Developer Guide, "DynamoDB API operations supported by
# resource-based policies".
SHARED_ACTIONS: Final = frozenset(
    ("dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator")
)

DYNAMODB_STREAMS: Final = Api(
    "DynamoDBStreams",
    protocols=(JSON_1_0, JSON),
    target_prefix="DynamoDBStreams_20120810",
    signing_name="dynamodb",
    iam_prefix="dynamodb",
    errors=ERRORS,
    operations=BUILT,
    permissions=Permissions(shared_actions=SHARED_ACTIONS),
)
