"""RunInstances: what the answer shows. tests/features/instances/test_launch.py has the rules."""

from tests.engine.in_memory import ACCOUNT, Caller
from tests.features.instances.started import make_role, run


def test_new_instances_are_pending() -> None:
    caller = Caller()
    make_role(caller)
    answer = run(caller, 2, IamInstanceProfile={"Name": "Reader"}, Monitoring={"Enabled": True})
    assert answer["OwnerId"] == ACCOUNT
    assert answer["ReservationId"].startswith("r-0")
    for instance in answer["Instances"]:
        assert instance["State"] == {"Code": 0, "Name": "pending"}
        assert instance["IamInstanceProfile"]["Id"].startswith("AIPA")
        assert instance["Monitoring"] == {"State": "enabled"}
