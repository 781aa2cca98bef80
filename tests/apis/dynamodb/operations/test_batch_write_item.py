"""BatchWriteItem. Texts and orders: recorded answers, October 2026; dynalite's recorded tests."""

from typing import Any

import pytest

from tests.apis.dynamodb.operations.samples import (
    BAD_METRICS,
    BAD_RETURN_CONSUMED_CAPACITY,
    DUPLICATES,
    EMPTY_KEY,
    MISMATCH,
    NOT_FOUND,
    TOO_DEEP,
    Attribute,
    Attributes,
    caller_with,
    nested,
    number,
    sized,
    stored,
    string,
)
from tests.engine.in_memory import ENV, VE, Caller

A, B = string("a"), string("b")
WriteRequest = dict[str, dict[str, Attributes]]


def put(item: Attributes | None = None, **attributes: Attribute) -> WriteRequest:
    return {"PutRequest": {"Item": {**(item or {}), **attributes}}}


def delete(**key: Attribute) -> WriteRequest:
    return {"DeleteRequest": {"Key": key}}


def write(caller: Caller, *requests: WriteRequest, **members: Any) -> dict[str, Any]:
    return caller.call("BatchWriteItem", RequestItems={"music": requests}, **members)


def refusal(request_items: object, caller: Caller | None = None, **members: object) -> str:
    caller = caller or caller_with()
    return caller.refusal("BatchWriteItem", RequestItems=request_items, **members)


# --- serialization -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("request_items", "message"),
    [
        ("a", "Unexpected field type"),
        ({"music": {}}, "Start of structure or map found where not expected"),
        ({"music": ["a"]}, "Unexpected value type in payload"),
        ({"music": [{"PutRequest": "a"}]}, "Unexpected field type"),
        ({"music": [put(pk={"S": 1})]}, "NUMBER_VALUE cannot be converted to String"),
    ],
)
def test_values_of_another_type_are_refused(request_items: object, message: str) -> None:
    assert refusal(request_items) == f"SerializationException: {message}"


# --- validation ----------------------------------------------------------------------------------

COUNT = (
    "failed to satisfy constraint: Map value must satisfy constraint: [Member must have length "
    "less than or equal to 25, Member must have length greater than or equal to 1]"
)


def dump(key: str) -> str:
    """A put of one key as the service prints it."""
    value = (
        f"AttributeValue(s={key}, n=null, b=null, iNT=null, dECIMAL=null, dOUBLE=null, sS=null, "
        "nS=null, bS=null, iNTSET=null, dECIMALSET=null, dOUBLESET=null, m=null, l=null, "
        "nULL=null, bOOL=null)"
    )
    return (
        f"WriteRequest(putRequest=PutRequest(item={{pk={value}}}, workloadProfileName=null), "
        "deleteRequest=null)"
    )


def one(request: WriteRequest) -> dict[str, list[WriteRequest]]:
    return {"music": [request]}


@pytest.mark.parametrize(
    ("request_items", "expected"),
    [
        ({}, VE + "The requestItems parameter is required for BatchWriteItem"),
        ({"music": []}, ENV + f"Value '{{music=[]}}' at 'requestItems' {COUNT}"),
        (
            {"bad!name": [put(pk=A)]},
            ENV + f"Value '{{bad!name=[{dump('a')}]}}' at 'requestItems' failed to satisfy "
            "constraint: Map keys must satisfy constraint: "
            "[Member must have length less than or equal to 255, "
            "Member must have length greater than or equal to 3, "
            "Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+]",
        ),
        ({"music": [put(pk=A), delete(pk=A)]}, VE + DUPLICATES),
        (one(put(n=A)), VE + MISMATCH),
        (one(put(pk=number(1))), VE + MISMATCH),
        (one(put(pk={"L": []})), VE + MISMATCH),
        (one(delete(pk=number(1))), VE + MISMATCH),
        (one(delete(pk=A, sk=A)), VE + MISMATCH),
        (one(delete()), VE + MISMATCH),
        (one(put(pk=string(""))), VE + EMPTY_KEY.format("string", "pk")),
        (one(delete(pk=string(""))), VE + EMPTY_KEY.format("string", "pk")),
        (one(put(pk=A, d=nested(32))), VE + TOO_DEEP),
        (one(put(sized(409_601, pk=A))), VE + "Item size has exceeded the maximum allowed size"),
        (one(put(pk=A, n=number("abc"))), VE + (
            "The parameter cannot be converted to a numeric value: abc")),
        (one(put(pk=A, n=number(""))), VE + (
            "The parameter cannot be converted to a numeric value")),
        (one(put(pk=A, n=number("1e2147483647"))), VE + (
            "Number underflow. Attempting to store a number with magnitude smaller than "
            "supported range")),
        (one(put(pk=A, s={"SS": ["b", "a", "b"]})), VE + (
            "One or more parameter values were invalid: "
            "Input collection [b, a, b] contains duplicates.")),
        (one(put(pk=A, s={"NS": ["1", "1"]})), VE + "Input collection contains duplicates"),
        ({"absent": [put(pk=A)]}, NOT_FOUND),
    ],
)  # fmt: skip
def test_refusals(request_items: object, expected: str) -> None:
    assert refusal(request_items) == expected


def test_26_requests_are_too_many() -> None:
    requests = [put(pk=string(f"bw-{at}")) for at in range(26)]
    listed = ", ".join(dump(f"bw-{at}") for at in range(26))
    assert refusal({"music": requests}) == (
        ENV + f"Value '{{music=[{listed}]}}' at 'requestItems' {COUNT}"
    )


def test_26_requests_are_too_many_when_two_tables_have_them() -> None:
    caller = caller_with()
    caller.create("other")
    requests = [put(pk=string(str(at))) for at in range(13)]
    answer = refusal({"music": requests, "other": requests}, caller)
    assert answer == VE + "Too many items requested for the BatchWriteItem call"


@pytest.mark.parametrize("name", ["absent", "bad!name"])
def test_enums_are_reported_together_and_alone(name: str) -> None:
    answer = refusal(
        {name: [put(pk=A)]}, ReturnConsumedCapacity="BOGUS", ReturnItemCollectionMetrics="BOGUS"
    )
    found = f"{BAD_RETURN_CONSUMED_CAPACITY}; {BAD_METRICS}"
    assert answer == f"{VE}2 validation errors detected: {found}"


# --- behaviour -----------------------------------------------------------------------------------


def test_puts_and_deletes_in_several_tables() -> None:
    caller = caller_with({"pk": A})
    caller.create("other")
    answer = caller.call(
        "BatchWriteItem",
        RequestItems={
            "music": [delete(pk=A), put(pk=B, n=number("1.0")), delete(pk=string("absent"))],
            "other": [put(pk=A)],
        },
    )
    assert answer == {"UnprocessedItems": {}}
    assert stored(caller, pk=A) is None
    assert stored(caller, pk=B) == {"pk": B, "n": number(1)}
    assert stored(caller, "other", pk=A) == {"pk": A}
    assert caller.describe()["ItemCount"] == caller.describe("other")["ItemCount"] == 1


def test_a_batch_that_is_refused_writes_nothing() -> None:
    caller = caller_with()
    requests = [put(pk=A), put(pk=number(1))]
    assert refusal({"music": requests}, caller) == VE + MISMATCH
    assert stored(caller, pk=A) is None


def test_25_requests_of_the_largest_items() -> None:
    caller = caller_with()
    write(caller, *(put(sized(409_600, pk=string(str(at)))) for at in range(25)))
    assert caller.describe()["TableSizeBytes"] == 25 * 409_600


def test_capacity_is_summed_table_by_table() -> None:
    caller = caller_with(sized(3000, pk=A))
    requests = (delete(pk=A), put(sized(1025, pk=B)), put(pk=string("c")))
    (consumed,) = write(caller, *requests, ReturnConsumedCapacity="INDEXES")["ConsumedCapacity"]
    assert consumed == {
        "TableName": "music",
        "CapacityUnits": 6.0,
        "Table": {"CapacityUnits": 6.0},
    }
