"""The record of an operation: everything the rest of the house derives from.

Dispatch, known names, metrics, `docs/operations.md` and the list of tests that must exist come from
the tuple of these in `engine.operations`.
"""

from collections.abc import Awaitable, Callable, Mapping
from enum import Enum
from typing import Any, NamedTuple

from jedlik.engine.context import Context
from jedlik.wire.shapes.request import Request

Answer = Mapping[str, object] | None  # None: a body without any byte


class Api(Enum):
    """A service of the wire API, by the prefix of its X-Amz-Target."""

    DYNAMODB = "DynamoDB_20120810"
    DYNAMODB_STREAMS = "DynamoDBStreams_20120810"


class Access(Enum):
    """What an operation does to what it names."""

    READ = "read"
    WRITE = "write"


class Plane(Enum):
    """Items, or the tables that hold them."""

    DATA = "data"
    CONTROL = "control"


class Operation(NamedTuple):
    """One operation of the API.

    A request passes `shape.check` (phases 1 and 2: types, member constraints), then `check` (phase
    3: everything the request alone decides), which returns what `run` works on: parsed expressions,
    sizes, canonical values. `run` raises Reject for what needs the table or the item (phases 4, 5).
    Requests are typed where they are declared (apis.dynamodb.model); only this table, which holds
    operations of all kinds, sees them as Any.
    """

    name: str
    api: Api
    access: Access
    plane: Plane
    shape: Request[Any]
    check: Callable[[Any], Any]
    run: Callable[[Any, Context], Awaitable[Answer]]
