"""Pages of ListImports."""

import pytest

from jedlik.features.imports import listing
from tests.engine.in_memory import VE, Caller, arn_of
from tests.features.imports.samples import MemoryBuckets, begin, caller_with


def pages(caller: Caller, **members: object) -> list[list[str]]:
    found: list[list[str]] = []
    token: dict[str, object] = {}
    while True:
        answer = caller.call("ListImports", **members, **token)
        found.append([each["ImportArn"] for each in answer["ImportSummaryList"]])
        if "NextToken" not in answer:
            return found
        token = {"NextToken": answer["NextToken"]}


def begun(count: int, *names: str) -> tuple[Caller, list[str]]:
    """Begins imports. Returns their ARNs, the newest first."""
    caller = caller_with(MemoryBuckets())
    arns = []
    for number in range(count):
        caller.clock.time_ms += 1
        arns.append(begin(caller, names[number % len(names)], ClientToken=f"token-{number}"))
    return caller, arns[::-1]


def test_the_newest_is_the_first_and_a_page_has_ten() -> None:
    caller, arns = begun(23, "music")
    assert pages(caller) == [arns[:10], arns[10:20], arns[20:]]
    assert pages(caller, PageSize=25) == [arns]
    assert pages(caller, PageSize=23) == [arns]


def test_a_page_of_one_table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "_PAGE_ITEMS", 2)
    caller, arns = begun(12, "music", "other", "n" * 255)
    found = pages(caller, TableArn=arn_of(), PageSize=3)
    assert found == [arns[2::3][:3], arns[2::3][3:]]
    assert [each for page in pages(caller, PageSize=1) for each in page] == arns


def test_tokens_have_the_form_of_the_model() -> None:
    caller, _ = begun(2, "n" * 255)
    token = caller.call("ListImports", PageSize=1)["NextToken"]
    assert 112 <= len(token) <= 1024
    assert len(token) % 16 == 0


@pytest.mark.parametrize("token", ["0" * 112, "f" * 128, b"exports:".hex() + "00" * 48])
def test_other_tokens_are_refused(token: str) -> None:
    # Recorded, October 2026.
    caller, _ = begun(1, "music")
    assert caller.refusal("ListImports", NextToken=token) == (
        VE + f"Invalid Request: Provided nextToken is invalid: {token}"
    )


def test_each_account_and_region_has_its_own() -> None:
    caller, _ = begun(1, "music")
    others = {"region": "eu-west-1"}, {"account_id": "210987654321"}
    for members in others:
        other = caller_with(MemoryBuckets(), storage=caller.storage, **members)
        assert pages(other) == [[]]
