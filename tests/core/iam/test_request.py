"""Requests look values up once, without case, and record what was looked up."""

from jedlik.core.iam.request import (
    Caller,
    CallerKind,
    Context,
    FixedContext,
    Request,
    Values,
    arn_parts,
)

ANNA = Caller(CallerKind.USER, "123456789012", "arn:aws:iam::123456789012:user/Anna")
TABLE = "arn:aws:dynamodb:us-east-1:123456789012:table/Music"


class Counting(Context):
    def __init__(self) -> None:
        self.asked: list[str] = []

    def get(self, key: str) -> Values | None:
        self.asked.append(key)
        return ("Anna",) if key == "aws:username" else None


def test_each_key_is_asked_for_once() -> None:
    context = Counting()
    request = Request(ANNA, "dynamodb:GetItem", TABLE, context)
    assert (request.looked_up_keys, request.absent_keys) == ((), ())
    for _ in range(2):
        assert request.values("aws:username") == ("Anna",)
        assert request.values("aws:userid") is None
    assert context.asked == ["aws:username", "aws:userid"]
    assert request.looked_up_keys == ("aws:username", "aws:userid")
    assert request.absent_keys == ("aws:userid",)


def test_an_empty_set_is_absent() -> None:
    request = Request(ANNA, "dynamodb:GetItem", TABLE, FixedContext({"aws:TagKeys": ()}))
    assert request.values("aws:tagkeys") is None
    assert request.absent_keys == ("aws:tagkeys",)


def test_variables_need_exactly_one_value() -> None:
    context = FixedContext({"a:One": ("1",), "a:Two": ("1", "2"), "aws:TagKeys": ("team",)})
    request = Request(ANNA, "dynamodb:GetItem", TABLE, context)
    assert request.one_value("a:one") == "1"
    assert request.one_value("a:two") is None
    assert request.one_value("aws:tagkeys") is None
    assert request.one_value("a:three") is None


def test_the_parts_of_an_arn() -> None:
    request = Request(ANNA, "dynamodb:GetItem", TABLE + ":x", FixedContext({}))
    assert request.resource_parts == [
        "arn",
        "aws",
        "dynamodb",
        "us-east-1",
        "123456789012",
        "table/Music:x",
    ]
    assert request.resource_parts is request.resource_parts
    assert arn_parts("*") == ["*"]


def test_the_owner_of_a_resource_is_the_account_of_the_caller_by_default() -> None:
    context = FixedContext({})
    assert Request(ANNA, "a:B", TABLE, context).resource_account_id == "123456789012"
    assert (
        Request(ANNA, "a:B", TABLE, context, "210987654321").resource_account_id == "210987654321"
    )
    assert Request(ANNA, "a:B", TABLE, context).action_key == "a:b"


def test_a_session_has_the_arn_of_its_entity() -> None:
    assert ANNA.entity_arn == ANNA.arn
    role = "arn:aws:iam::123456789012:role/app/Reader"
    session = "arn:aws:sts::123456789012:assumed-role/Reader/s1"
    caller = Caller(CallerKind.ROLE_SESSION, "123456789012", session, role, "AROA")
    assert (caller.arn, caller.entity_arn, caller.entity_id) == (session, role, "AROA")
