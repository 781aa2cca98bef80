"""Revisions of a policy.

Sources: ack-api-quirks, services/dynamodb, entries 205 to 209, 248 and 354; moto,
test_dynamodb_resource_policy.py (aws_verified).
"""

from functools import partial

import pytest

from jedlik.core.errors import Reject
from jedlik.engine.table_record import StoredResourcePolicy
from jedlik.engine.table_state import Moment
from jedlik.features.resource_policies.resource import Resource
from jedlik.features.resource_policies.rules import (
    NO_POLICY,
    Document,
    check_expected,
    created,
    is_equivalent,
    put,
    removed,
)
from tests.features.resource_policies.sample import MUSIC

RESOURCE = Resource(MUSIC, "music", "")
FIRST = Document("{}", {}, True)
SECOND = Document("[]", {}, True)
NOW = Moment(1_000, 1_000)
LATER = Moment(2_000, 2_500)


def refusal(stored: StoredResourcePolicy | None, expected: str) -> str:
    with pytest.raises(Reject) as rejected:
        check_expected(stored, expected, RESOURCE)
    assert rejected.value.error.code == "PolicyNotFoundException"
    text = rejected.value.error.message or ""
    return text.removeprefix("Resource-based policy not found for the provided ResourceArn: ")


def test_a_revision_is_the_time_of_its_change() -> None:
    first = put(None, FIRST, RESOURCE, NOW)
    assert first["RevisionId"] == "1000"
    assert put(first, SECOND, RESOURCE, LATER)["RevisionId"] == "2000"


def test_an_equivalent_document_changes_nothing() -> None:
    first = put(None, FIRST, RESOURCE, NOW)
    assert put(first, FIRST, RESOURCE, LATER) is first
    assert is_equivalent(first, FIRST)
    for other in (
        SECOND,
        FIRST._replace(has_version=False),
        FIRST._replace(principals={"arn": "AIDA"}),
    ):
        assert not is_equivalent(first, other)
    assert not is_equivalent(None, FIRST)


def test_no_two_revisions_are_the_same() -> None:
    stored = put(None, FIRST, RESOURCE, NOW)
    revisions = [stored["RevisionId"]]
    for document in (SECOND, FIRST, SECOND):
        stored = put(stored, document, RESOURCE, NOW)
        revisions.append(stored["RevisionId"])
    assert revisions == ["1000", "1001", "1002", "1003"]


def test_a_deletion_leaves_its_revision() -> None:
    first = put(None, FIRST, RESOURCE, NOW)
    left = removed(first, RESOURCE, LATER)
    assert left == {"RevisionId": "2000", "EndsAtMs": 2_500}
    assert removed(left, RESOURCE, LATER) is left
    assert removed(None, RESOURCE, NOW) is None
    assert not is_equivalent(left, FIRST)


def test_a_change_that_is_under_way_refuses_others() -> None:
    pending = put(put(None, FIRST, RESOURCE, NOW), SECOND, RESOURCE, LATER)
    text = (
        "Attempt to change a resource which is still in use: "
        "Table is pending previous resource-based policy update: music"
    )
    meanwhile = Moment(2_499, 3_000)
    for change in (partial(put, pending, FIRST), partial(removed, pending)):
        with pytest.raises(Reject) as rejected:
            change(RESOURCE, meanwhile)
        assert rejected.value.error.code == "ResourceInUseException"
        assert rejected.value.error.message == text
    assert put(pending, SECOND, RESOURCE, meanwhile) is pending
    assert put(pending, FIRST, RESOURCE, Moment(2_500, 3_000))["RevisionId"] == "2500"
    # A table that is created with its policy is not changed.
    assert put(created(FIRST, 1_000), SECOND, RESOURCE, NOW)["RevisionId"] == "1001"


def test_a_clock_that_was_ahead_delays_no_change() -> None:
    pending = put(None, FIRST, RESOURCE, Moment(3_600_000, 3_600_500))
    assert put(pending, SECOND, RESOURCE, NOW)["RevisionId"] == "3600001"


def test_the_expected_revision() -> None:
    first = put(None, FIRST, RESOURCE, NOW)
    for stored, expected in (
        (first, "1000"),
        (first, None),
        (None, NO_POLICY),
        (None, None),
        (removed(first, RESOURCE, LATER), NO_POLICY),
    ):
        check_expected(stored, expected, RESOURCE)
    assert refusal(first, "unknown") == (
        "Requested update for policy with revision id unknown, but the policy associated to target "
        "table music has revision id 1000."
    )
    assert refusal(first, NO_POLICY) == (
        "Requested policy update expecting none to be present for table music, but a policy exists "
        "with revision id 1000."
    )
    assert refusal(None, "1000") == MUSIC
    assert refusal(removed(first, RESOURCE, LATER), "2000") == MUSIC
