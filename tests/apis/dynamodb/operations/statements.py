"""What the tests of the operations that run PartiQL need."""

from typing import Any

from tests.apis.dynamodb.operations.samples import Attribute, Attributes, number, put, string
from tests.engine.in_memory import Caller, definitions, keys

NWF = "Statement wasn't well formed, can't be processed: "
MANDATORY = "Where clause does not contain a mandatory equality on all key attributes"
DUPLICATE = "Duplicate primary key exists in table"
FAILED = "The conditional request failed"
KEY_TYPE = "Key attribute's data type should match its data type in table's schema: Key "

ITEM = {
    "pk": string("a"),
    "n": number(5),
    "s": string("str"),
    "ss": {"SS": ["a", "b", "c"]},
    "tags": {"L": [string("a"), string("b"), string("c")]},
    "m": {"M": {"x": number(1), "y": string("q")}},
    "flag": {"BOOL": True},
    "none": {"NULL": True},
}


def caller_with(*items: Attributes) -> Caller:
    """Returns a caller with the table `music` of one key attribute."""
    caller = Caller()
    caller.create()
    for item in items:
        put(caller, item)
    return caller


def indexed_caller(**members: Any) -> Caller:
    """`albums`: pk, sk; `by_g` (g, gs: all), `by_g_keys` (g: keys), `by_ls` (pk, ls: keys), and
    `several`, of two HASH attributes.
    """
    caller = Caller(**members)
    keys_only = {"ProjectionType": "KEYS_ONLY"}
    several = keys("g HASH", "ls HASH")
    caller.call(
        "CreateTable",
        TableName="albums",
        BillingMode="PAY_PER_REQUEST",
        KeySchema=keys("pk HASH", "sk RANGE"),
        AttributeDefinitions=definitions("pk", "sk", "g", "gs", "ls"),
        GlobalSecondaryIndexes=[
            {
                "IndexName": "by_g",
                "KeySchema": keys("g HASH", "gs RANGE"),
                "Projection": {"ProjectionType": "ALL"},
            },
            {"IndexName": "by_g_keys", "KeySchema": keys("g HASH"), "Projection": keys_only},
            {"IndexName": "several", "KeySchema": several, "Projection": keys_only},
        ],
        LocalSecondaryIndexes=[
            {
                "IndexName": "by_ls",
                "KeySchema": keys("pk HASH", "ls RANGE"),
                "Projection": keys_only,
            }
        ],
    )
    for at in range(6):
        put(caller, album(at), name="albums")
    return caller


def album(at: int) -> Attributes:
    """Returns one of six items: three in each partition of table and index."""
    return {
        "pk": string("ab"[at % 2]),
        "sk": string(str(at)),
        "g": string("gh"[at // 3]),
        "gs": string(str(9 - at)),
        "ls": string(f"l{at}"),
        "v": number(at),
    }


def statement(text: str, *parameters: Attribute, **members: object) -> dict[str, object]:
    """Returns a request, or a member of one."""
    request: dict[str, object] = {"Statement": text, **members}
    if parameters:
        request["Parameters"] = list(parameters)
    return request


def execute(caller: Caller, text: str, *parameters: Attribute, **members: object) -> Any:
    """Returns the answer of ExecuteStatement."""
    return caller.call("ExecuteStatement", **statement(text, *parameters, **members))


def items(caller: Caller, text: str, *parameters: Attribute, **members: object) -> Any:
    """Returns the items that it answers."""
    return execute(caller, text, *parameters, **members)["Items"]


def refusal(caller: Caller, text: str, *parameters: Attribute, **members: object) -> str:
    """Returns its error, as `Code: message`."""
    return caller.refusal("ExecuteStatement", **statement(text, *parameters, **members))
