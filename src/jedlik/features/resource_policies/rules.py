"""Revisions of a policy: when a change is one, and whether it is allowed now.

Sources: ack-api-quirks, services/dynamodb, entries 205 to 209, 248 and 354, recorded in October
2026; moto, test_dynamodb_resource_policy.py (aws_verified).
"""

from collections.abc import Mapping
from typing import Final, NamedTuple

from jedlik.core.errors import Reject, ServiceError
from jedlik.engine.table_record import StoredResourcePolicy
from jedlik.engine.table_state import Moment
from jedlik.features.resource_policies.resource import Resource
from jedlik.features.tables.change import in_use

# The ExpectedRevisionId of a request that must not replace a policy.
NO_POLICY: Final = "NO_POLICY"
_NOT_FOUND: Final = "Resource-based policy not found for the provided ResourceArn: "


class Document(NamedTuple):
    """A document to store.

    text: in canonical form. principals: the unique ids of the principals that it names by ARN.
    has_version: whether it names a version. A document that does not is shown with the old version,
        and differs from one that names it.
    """

    text: str
    principals: Mapping[str, str]
    has_version: bool


def created(document: Document, now_ms: int) -> StoredResourcePolicy:
    """Returns the policy of a resource that is created with it. Its next change need not wait."""
    return _stored(document, str(now_ms), now_ms)


def is_equivalent(stored: StoredResourcePolicy | None, document: Document) -> bool:
    """Returns whether a document would change nothing."""
    if stored is None or "Text" not in stored:
        return False
    return (stored["Text"], stored["HasVersion"]) == (document.text, document.has_version) and (
        stored["Principals"] == document.principals
    )


def put(
    stored: StoredResourcePolicy | None, document: Document, resource: Resource, moment: Moment
) -> StoredResourcePolicy:
    """Returns the policy after a document was put. An equivalent document changes nothing.

    Raises Reject while another change is under way.
    """
    if stored is not None and is_equivalent(stored, document):
        return stored
    _refuse_pending(stored, resource, moment)
    return _stored(document, _next_revision(stored, moment), moment.ends_at_ms)


def removed(
    stored: StoredResourcePolicy | None, resource: Resource, moment: Moment
) -> StoredResourcePolicy | None:
    """Returns what remains of a policy that is deleted: the revision of its deletion.

    A deletion of nothing changes nothing. Raises Reject while another change is under way.
    """
    if stored is None or "Text" not in stored:
        return stored
    _refuse_pending(stored, resource, moment)
    return {"RevisionId": _next_revision(stored, moment), "EndsAtMs": moment.ends_at_ms}


def check_expected(
    stored: StoredResourcePolicy | None, expected: str | None, resource: Resource
) -> None:
    """Raises Reject if the policy is not at the revision that the request expects."""
    if expected is None:
        return
    table_name = resource.table_name
    if stored is None or "Text" not in stored:
        if expected != NO_POLICY:
            # Only the code is known: API Reference, PutResourcePolicy and DeleteResourcePolicy.
            raise not_found(resource.arn)
        return
    revision_id = stored["RevisionId"]
    if expected == NO_POLICY:
        raise _mismatch(
            f"Requested policy update expecting none to be present for table {table_name}, "
            f"but a policy exists with revision id {revision_id}."
        )
    if expected != revision_id:
        raise _mismatch(
            f"Requested update for policy with revision id {expected}, but the policy associated "
            f"to target table {table_name} has revision id {revision_id}."
        )


def not_found(arn: str) -> Reject:
    """Returns the error for a resource without a policy."""
    return _mismatch(arn)


def _mismatch(detail: str) -> Reject:
    return Reject(ServiceError("PolicyNotFoundException", _NOT_FOUND + detail))


def _refuse_pending(
    stored: StoredResourcePolicy | None, resource: Resource, moment: Moment
) -> None:
    if stored is not None and not moment.is_over(stored["EndsAtMs"]):
        raise in_use(
            f"Table is pending previous resource-based policy update: {resource.table_name}"
        )


def _next_revision(stored: StoredResourcePolicy | None, moment: Moment) -> str:
    """Returns the time of the change in milliseconds. No two revisions of a policy are the same."""
    last = 0 if stored is None else int(stored["RevisionId"])
    return str(max(moment.now_ms, last + 1))


def _stored(document: Document, revision_id: str, ends_at_ms: int) -> StoredResourcePolicy:
    return {
        "Text": document.text,
        "Principals": dict(document.principals),
        "HasVersion": document.has_version,
        "RevisionId": revision_id,
        "EndsAtMs": ends_at_ms,
    }
