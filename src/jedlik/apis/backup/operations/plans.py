"""CreateBackupPlan, GetBackupPlan, UpdateBackupPlan, DeleteBackupPlan and ListBackupPlans."""

from collections.abc import Mapping
from typing import Final

from jedlik.apis.api import Access, Answer
from jedlik.apis.authorization import account_wide
from jedlik.apis.backup.model.plans import (
    CREATE_BACKUP_PLAN,
    DELETE_BACKUP_PLAN,
    GET_BACKUP_PLAN,
    LIST_BACKUP_PLANS,
    UPDATE_BACKUP_PLAN,
    CreateBackupPlanRequest,
    DeleteBackupPlanRequest,
    GetBackupPlanRequest,
    ListBackupPlansRequest,
    UpdateBackupPlanRequest,
)
from jedlik.apis.backup.operation import backup_operation, list_operation, page
from jedlik.apis.backup.rules import on_plan, place_of
from jedlik.engine.context import Context
from jedlik.features.aws_backup.listing import Wanted
from jedlik.features.aws_backup.plans import (
    create_plan,
    delete_plan,
    next_runs,
    plan_of,
    shown_document,
    update_plan,
)
from jedlik.features.aws_backup.records import Place, PlanRecord, plan_arn, plan_entry
from jedlik.features.aws_backup.refusals import not_found
from jedlik.features.identity.transaction import Transaction


async def create(
    request: CreateBackupPlanRequest, context: Context, transaction: Transaction
) -> Answer:
    """Creates a plan, whose rules run from now on."""
    place = place_of(context)
    return _version(place, await create_plan(transaction, place, request))


async def get(request: GetBackupPlanRequest, context: Context, transaction: Transaction) -> Answer:
    """Returns the current version of a plan. There are no others.

    The text about versions is that of the service (moto, models.py of backup).
    """
    place = place_of(context)
    plan = await plan_of(transaction, place, request["BackupPlanId"])
    if request.get("VersionId", plan["VersionId"]) != plan["VersionId"]:
        raise not_found("Failed reading Backup plan with provided version")
    answer = {**_shown(place, plan), "BackupPlan": shown_document(plan)}
    del answer["BackupPlanName"]
    count = request.get("MaxScheduledRunsPreview", 0)
    if count:
        answer["ScheduledRunsPreview"] = next_runs(plan, context.node.clock.now_ms(), count)
    return answer


async def update(
    request: UpdateBackupPlanRequest, context: Context, transaction: Transaction
) -> Answer:
    """Replaces the rules of a plan."""
    place = place_of(context)
    plan_id, document = request["BackupPlanId"], request["BackupPlan"]
    return _version(place, await update_plan(transaction, place, plan_id, document))


async def delete(
    request: DeleteBackupPlanRequest, context: Context, transaction: Transaction
) -> Answer:
    """Deletes a plan. Its recovery points stay."""
    place = place_of(context)
    plan = await delete_plan(transaction, place, request["BackupPlanId"])
    answer = dict(_version(place, plan))
    del answer["CreationDate"]
    answer["DeletionDate"] = context.node.clock.now_ms() / 1000
    return answer


async def list_plans(request: ListBackupPlansRequest, context: Context) -> Answer:
    """Lists the plans, the oldest first. Deleted plans are gone."""
    place = place_of(context)
    wanted = Wanted[PlanRecord]("plans", lambda each: plan_entry(place, each["Id"]), lambda _: True)
    return await page(context, request, wanted, "BackupPlansList", lambda each: _shown(place, each))


def _version(place: Place, plan: PlanRecord) -> Mapping[str, object]:
    return {
        "BackupPlanId": plan["Id"],
        "BackupPlanArn": plan_arn(place, plan["Id"]),
        "CreationDate": plan["CreatedMs"] / 1000,
        "VersionId": plan["VersionId"],
    }


def _shown(place: Place, plan: PlanRecord) -> dict[str, object]:
    shown = {**_version(place, plan), "BackupPlanName": plan["Name"]}
    if plan["Token"]:
        shown["CreatorRequestId"] = plan["Token"]
    if "LastRunMs" in plan:
        shown["LastExecutionDate"] = plan["LastRunMs"] / 1000
    return shown


OPERATIONS: Final = (
    backup_operation(
        "CreateBackupPlan",
        Access.WRITE,
        CREATE_BACKUP_PLAN,
        on_plan("backup:CreateBackupPlan", tags="BackupPlanTags"),
        create,
    ),
    backup_operation(
        "GetBackupPlan", Access.READ, GET_BACKUP_PLAN, on_plan("backup:GetBackupPlan"), get
    ),
    backup_operation(
        "UpdateBackupPlan",
        Access.WRITE,
        UPDATE_BACKUP_PLAN,
        on_plan("backup:UpdateBackupPlan"),
        update,
    ),
    backup_operation(
        "DeleteBackupPlan",
        Access.WRITE,
        DELETE_BACKUP_PLAN,
        on_plan("backup:DeleteBackupPlan"),
        delete,
    ),
    list_operation(
        "ListBackupPlans", LIST_BACKUP_PLANS, account_wide("backup:ListBackupPlans"), list_plans
    ),
)
