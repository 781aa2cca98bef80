"""DescribeIamInstanceProfileAssociations; tests/features/instances has the rules of the others."""

from tests.engine.in_memory import Caller
from tests.features.instances.started import make_role, one_filter, start


def ids(caller: Caller, **members: object) -> list[str]:
    answer = caller.call("DescribeIamInstanceProfileAssociations", **members)
    return [each["AssociationId"] for each in answer["IamInstanceProfileAssociations"]]


def test_by_id_and_by_filter() -> None:
    caller = Caller(delay_ms=1_000)
    make_role(caller)
    one, two = start(caller, 2, IamInstanceProfile={"Name": "Reader"})
    start(caller)
    first, second = ids(caller)
    assert first.startswith("iip-assoc-0")
    assert ids(caller, AssociationIds=[second]) == [second]
    assert ids(caller, Filters=one_filter("instance-id", one)) == [first]
    assert ids(caller, Filters=one_filter("instance-id", one, two)) == [first, second]
    assert ids(caller, Filters=one_filter("state", "associated")) == []
    caller.clock.time_ms += 1_000
    assert ids(caller, Filters=one_filter("state", "associated")) == [first, second]
    refused = caller.refusal("DescribeIamInstanceProfileAssociations", AssociationIds=["x"])
    assert refused.startswith("InvalidAssociationID.NotFound: ")


def test_pages() -> None:
    caller = Caller()
    make_role(caller)
    start(caller, 6, IamInstanceProfile={"Name": "Reader"})
    answer = caller.call("DescribeIamInstanceProfileAssociations", MaxResults=5)
    assert len(ids(caller, MaxResults=5, NextToken=answer["NextToken"])) == 1
