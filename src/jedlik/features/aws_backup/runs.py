"""Runs: what a rule of a plan does when it is due.

The transaction that finds a rule due stores a run, and when the rule is due next. Then the tables
of the place are looked at, in pages. Each page is one transaction: a backup job for each table that
a selection names, and the position of the run.

If the server did not run when a rule was due, the rule runs once for the first of the missed times
whose start window is not over.
"""

from collections.abc import Mapping
from typing import Any, Final

from jedlik.engine.context import Node
from jedlik.engine.table_record import TableRecord
from jedlik.engine.table_state import is_gone_at
from jedlik.features.aws_backup.backup_jobs import new_job
from jedlik.features.aws_backup.due_queue import delete_due, put_due
from jedlik.features.aws_backup.lifecycle import START_MINUTES, after_minutes
from jedlik.features.aws_backup.plans import schedule_of, shown_document
from jedlik.features.aws_backup.records import (
    Place,
    PlanRecord,
    RuleRecord,
    RunRecord,
    SelectionRecord,
    backup_job_entry,
    plan_arn,
    plan_entry,
    run_entry,
    selection_entry,
    settings_entry,
)
from jedlik.features.aws_backup.selection_rules import names_types, selects
from jedlik.features.identity.transaction import Transaction, transact

_PAGE_TABLES: Final = 10  # a plan may have 100 selections with 500 ARNs each


async def fire(node: Node, place: Place, identity: str) -> None:
    """Begins the run of a rule that is due. identity: of the plan and the rule."""
    plan_id, _, rule_id = identity.partition("/")

    async def act(transaction: Transaction) -> None:
        plan = await transaction.get(plan_entry(place, plan_id))
        rules = () if plan is None else plan["Rules"]
        rule = next((each for each in rules if each["Id"] == rule_id), None)
        now_ms = node.clock.now_ms()
        if plan is None or rule is None or rule["DueMs"] is None or rule["DueMs"] > now_ms:
            return
        at_ms = _to_run(rule, now_ms)
        delete_due(transaction, place, "rule", identity, rule["DueMs"])
        rule["DueMs"] = schedule_of(rule["Document"]).next_after(now_ms)
        put_due(transaction, place, "rule", identity, rule["DueMs"])
        if at_ms is not None:
            plan["LastRunMs"] = now_ms
            _begin(transaction, place, plan, rule, at_ms)
        transaction.put(plan_entry(place, plan_id), plan)

    await transact(node, act, raises_epoch=False)


def _to_run(rule: RuleRecord, now_ms: int) -> int | None:
    """Returns the time of the schedule for which a rule runs now, None if it does not."""
    due_ms = rule["DueMs"]
    assert due_ms is not None
    document = rule["Document"]
    window_minutes = document.get("StartWindowMinutes", START_MINUTES)
    if after_minutes(due_ms, window_minutes) > now_ms:
        return due_ms
    at_ms = schedule_of(document).next_after(after_minutes(now_ms, -window_minutes))
    return at_ms if at_ms is not None and at_ms <= now_ms else None


def _begin(
    transaction: Transaction, place: Place, plan: PlanRecord, rule: RuleRecord, at_ms: int
) -> None:
    now_ms = transaction.node.clock.now_ms()
    run: RunRecord = {
        "Id": transaction.node.ids.uuid(),
        "Plan": plan,
        "Rule": rule,
        "AtMs": at_ms,
        "DueMs": now_ms,
        "After": "",
    }
    transaction.put(run_entry(place, run["Id"]), run)
    put_due(transaction, place, "run", run["Id"], now_ms)


async def step(node: Node, place: Place, run_id: str) -> None:
    """Looks at the next tables of a run, and makes backup jobs for those that are selected."""
    (stored,) = await node.storage.read([run_entry(place, run_id).key], consistent=True)
    earlier = run_entry(place, run_id).decoded(stored)
    if earlier is None:
        return
    tables, has_more = await node.catalog.tables(
        place.region, place.account_id, after=earlier["After"] or None, limit=_PAGE_TABLES
    )

    async def act(transaction: Transaction) -> None:
        run = await transaction.get(run_entry(place, run_id))
        if run is None or run["After"] != earlier["After"]:
            return
        for table in tables:
            selection = await _selection_for(transaction, place, run["Plan"], table.record)
            if selection is not None:
                _put_job(transaction, place, run, table.name, selection)
        delete_due(transaction, place, "run", run_id, run["DueMs"])
        if not has_more:
            transaction.delete(run_entry(place, run_id))
            return
        run["After"] = tables[-1].name
        run["DueMs"] = node.clock.now_ms()
        put_due(transaction, place, "run", run_id, run["DueMs"])
        transaction.put(run_entry(place, run_id), run)

    await transact(node, act, raises_epoch=False)


async def _selection_for(
    transaction: Transaction, place: Place, plan: PlanRecord, table: TableRecord
) -> SelectionRecord | None:
    """Returns the first selection of a plan that names a table, None if none does.

    Selections that were made or deleted since the rule was due do not count.
    """
    if is_gone_at(table, transaction.node.clock.now_ms()) or "Restore" in table:
        return None
    settings = await transaction.get(settings_entry(place))
    is_opted_in = settings is None or settings["IsOptedIn"]
    arn = place.table_arn(table["TableName"])
    tags = {each["Key"]: each["Value"] for each in table["Tags"]}
    entries = [selection_entry(place, plan["Id"], each) for each in plan["Selections"]]
    for selection in await transaction.get_all(entries):
        if (
            selection is not None
            and selects(selection["Document"], arn, tags)
            and (is_opted_in or names_types(selection["Document"]))
        ):
            return selection
    return None


def _put_job(
    transaction: Transaction,
    place: Place,
    run: RunRecord,
    table_name: str,
    selection: SelectionRecord,
) -> None:
    rule = run["Rule"]["Document"]
    what = {
        "Vault": rule["TargetBackupVaultName"],
        "TableName": table_name,
        "Role": selection["Document"]["IamRoleArn"],
        "IsEnforced": selection["IsEnforced"],
    }
    job = new_job(transaction, place, what, rule, run["AtMs"])
    job["CreatedBy"] = _creator(place, run)
    transaction.put(backup_job_entry(place, job["Id"]), job)


def _creator(place: Place, run: RunRecord) -> dict[str, str]:
    """Returns the CreatedBy of an answer."""
    plan, rule = run["Plan"], run["Rule"]
    shown: Mapping[str, Any] = shown_document({**plan, "Rules": [rule]})
    (document,) = shown["Rules"]
    return {
        "BackupPlanId": plan["Id"],
        "BackupPlanArn": plan_arn(place, plan["Id"]),
        "BackupPlanName": plan["Name"],
        "BackupPlanVersion": plan["VersionId"],
        "BackupRuleId": rule["Id"],
        "BackupRuleName": document["RuleName"],
        "BackupRuleCron": document["ScheduleExpression"],
        "BackupRuleTimezone": document["ScheduleExpressionTimezone"],
    }
