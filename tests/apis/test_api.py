"""What follows from the value of an API."""

from collections.abc import Mapping

import pytest

from jedlik.apis.api import Access, Answer, Api, Deferred, Operation, Plane
from jedlik.apis.authorization import Authorization, TableRule
from jedlik.apis.errors import errors_with
from jedlik.engine.context import Context
from jedlik.wire.shapes.request import Request
from tests.engine.in_memory import Caller, result_of


def check(request: object) -> object:
    return request


async def run(checked: object, context: Context) -> Answer:
    return {}


def needed(request: Mapping[str, str], checked: object, context: Context) -> list[Authorization]:
    return [
        Authorization("store:Read", request["From"]),
        Authorization("store:Read", request["To"]),
    ]


PLAIN = Operation(
    "Write", Access.WRITE, Plane.DATA, Request(), check, run, TableRule("store:Write")
)
OWN = Operation("Move", Access.WRITE, Plane.DATA, Request(), check, run, needed)
API = Api(
    "Shop",
    protocols=(),
    target_prefix="Shop_20261008",
    signing_name="shop",
    iam_prefix="store",
    errors=errors_with(),
    operations=(PLAIN, OWN),
)


def test_operations_are_in_order_of_name() -> None:
    assert list(API.operations.items()) == [("Move", OWN), ("Write", PLAIN)]


def test_a_group_of_deferred_operations_is_loaded_for_the_first_request_for_one_of_them() -> None:
    loaded: list[str] = []

    def deferred(operation: Operation) -> Deferred:
        def load() -> list[Operation]:
            loaded.append(operation.name)
            return [operation]

        return Deferred((operation.name,), load)

    api = Api(
        "Shop",
        protocols=(),
        target_prefix="Shop_20261008",
        signing_name="shop",
        iam_prefix="store",
        errors=errors_with(),
        operations=(deferred(PLAIN), deferred(OWN)),
    )
    assert (list(api.names), loaded) == (["Move", "Write"], [])
    assert (api.operation("Write"), api.operation("Write"), loaded) == (PLAIN, PLAIN, ["Write"])
    assert list(api.operations.items()) == [("Move", OWN), ("Write", PLAIN)]
    assert loaded == ["Write", "Move"]


@pytest.mark.parametrize(("to", "names"), [("b", ["a", "b"]), ("a", ["a"])])
def test_what_a_request_needs_is_in_its_order_and_not_repeated(to: str, names: list[str]) -> None:
    request = {"From": "a", "To": to}
    assert result_of(OWN.authorizations(request, request, Caller().context)) == [
        Authorization("store:Read", name) for name in names
    ]


def test_only_decisions_about_one_table_may_be_remembered() -> None:
    assert OWN.table_rule is None
    assert PLAIN.table_rule is not None
