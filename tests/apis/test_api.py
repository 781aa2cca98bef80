"""What follows from the value of an API."""

from jedlik.apis.api import Access, Answer, Api, Operation, Plane
from jedlik.apis.errors import errors_with
from jedlik.core.principal import account_root
from jedlik.engine.context import Context
from jedlik.wire.shapes.request import Request
from tests.engine.in_memory import Caller


def check(request: object) -> object:
    return request


async def run(checked: object, context: Context) -> Answer:
    return {}


PLAIN = Operation("Write", Access.WRITE, Plane.DATA, Request(), check, run)
OWN = Operation(
    "Move",
    Access.WRITE,
    Plane.DATA,
    Request(),
    check,
    run,
    lambda request, context: [("Read", request["From"]), ("Write", request["To"])],
)
API = Api(
    "Shop",
    protocols=(),
    target_prefix="Shop_20261008",
    signing_name="shop",
    iam_prefix="store",
    errors=errors_with(),
    operations=(PLAIN, OWN),
    resource_of=lambda request, context: f"{context.region}:{context.account_id}:{request['Name']}",
)


def test_operations_are_in_order_of_name() -> None:
    assert list(API.operations.items()) == [("Move", OWN), ("Write", PLAIN)]


def test_a_request_needs_the_action_of_its_name_on_the_resource_of_the_api() -> None:
    context = Context(Caller().node, "eu-west-1", account_root("210987654321"))
    assert API.authorizations(PLAIN, {"Name": "a"}, context) == [
        ("store:Write", "eu-west-1:210987654321:a")
    ]


def test_an_operation_may_have_a_rule_of_its_own() -> None:
    context = Caller().context
    assert API.authorizations(OWN, {"From": "a", "To": "b"}, context) == [
        ("store:Read", "a"),
        ("store:Write", "b"),
    ]
