"""RebootInstances; tests/features/instances/test_transitions.py has the rules of the others."""

import pytest

from tests.engine.in_memory import Caller
from tests.features.instances.started import NO_INSTANCE, start, states


@pytest.mark.parametrize(
    ("name", "member"),
    [
        ("StartInstances", "StartingInstances"),
        ("StopInstances", "StoppingInstances"),
        ("TerminateInstances", "TerminatingInstances"),
    ],
)
def test_the_answer_names_the_instances_in_the_order_of_the_request(name: str, member: str) -> None:
    caller = Caller()
    one, two = start(caller, 2)
    found = caller.call(name, InstanceIds=[two, one])[member]
    assert [each["InstanceId"] for each in found] == [two, one]
    assert {each["PreviousState"]["Code"] for each in found} == {16}


def test_a_reboot_changes_nothing() -> None:
    caller = Caller()
    (one,) = start(caller)
    assert caller.call("RebootInstances", InstanceIds=[one]) == {}
    assert states(caller, one) == ["running"]
    assert caller.refusal("RebootInstances", InstanceIds=[NO_INSTANCE]).startswith("InvalidInst")
    caller.call("StopInstances", InstanceIds=[one])
    assert caller.refusal("RebootInstances", InstanceIds=[one]) == (
        f"IncorrectInstanceState: This instance '{one}' is not in a state from which it can be"
        " rebooted."
    )
