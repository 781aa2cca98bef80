"""The tables that the captures are asked of, and how."""

from functools import cache
from typing import NamedTuple

from tests.engine.in_memory import ENV, INV, VE, Caller, keys
from tests.features.secondary_indexes.samples import defined, index

__all__ = ["ENV", "INV", "VE", "Members", "Row", "answered", "refused"]

Members = dict[str, object]

# Of each kind of name what its attributes are: plain text, a number, a list, ... `absent` is none.
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
    """A request to the table `music`, and the refusal `Code: message`.

    members: added to the table's name and, where the operation has a Key and none is given, KEY.
    """

    operation: str
    members: Members
    refusal: str


def caller() -> Caller:
    """A caller with `music`, pk and sk, with five indexes and one item; and `hashed`, pk alone."""
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
    """The refusal that Jedlik gives for a row."""
    return _unchanged().refusal(row.operation, **_request(row.operation, row.members))


def answered(operation: str, members: Members) -> Members:
    """What Jedlik answers, asked of tables that nothing has changed yet."""
    return caller().call(operation, **_request(operation, members))


@cache
def _unchanged() -> Caller:
    """One caller for all refused requests: they change nothing."""
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
