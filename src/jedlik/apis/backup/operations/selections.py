"""CreateBackupSelection, GetBackupSelection, DeleteBackupSelection and ListBackupSelections."""

from typing import Final

from jedlik.apis.api import Access, Answer
from jedlik.apis.backup.model.selections import (
    CREATE_BACKUP_SELECTION,
    DELETE_BACKUP_SELECTION,
    GET_BACKUP_SELECTION,
    LIST_BACKUP_SELECTIONS,
    CreateBackupSelectionRequest,
    DeleteBackupSelectionRequest,
    GetBackupSelectionRequest,
    ListBackupSelectionsRequest,
)
from jedlik.apis.backup.operation import backup_operation, list_operation, page
from jedlik.apis.backup.rules import on_plan, place_of
from jedlik.engine.context import Context
from jedlik.features.aws_backup.listing import Wanted
from jedlik.features.aws_backup.plans import plan_of
from jedlik.features.aws_backup.records import SelectionRecord, selection_entry
from jedlik.features.aws_backup.roles import check_passed_role
from jedlik.features.aws_backup.selections import (
    create_selection,
    delete_selection,
    selection_of,
)
from jedlik.features.identity.transaction import Transaction


async def create(
    request: CreateBackupSelectionRequest, context: Context, transaction: Transaction
) -> Answer:
    """Adds a selection to a plan."""
    place, plan_id = place_of(context), request["BackupPlanId"]
    is_enforced = context.is_authorized
    await check_passed_role(
        transaction, place, request["BackupSelection"]["IamRoleArn"], is_enforced=is_enforced
    )
    made = await create_selection(transaction, place, plan_id, request, is_enforced=is_enforced)
    return {
        "SelectionId": made["Id"],
        "BackupPlanId": plan_id,
        "CreationDate": made["CreatedMs"] / 1000,
    }


async def get(
    request: GetBackupSelectionRequest, context: Context, transaction: Transaction
) -> Answer:
    """Returns a selection as it was made."""
    plan_id, selection_id = request["BackupPlanId"], request["SelectionId"]
    found = await selection_of(transaction, place_of(context), plan_id, selection_id)
    shown = _shown(found)
    for member in ("SelectionName", "IamRoleArn"):
        del shown[member]
    return {**shown, "BackupSelection": found["Document"]}


async def delete(
    request: DeleteBackupSelectionRequest, context: Context, transaction: Transaction
) -> Answer:
    """Deletes a selection."""
    plan_id, selection_id = request["BackupPlanId"], request["SelectionId"]
    await delete_selection(transaction, place_of(context), plan_id, selection_id)
    return None


async def list_selections(request: ListBackupSelectionsRequest, context: Context) -> Answer:
    """Lists the selections of a plan."""
    place, plan_id = place_of(context), request["BackupPlanId"]
    await plan_of(Transaction(context.node), place, plan_id)
    wanted = Wanted[SelectionRecord](
        f"selections/{plan_id}",
        lambda each: selection_entry(place, plan_id, each["Id"]),
        lambda _: True,
    )
    return await page(context, request, wanted, "BackupSelectionsList", _shown)


def _shown(selection: SelectionRecord) -> dict[str, object]:
    shown: dict[str, object] = {
        "SelectionId": selection["Id"],
        "SelectionName": selection["Document"]["SelectionName"],
        "BackupPlanId": selection["PlanId"],
        "CreationDate": selection["CreatedMs"] / 1000,
        "IamRoleArn": selection["Document"]["IamRoleArn"],
    }
    if selection["Token"]:
        shown["CreatorRequestId"] = selection["Token"]
    return shown


OPERATIONS: Final = (
    backup_operation(
        "CreateBackupSelection",
        Access.WRITE,
        CREATE_BACKUP_SELECTION,
        on_plan("backup:CreateBackupSelection"),
        create,
    ),
    backup_operation(
        "GetBackupSelection",
        Access.READ,
        GET_BACKUP_SELECTION,
        on_plan("backup:GetBackupSelection"),
        get,
    ),
    backup_operation(
        "DeleteBackupSelection",
        Access.WRITE,
        DELETE_BACKUP_SELECTION,
        on_plan("backup:DeleteBackupSelection"),
        delete,
    ),
    list_operation(
        "ListBackupSelections",
        LIST_BACKUP_SELECTIONS,
        on_plan("backup:ListBackupSelections"),
        list_selections,
    ),
)
