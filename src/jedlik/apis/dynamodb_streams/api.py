"""The API of DynamoDB Streams as a value."""

from collections.abc import Sequence
from typing import Final

from jedlik.apis.api import Api, Deferred, Operation, Permissions
from jedlik.apis.dynamodb.errors import ERRORS
from jedlik.wire.json_1_0 import JSON, JSON_1_0

# A test compares the names with `built`.
_NAMES: Final = ("DescribeStream", "GetRecords", "GetShardIterator", "ListStreams")


def _load() -> Sequence[Operation]:
    from jedlik.apis.dynamodb_streams.built import BUILT  # noqa: PLC0415  (few servers need it)

    return BUILT


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
    operations=(Deferred(_NAMES, _load),),
    permissions=Permissions(shared_actions=SHARED_ACTIONS),
)
