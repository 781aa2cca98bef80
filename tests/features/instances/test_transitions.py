"""Starting, stopping and terminating, with a delay between the states."""

import pytest

from tests.engine.in_memory import Caller
from tests.features.instances.started import NO_INSTANCE, described, make_role, start, states

DELAY_MS = 1_000


def act(caller: Caller, verb: str, *ids: str) -> list[tuple[str, str]]:
    """Returns the state before and after, as the answer shows them."""
    answer = caller.call(f"{verb}Instances", InstanceIds=list(ids))
    (changes,) = answer.values()
    return [(each["PreviousState"]["Name"], each["CurrentState"]["Name"]) for each in changes]


def test_the_life_of_an_instance() -> None:
    caller = Caller(delay_ms=DELAY_MS)
    (one,) = start(caller)
    seen = [*states(caller, one)]
    for verb in ("", "Stop", "Start", "Terminate"):
        if verb:
            act(caller, verb, one)
        seen += states(caller, one)
        caller.clock.time_ms += DELAY_MS
        seen += states(caller, one)
    assert seen == [
        *("pending", "pending", "running", "stopping", "stopped"),
        *("pending", "running", "shutting-down", "terminated"),
    ]


def test_answers_show_the_state_that_begins() -> None:
    caller = Caller()
    (one,) = start(caller)
    assert act(caller, "Start", one) == [("running", "running")]
    assert act(caller, "Stop", one) == [("running", "stopping")]
    assert act(caller, "Stop", one) == [("stopped", "stopped")]
    assert act(caller, "Start", one) == [("stopped", "pending")]
    assert act(caller, "Terminate", one) == [("running", "shutting-down")]
    assert act(caller, "Terminate", one) == [("terminated", "terminated")]


@pytest.mark.parametrize(
    ("verb", "text"),
    [
        ("Start", "The instance '{}' is not in a state from which it can be started."),
        ("Stop", "This instance '{}' is not in a state from which it can be stopped."),
    ],
)
def test_a_terminated_instance_stays_so(verb: str, text: str) -> None:
    caller = Caller()
    (one,) = start(caller)
    act(caller, "Terminate", one)
    refused = caller.refusal(f"{verb}Instances", InstanceIds=[one])
    assert refused == f"IncorrectInstanceState: {text.format(one)}"


def test_all_instances_of_a_request_change_or_none() -> None:
    caller = Caller()
    one, two = start(caller, 2)
    act(caller, "Terminate", two)
    assert caller.refusal("StopInstances", InstanceIds=[one, two]).startswith("IncorrectInst")
    assert caller.refusal("StopInstances", InstanceIds=[one, NO_INSTANCE]).startswith("InvalidInst")
    assert states(caller, one) == ["running"]


def test_a_protected_instance_is_not_ended() -> None:
    """Source: EC2 User Guide, "Change instance termination protection", "... stop protection"."""
    caller = Caller()
    (one,) = start(caller, DisableApiTermination=True, DisableApiStop=True)
    assert caller.refusal("TerminateInstances", InstanceIds=[one]) == (
        f"OperationNotPermitted: The instance '{one}' may not be terminated. Modify its"
        " 'disableApiTermination' instance attribute and try again."
    )
    assert caller.refusal("StopInstances", InstanceIds=[one]).startswith("OperationNotPermitted")
    assert states(caller, one) == ["running"]


def test_why_and_when_an_instance_stopped() -> None:
    caller = Caller()
    (one,) = start(caller)
    launched = described(caller, one)[0]["LaunchTime"]
    caller.clock.time_ms += 60_000
    act(caller, "Stop", one)
    (found,) = described(caller, one)
    assert found["StateTransitionReason"] == "User initiated (2026-10-08 22:54:20 GMT)"
    assert found["StateReason"]["Code"] == "Client.UserInitiatedShutdown"
    act(caller, "Start", one)
    (found,) = described(caller, one)
    assert found["StateTransitionReason"] == ""
    assert found["LaunchTime"] == launched + 60


def test_an_ended_instance_has_no_profile() -> None:
    caller = Caller()
    make_role(caller)
    (one,) = start(caller, IamInstanceProfile={"Name": "Reader"})
    act(caller, "Stop", one)
    assert "IamInstanceProfile" in described(caller, one)[0]
    act(caller, "Terminate", one)
    assert "IamInstanceProfile" not in described(caller, one)[0]
    found = caller.call("DescribeIamInstanceProfileAssociations")
    assert found["IamInstanceProfileAssociations"] == []
