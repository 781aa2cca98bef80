"""Pages of ListExports. Rules: recorded answers, October 2026; API Reference for the order."""

from typing import Any

import pytest

from tests.engine.in_memory import VE, Caller, arn_of
from tests.features.exports.samples import begin, finish, recovery, with_items


def page(caller: Caller, **members: object) -> tuple[list[str], str | None]:
    answer = caller.call("ListExports", **members)
    return [each["ExportArn"] for each in answer["ExportSummaries"]], answer.get("NextToken")


@pytest.fixture(name="caller")
def _caller() -> Caller:
    """Two tables, with exports one second apart."""
    caller, _ = with_items(0)
    caller.create("other")
    recovery(caller, "other")
    for name in ("music", "other", "music", "music"):
        begin(caller, name)
        caller.clock.time_ms += 1_000
    return caller


def test_in_the_reverse_order_of_arns(caller: Caller) -> None:
    found, token = page(caller)
    assert found == sorted(found, reverse=True)
    assert len(found) == 4
    assert token is None
    of_table, _ = page(caller, TableArn=arn_of("music"))
    assert of_table == [each for each in found if "/music/" in each]


@pytest.mark.parametrize("size", [1, 2, 3])
@pytest.mark.parametrize("name", [None, "music"])
def test_pages(caller: Caller, size: int, name: str | None) -> None:
    members: dict[str, Any] = {} if name is None else {"TableArn": arn_of(name)}
    expected, _ = page(caller, **members)
    found: list[str] = []
    token = None
    while True:
        more: dict[str, Any] = {} if token is None else {"NextToken": token}
        arns, token = page(caller, MaxResults=size, **members, **more)
        assert 0 < len(arns) <= size
        found += arns
        if token is None:
            break
        begin(caller, name or "other")  # newer exports come before the page
        caller.clock.time_ms += 1_000
    assert found == expected


def test_a_page_has_ten_by_default(caller: Caller) -> None:
    for _ in range(8):
        begin(caller)
        caller.clock.time_ms += 1_000
    found, token = page(caller)
    assert len(found) == 10
    assert len(page(caller, NextToken=token)[0]) == 2


def test_tables_that_do_not_exist_or_were_created_again(caller: Caller) -> None:
    assert page(caller, TableArn=arn_of("missing")) == ([], None)
    assert page(caller, TableArn=arn_of("music", region="eu-west-1")) == ([], None)
    caller.call("DeleteTable", TableName="music")
    assert page(caller, TableArn=arn_of("music")) == ([], None)
    caller.create("music")
    assert page(caller, TableArn=arn_of("music")) == ([], None)
    assert len(page(caller)[0]) == 4


def test_every_status_is_listed(caller: Caller) -> None:
    begin(caller, "music", S3Bucket="missing")
    finish(caller)
    begin(caller, "other")
    summaries = caller.call("ListExports")["ExportSummaries"]
    found = {each["ExportStatus"] for each in summaries}
    assert found == {"IN_PROGRESS", "COMPLETED", "FAILED"}
    assert {each["ExportType"] for each in summaries} == {"FULL_EXPORT"}
    assert {len(each) for each in summaries} == {3}


@pytest.mark.parametrize("token", ["", "x", "0123456789abcdef" * 16, "00" * 15, "é"])
def test_tokens_of_something_else(caller: Caller, token: str) -> None:
    assert caller.refusal("ListExports", NextToken=token) == (
        VE + f"Invalid Request: Provided nextToken is invalid: {token}"
    )


def test_a_token_belongs_to_its_account(caller: Caller) -> None:
    _, token = page(caller, MaxResults=1)
    other = Caller(storage=caller.storage, account_id="999999999999")
    assert "nextToken is invalid" in other.refusal("ListExports", NextToken=token)


def test_a_token_goes_with_any_table(caller: Caller) -> None:
    # Recorded, October 2026: "ListExports token reused with a different TableArn -> accepted".
    (newest, *_), token = page(caller, MaxResults=1)
    assert "/other/" in newest
    assert len(page(caller, NextToken=token, TableArn=arn_of("music"))[0]) == 3
    assert page(caller, NextToken=token, TableArn=arn_of("missing")) == ([], None)
    _, token = page(caller, MaxResults=1, TableArn=arn_of("music"))
    assert page(caller, NextToken=token, TableArn=arn_of("other")) == ([], None)


@pytest.mark.parametrize("name", ["music", "t" * 255])
def test_a_token_in_the_list_of_imports_is_an_invalid_one(caller: Caller, name: str) -> None:
    # Recorded, October 2026: the token of one list is refused by the other with this text. So it
    # has the form that the model demands of the other: 112 to 1024 digits, a multiple of 16.
    if name != "music":
        caller.create(name)
        recovery(caller, name)
    for _ in range(2):
        begin(caller, name)
        caller.clock.time_ms += 1_000
    _, token = page(caller, MaxResults=1, TableArn=arn_of(name))
    assert caller.refusal("ListImports", NextToken=token) == (
        VE + f"Invalid Request: Provided nextToken is invalid: {token}"
    )
    assert len(page(caller, NextToken=token, TableArn=arn_of(name))[0]) > 0


def test_other_arns(caller: Caller) -> None:
    assert caller.refusal("ListExports", TableArn="music") == (
        VE + "One or more parameter values were invalid: tableArn is not a valid ARN"
    )
    denied = caller.refusal("ListExports", TableArn=arn_of(account_id="999999999999"))
    assert denied == "AccessDeniedException: Access is denied"
