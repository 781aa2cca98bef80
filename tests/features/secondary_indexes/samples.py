"""Tables with secondary indexes, for tests, and what their indexes should hold."""

from jedlik.engine.jobs import work
from jedlik.engine.table import Table
from jedlik.engine.verification import Report, verify
from tests.engine.in_memory import ACCOUNT, REGION, Caller, keys, result_of, table

Members = dict[str, object]


def index(name: str, *elements: str, projection: str = "ALL", **members: object) -> Members:
    """Returns an index to create. projection: a type, or the NonKeyAttributes of INCLUDE."""
    kind, *attributes = projection.split()
    declared: Members = {"ProjectionType": kind}
    if attributes:
        declared["NonKeyAttributes"] = attributes
    return {"IndexName": name, "KeySchema": keys(*elements), "Projection": declared, **members}


def defined(text: str) -> list[dict[str, str]]:
    """Returns attribute definitions: `defined("pk:S n:N")`."""
    pairs = [each.split(":") for each in text.split()]
    return [{"AttributeName": name, "AttributeType": kind} for name, kind in pairs]


def indexed_table(definitions: str, schema: str, **indexes: object) -> Members:
    """Returns a request for a table called `music`."""
    elements = [f"{name} {role}" for name, role in zip(schema.split(), ("HASH", "RANGE"))]  # noqa: B905
    members = {"AttributeDefinitions": defined(definitions), "KeySchema": keys(*elements)}
    return {**table(), **members, **indexes}


def do_jobs(caller: Caller) -> None:
    """Does all background work that is due."""
    for feature in caller.features:
        for job in feature.jobs:
            result_of(work(job, caller.node, "test"))


def verified(caller: Caller) -> Report:
    """Returns the report of a verification of the whole storage of a caller."""
    return result_of(verify(caller.encrypted, caller.features, caller.data_keys))


def current(caller: Caller) -> Table:
    """Returns the table `music` as it is stored."""
    found = result_of(caller.node.catalog.find(REGION, ACCOUNT, "music"))
    assert found is not None
    return found


def check_indexes(caller: Caller) -> None:
    """Asserts that each index has the entries that the items require, and right counters."""
    report = verified(caller)
    assert report.counts["tables"] > 0
    assert not report.sentences
