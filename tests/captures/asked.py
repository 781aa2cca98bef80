"""The tables to which the requests of the captures are sent, and how they are sent."""

from functools import cache
from typing import NamedTuple

from tests.engine.in_memory import ENV, INV, VE, Caller, keys
from tests.features.secondary_indexes.samples import defined, index

__all__ = ["ENV", "INV", "VE", "Members", "Row", "answered", "refused"]

Members = dict[str, object]

# Each attribute is named after its kind: plain text, a number, a list, ... No attribute is called
# `absent`.
ITEM: dict[str, object] = {
    "pk": {"S": "p"},
    "sk": {"S": "s"},
    "plain": {"S": "x"},
    "n": {"N": "5"},
    "flag": {"BOOL": True},
    "nothing": {"NULL": True},
    "strings": {"SS": ["a", "b"]},
    "numbers": {"NS": ["1", "2"]},
    "list": {"L": [{"S": "a"}, {"S": "b"}]},
    "map": {"M": {"inside": {"S": "a"}}},
}
KEY: dict[str, object] = {"pk": {"S": "p"}, "sk": {"S": "s"}}


class Row(NamedTuple):
    """A request to the table `music`, and the refusal as `Code: message`.

    members: the request's members. The table's name is added, and KEY if the operation needs a Key
    and the row gives none.
    """

    operation: str
    members: Members
    refusal: str


def caller() -> Caller:
    """Returns a caller with two tables.

    `music` has the keys pk and sk, five indexes and one item. `hashed` has the key pk.
    """
    made = Caller()
    made.create("hashed")
    made.create(
        KeySchema=keys("pk HASH", "sk RANGE"),
        AttributeDefinitions=defined("pk:S sk:S l:S g:S b:B h:S r:S q:N"),
        LocalSecondaryIndexes=[index("local", "pk HASH", "l RANGE", projection="KEYS_ONLY")],
        GlobalSecondaryIndexes=[
            index("whole", "g HASH"),
            index("slim", "g HASH", "r RANGE", projection="KEYS_ONLY"),
            index("binary", "b HASH", projection="INCLUDE n"),
            index("ranges", "h HASH", "r RANGE", "q RANGE"),
        ],
    )
    made.call("PutItem", TableName="music", Item=ITEM)
    return made


def refused(row: Row) -> str:
    """Returns the refusal of Jedlik for a row."""
    return _unchanged().refusal(row.operation, **_request(row.operation, row.members))


def answered(operation: str, members: Members) -> Members:
    """Returns the answer of Jedlik for a row, from tables that no request has changed."""
    return caller().call(operation, **_request(operation, members))


@cache
def _unchanged() -> Caller:
    """Returns one caller for all refused requests, because these change nothing."""
    return caller()


def _request(operation: str, members: Members) -> Members:
    if operation in ("BatchGetItem", "BatchWriteItem", "TransactWriteItems", "TransactGetItems"):
        return members
    if operation in ("CreateTable", "ExecuteStatement", "ExecuteTransaction"):
        return members
    request: Members = {"TableName": "music", **members}
    if operation in ("GetItem", "UpdateItem", "DeleteItem"):
        request.setdefault("Key", KEY)
    return request
