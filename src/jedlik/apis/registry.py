"""All APIs, and the protocols in the order in which a request is compared with them."""

from collections.abc import Sequence
from typing import Final

from jedlik.apis.api import Api
from jedlik.apis.dynamodb.api import DYNAMODB
from jedlik.apis.dynamodb_streams.api import DYNAMODB_STREAMS
from jedlik.wire.json_1_0 import JSON, JSON_1_0
from jedlik.wire.protocol import WireProtocol

APIS: Final[Sequence[Api]] = (DYNAMODB, DYNAMODB_STREAMS)

# The most specific protocol comes first. JSON accepts every POST without a body, so it is last.
PROTOCOLS: Final[Sequence[WireProtocol]] = (JSON_1_0, JSON)
