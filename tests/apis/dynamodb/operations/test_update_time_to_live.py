"""UpdateTimeToLive. Texts: recorded answers, October 2026; Alternator test_ttl.py."""

import pytest

from tests.engine.in_memory import ENV, VE, Caller, arn_of


def update(caller: Caller, attribute: str, *, enabled: bool) -> dict[str, object]:
    specification = {"Enabled": enabled, "AttributeName": attribute}
    answer: dict[str, object] = caller.call(
        "UpdateTimeToLive", TableName="music", TimeToLiveSpecification=specification
    )
    return answer


def refusal(caller: Caller, attribute: str, *, enabled: bool) -> str:
    specification = {"Enabled": enabled, "AttributeName": attribute}
    return caller.refusal(
        "UpdateTimeToLive", TableName="music", TimeToLiveSpecification=specification
    )


# --- serialization -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "specification", [{"AttributeName": 3, "Enabled": True}, {"AttributeName": "a", "Enabled": 1}]
)
def test_values_of_another_type_are_refused(specification: dict[str, object]) -> None:
    answer = Caller().refusal(
        "UpdateTimeToLive", TableName="music", TimeToLiveSpecification=specification
    )
    assert answer.startswith("SerializationException: ")


# --- validation ----------------------------------------------------------------------------------

AT = "at 'timeToLiveSpecification."
FAILED = "failed to satisfy constraint: Member must "


@pytest.mark.parametrize(
    ("specification", "expected"),
    [
        ({"Enabled": True}, f"Value null {AT}attributeName' {FAILED}not be null"),
        ({"AttributeName": "a"}, f"Value null {AT}enabled' {FAILED}not be null"),
        (
            {"Enabled": True, "AttributeName": ""},
            f"Value '' {AT}attributeName' {FAILED}have length greater than or equal to 1",
        ),
        (
            {"Enabled": True, "AttributeName": "x" * 256},
            f"Value '{'x' * 256}' {AT}attributeName' {FAILED}have length less than or equal to 255",
        ),
    ],
)
def test_refusals_of_the_specification(specification: dict[str, object], expected: str) -> None:
    answer = Caller().refusal(
        "UpdateTimeToLive", TableName="music", TimeToLiveSpecification=specification
    )
    assert answer == ENV + expected


def test_a_table_that_is_not_there_or_not_yet() -> None:
    caller = Caller(delay_ms=10)
    assert refusal(caller, "expires", enabled=True) == (
        "ResourceNotFoundException: Requested resource not found: Table: music not found"
    )
    caller.create()
    assert refusal(caller, "expires", enabled=True) == (
        "ResourceInUseException: Attempt to change a resource which is still in use: "
        "Table music is being created"
    )


# --- behaviour -----------------------------------------------------------------------------------

DIFFERENT = "TimeToLive is active on a different AttributeName: current AttributeName is expires"
TOO_SOON = "Time to live has been modified multiple times within a fixed interval"


def test_on_and_off() -> None:
    caller = Caller()
    caller.create()
    assert refusal(caller, "expires", enabled=False) == VE + "TimeToLive is already disabled"
    specification = {"Enabled": True, "AttributeName": "expires"}
    assert update(caller, "expires", enabled=True) == {"TimeToLiveSpecification": specification}
    assert refusal(caller, "expires", enabled=True) == VE + "TimeToLive is already enabled"
    assert refusal(caller, "other", enabled=True) == VE + DIFFERENT
    assert refusal(caller, "other", enabled=False) == VE + DIFFERENT
    assert refusal(caller, "expires", enabled=False) == VE + TOO_SOON
    caller.clock.time_ms += 1_811_000
    assert refusal(caller, "expires", enabled=False) == VE + TOO_SOON
    caller.clock.time_ms += 61_000
    update(caller, "expires", enabled=False)
    assert refusal(caller, "expires", enabled=True) == VE + TOO_SOON
    described = caller.call("DescribeTimeToLive", TableName=arn_of())
    assert described == {"TimeToLiveDescription": {"TimeToLiveStatus": "DISABLED"}}


def test_a_key_attribute_may_tell_the_time() -> None:
    caller = Caller()
    caller.create()
    answer = update(caller, "pk", enabled=True)
    assert answer == {"TimeToLiveSpecification": {"Enabled": True, "AttributeName": "pk"}}
