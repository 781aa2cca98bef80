"""The selections of a plan: which tables it backs up, and as which role."""

from collections.abc import Mapping
from typing import Any, Final

from jedlik.core.types.echo import clipped
from jedlik.features.aws_backup.plans import plan_of
from jedlik.features.aws_backup.records import (
    Place,
    SelectionRecord,
    plan_entry,
    selection_entry,
)
from jedlik.features.aws_backup.refusals import not_found, refusal
from jedlik.features.aws_backup.selection_rules import check_selection
from jedlik.features.identity.transaction import Transaction

# Source: AWS Backup Developer Guide, "Quotas": resource assignments of a plan.
SELECTIONS_MAX: Final = 100


async def create_selection(
    transaction: Transaction,
    place: Place,
    plan_id: str,
    wanted: Mapping[str, Any],
    *,
    is_enforced: bool,
) -> SelectionRecord:
    """Creates a selection. A request that is sent again finds the selection that it has made.

    wanted: the members of CreateBackupSelection. is_enforced: whether policies are enforced.
    Raises Reject.
    """
    plan = await plan_of(transaction, place, plan_id)
    token = wanted.get("CreatorRequestId", "")
    for selection_id, creator in plan["Selections"].items():
        if token and creator == token:
            return await selection_of(transaction, place, plan_id, selection_id)
    document = wanted["BackupSelection"]
    check_selection(document)
    if len(plan["Selections"]) >= SELECTIONS_MAX:
        raise refusal("LimitExceededException", f"A plan has at most {SELECTIONS_MAX} selections")
    selection: SelectionRecord = {
        "Id": transaction.node.ids.uuid(),
        "PlanId": plan_id,
        "CreatedMs": transaction.node.clock.now_ms(),
        "Token": token,
        "IsEnforced": is_enforced,
        "Document": dict(document),
    }
    plan["Selections"][selection["Id"]] = token
    transaction.put(plan_entry(place, plan_id), plan)
    transaction.put(selection_entry(place, plan_id, selection["Id"]), selection)
    return selection


async def selection_of(
    transaction: Transaction, place: Place, plan_id: str, selection_id: str
) -> SelectionRecord:
    """Returns a selection. Raises Reject with ResourceNotFoundException."""
    selection = await transaction.get(selection_entry(place, plan_id, selection_id))
    if selection is None:
        raise not_found(f"Cannot find Backup selection with ID {clipped(selection_id)}")
    return selection


async def delete_selection(
    transaction: Transaction, place: Place, plan_id: str, selection_id: str
) -> None:
    """Deletes a selection. Jobs that it has begun go on. Raises Reject."""
    plan = await plan_of(transaction, place, plan_id)
    await selection_of(transaction, place, plan_id, selection_id)
    plan["Selections"].pop(selection_id, None)
    transaction.put(plan_entry(place, plan_id), plan)
    transaction.delete(selection_entry(place, plan_id, selection_id))
