"""UpdateTable changes the vector indexes of a table, or refuses to.

Source of the texts: recorded answers, October 2026; captured answers, August 2026 (ExtendDB, tests
of UpdateTable, and dynoxide, tests of vector indexes; both us-east-1).
"""

import asyncio
from typing import Any

import pytest

from jedlik.core.errors import Reject
from jedlik.engine.table_record import TableRecord
from jedlik.engine.table_state import Moment
from jedlik.features.secondary_indexes import build_indexes
from jedlik.features.vector_indexes.updates import (
    change_vector_indexes,
    check_vector_index_updates,
    refuse_provisioned,
)
from tests.engine.in_memory import INV, VE, definitions, run_once, units
from tests.engine.tables import record_of
from tests.features.secondary_indexes.samples import defined, index
from tests.features.vector_indexes.samples import SCHEMA, vector_caller, vector_index

MOMENT = Moment(1_000, 1_400)
ONE_AT_A_TIME = (
    "LimitExceededException: Subscriber limit exceeded: Only 1 online index can be created or "
    "deleted simultaneously per table"
)
DEFINED = (
    "Conflicting attribute definition for '{}'. An attribute cannot be defined in "
    "AttributeDefinitions when used as a VectorAttribute."
)
REDEFINED = (
    "Attributes cannot be redefined. Please check that your attribute has the same type as "
    "previously defined."
)


def changed(record: TableRecord, update: Any, defining: str = "") -> TableRecord:
    asked: Any = defined(defining) if defining else ()
    check_vector_index_updates([update])
    change_vector_indexes(record, [update], asked, MOMENT)
    return record


def test_a_created_index_has_the_next_id_and_is_built() -> None:
    create = {"Create": vector_index(SearchSchema=SCHEMA)}
    record = changed(record_of(LastIndexId=3), create, "kind:S tenant:S unused:N")
    (created,) = record["VectorIndexes"]
    assert (created["Id"], created["IndexName"], created["IsBuilding"]) == (4, "plain", True)
    assert created["Transition"] == {"Status": "CREATING", "EndsAtMs": 1_400}
    assert record["AttributeDefinitions"] == defined("kind:S pk:S tenant:S")
    assert record["Transition"]["Status"] == "UPDATING"


def test_ids_end_with_a_clear_refusal() -> None:
    with pytest.raises(Reject) as refused:
        changed(record_of(LastIndexId=0xFFFF), {"Create": vector_index()})
    assert refused.value.error.code == "LimitExceededException"


def test_a_deleted_index_stays_until_its_transition_ends() -> None:
    record = changed(record_of(), {"Create": vector_index()})
    (created,) = record["VectorIndexes"]
    del created["IsBuilding"], created["Transition"]
    changed(record, {"Delete": {"IndexName": "plain"}})
    assert created["Transition"] == {"Status": "DELETING", "EndsAtMs": 1_400}


def test_a_provisioned_table_has_no_vector_indexes() -> None:
    record = changed(record_of(), {"Create": vector_index()})
    refuse_provisioned(record)
    record["BillingMode"] = "PROVISIONED"
    with pytest.raises(Reject, match="only supported for PAY_PER_REQUEST tables"):
        refuse_provisioned(record)
    refuse_provisioned(record_of(BillingMode="PROVISIONED"))


def element(name: str, role: str) -> dict[str, str]:
    return {"AttributeName": name, "SearchSchemaElementType": role}


def update(**change: object) -> dict[str, object]:
    return {"TableName": "music", "VectorIndexUpdates": [change]}


TAKEN = "Attempting to create an index which already exists"


@pytest.mark.parametrize(
    ("request_members", "message"),
    [
        (
            update(),
            "Exactly one of VectorIndexUpdate.Create, VectorIndexUpdate.Delete must be specified",
        ),
        (
            update(Update={"IndexName": "plain"}),
            "Exactly one of VectorIndexUpdate.Create, VectorIndexUpdate.Delete must be specified",
        ),
        (
            update(Create=vector_index("other", VectorAttribute={"AttributeName": "pk"})),
            REDEFINED + " Existing schema: Schema:[SchemaElement: key{pk:S:HASH}] New schema: "
            "VectorIndexSchema:[VectorAttribute: key{pk:L:3}]",
        ),
        (
            {
                **update(Create=vector_index("other", VectorAttribute={"AttributeName": "pk"})),
                "AttributeDefinitions": definitions("pk"),
            },
            DEFINED.format("pk"),
        ),
        (
            {
                **update(Create=vector_index("other")),
                "AttributeDefinitions": definitions("embedding"),
            },
            DEFINED.format("embedding"),
        ),
        (
            {
                "TableName": "music",
                "AttributeDefinitions": definitions("pk", "embedding"),
                "GlobalSecondaryIndexUpdates": [{"Create": index("gsi", "embedding HASH")}],
            },
            REDEFINED + " Existing schema: VectorIndexSchema:[VectorAttribute: key{embedding:L:3}] "
            "New schema: Schema:[SchemaElement: key{embedding:S:HASH}]",
        ),
        (
            update(Create=vector_index("other"), Delete={"IndexName": "plain"}),
            "Only one vector index action is allowed per VectorIndexUpdate object",
        ),
        (
            update(Create=vector_index("other", Dimensions=4)),
            "Conflicting attribute definition for 'embedding'. All VectorIndexes on the same "
            "vector attribute must use the same dimensions.",
        ),
        (
            update(Create=vector_index("other", SearchSchema=SCHEMA)),
            "One element in SearchSchema is not defined in attribute definitions",
        ),
        (
            {
                **update(
                    Create=vector_index(
                        "other",
                        SearchSchema=[element("pk", "INLINE_FILTER")],
                    )
                ),
                "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "N"}],
            },
            REDEFINED,
        ),
        (
            update(Create=vector_index("other", SearchSchema=[element("pk", "HASH")])),
            "One element in SearchSchema is not defined in attribute definitions",
        ),
        (
            {
                "TableName": "music",
                "BillingMode": "PROVISIONED",
                "ProvisionedThroughput": units(1, 1),
            },
            "Vector indexes are only supported for PAY_PER_REQUEST tables",
        ),
        (
            {
                **update(Delete={"IndexName": "plain"}),
                "BillingMode": "PROVISIONED",
                "ProvisionedThroughput": units(1, 1),
            },
            "Tables with vector indexes must be in PAY_PER_REQUEST mode",
        ),
    ],
)
def test_updates_refused(request_members: dict[str, object], message: str) -> None:
    assert vector_caller().refusal("UpdateTable", **request_members) == INV + message


def test_a_sixth_index_is_refused() -> None:
    caller = vector_caller(*[vector_index(f"index{n}") for n in range(5)])
    assert caller.refusal("UpdateTable", **update(Create=vector_index("more"))) == (
        "LimitExceededException: Subscriber limit exceeded: Number of vector secondary indexes "
        "exceeds per-table limit of 5"
    )


@pytest.mark.parametrize("name", ["plain", "global"])
def test_a_name_that_an_index_has_is_refused(name: str) -> None:
    caller = vector_caller()
    caller.call(
        "UpdateTable",
        TableName="music",
        AttributeDefinitions=definitions("g"),
        GlobalSecondaryIndexUpdates=[{"Create": index("global", "g HASH")}],
    )
    asyncio.run(run_once(build_indexes.JOB, caller.node))
    assert caller.refusal("UpdateTable", **update(Create=vector_index(name))) == VE + TAKEN


def test_the_name_of_a_vector_index_is_refused_to_others() -> None:
    refusal = vector_caller().refusal(
        "UpdateTable",
        TableName="music",
        AttributeDefinitions=definitions("g"),
        GlobalSecondaryIndexUpdates=[{"Create": index("plain", "g HASH")}],
    )
    assert refusal == VE + TAKEN


def test_the_name_of_an_index_that_is_being_created_is_refused() -> None:
    caller = vector_caller()
    caller.call("UpdateTable", **update(Create=vector_index("late")))
    assert caller.refusal("UpdateTable", **update(Create=vector_index("late"))) == (
        "ResourceInUseException: Attempt to change a resource which is still in use: Index is "
        "being created.  Table: music Index: late"
    )


def test_two_updates_at_once_are_refused() -> None:
    updates = [{"Create": vector_index("one")}, {"Create": vector_index("two")}]
    refusal = vector_caller().refusal("UpdateTable", TableName="music", VectorIndexUpdates=updates)
    assert refusal == ONE_AT_A_TIME


def test_an_index_that_is_not_there_cannot_go() -> None:
    assert vector_caller().refusal("UpdateTable", **update(Delete={"IndexName": "none"})) == (
        "ResourceNotFoundException: Requested resource not found: Index none for table music"
    )
