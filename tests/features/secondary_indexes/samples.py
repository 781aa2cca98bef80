"""Tables with secondary indexes, for tests, and what their indexes should hold."""

from jedlik.core.keys.key import Key
from jedlik.engine.jobs import work
from jedlik.engine.table import Table
from jedlik.engine.verification import Report, verify
from tests.engine.in_memory import ACCOUNT, REGION, Caller, keys, result_of, table

Members = dict[str, object]


def index(name: str, *elements: str, projection: str = "ALL", **members: object) -> Members:
    """An index to create; `projection` is its type, or the NonKeyAttributes after INCLUDE."""
    kind, *attributes = projection.split()
    declared: Members = {"ProjectionType": kind}
    if attributes:
        declared["NonKeyAttributes"] = attributes
    return {"IndexName": name, "KeySchema": keys(*elements), "Projection": declared, **members}


def defined(text: str) -> list[dict[str, str]]:
    """`defined("pk:S n:N")`: attribute definitions."""
    pairs = [each.split(":") for each in text.split()]
    return [{"AttributeName": name, "AttributeType": kind} for name, kind in pairs]


def indexed_table(definitions: str, schema: str, **indexes: object) -> Members:
    """A request for a table called `music`."""
    elements = [f"{name} {role}" for name, role in zip(schema.split(), ("HASH", "RANGE"))]  # noqa: B905
    members = {"AttributeDefinitions": defined(definitions), "KeySchema": keys(*elements)}
    return {**table(), **members, **indexes}


def do_jobs(caller: Caller) -> None:
    """Do all background work that is due."""
    for feature in caller.features:
        for job in feature.jobs:
            result_of(work(job, caller.node, "test"))


def verified(caller: Caller) -> Report:
    """The report of a verification of all that the caller's storage holds."""
    return result_of(verify(caller.storage, caller.features))


def current(caller: Caller) -> Table:
    """The table `music` as the storage has it."""
    found = result_of(caller.node.catalog.find(REGION, ACCOUNT, "music"))
    assert found is not None
    return found


def values(caller: Caller) -> dict[Key, bytes]:
    """All that a storage in memory holds."""
    values: dict[Key, bytes] = dict(caller.storage.__dict__["_values"])
    return values


def check_indexes(caller: Caller) -> None:
    """Assert that each index holds what the items of the table say, and its counters agree."""
    report = verified(caller)
    assert report.counts["tables"] > 0
    assert not report.sentences
