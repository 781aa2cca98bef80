"""What the streams of the table must have after a schedule."""

from collections import Counter
from collections.abc import Sequence

from tests.simulation.schedules.client import EXPIRING, NAME
from tests.simulation.schedules.cluster import Cluster, Process, ViolationError
from tests.simulation.schedules.model import Call, text_of
from tests.simulation.schedules.reader import Reader, Record


def check_streams(cluster: Cluster, process: Process) -> None:
    """Check that the streams have every change once, and the changes of an item in order.

    Readers that read while the schedule ran continue, and must find what a new one finds. Whether
    each record follows from the one before it is for `jedlik verify`.
    """
    for each in cluster.readers:
        cluster.run_alone(each.read(process))
    reader = Reader(NAME)
    cluster.run_alone(reader.read(process))
    for arn, records in reader.records.items():
        check_order(records)
        for each in cluster.readers:
            _check_same(each.records.get(arn, ()), records)
    images = Counter(
        text_of(record["dynamodb"]["NewImage"])
        for records in reader.records.values()
        for record in records
        if _is_of_model(record)
    )
    for call in cluster.history.calls:
        if call.new is None:
            continue
        if images[call.new] > 1:
            raise ViolationError(f"reported twice: {call.new}")
        if call.is_done and images[call.new] == 0 and _is_on(cluster.history.calls, call):
            raise ViolationError(f"not reported: {call.new}")


def check_order(records: Sequence[Record]) -> None:
    """Check that the records of each item are in the order of their sequence numbers."""
    last: dict[str, str] = {}
    for record in records:
        change = record["dynamodb"]
        key, number = text_of(change["Keys"]), change["SequenceNumber"]
        if last.get(key, "") >= number:
            raise ViolationError(f"{number} after {last[key]}, both of {key}")
        last[key] = number


def _check_same(records: Sequence[Record], expected: Sequence[Record]) -> None:
    """Check that one reader has read the same as another, in an order that is right as well."""
    check_order(records)
    texts, expected_texts = (sorted(map(text_of, each)) for each in (records, expected))
    if texts != expected_texts:
        raise ViolationError(f"a reader has read {texts}, another one {expected_texts}")


def _is_of_model(record: Record) -> bool:
    change = record["dynamodb"]
    return "NewImage" in change and not change["Keys"]["pk"]["S"].startswith(EXPIRING)


def _is_on(calls: Sequence[Call], put: Call) -> bool:
    """Return whether the table had a stream all the time from the call to the answer."""
    assert put.returned is not None
    switches = [call for call in calls if call.stream is not None and call.called < put.returned]
    if not switches:
        return False
    last = max(switches, key=lambda call: call.called)
    earlier = [call for call in switches if call is not last]
    return (
        last.stream is True
        and last.is_done
        and last.returned is not None
        and last.returned < put.called
        and all(call.returned is not None and call.returned < last.called for call in earlier)
    )
