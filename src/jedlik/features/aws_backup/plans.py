"""Backup plans: rules that say when backups are made, in which vault, and how long they stay.

A plan has one current version. An update makes new rules with new ids, and new times at which they
are due. Source: API Reference, CreateBackupPlan.
"""

from collections.abc import Mapping
from hashlib import blake2b
from typing import Any, Final

import orjson

from jedlik.core.errors import Reject
from jedlik.core.types.echo import clipped
from jedlik.features.aws_backup.cron import InvalidScheduleError, Schedule, first_runs
from jedlik.features.aws_backup.due_queue import delete_due, put_due
from jedlik.features.aws_backup.lifecycle import (
    check_continuous,
    check_windows,
    checked_lifecycle,
)
from jedlik.features.aws_backup.records import (
    NameRecord,
    Place,
    PlanRecord,
    RuleRecord,
    document_entry,
    plan_entry,
    plan_token_entry,
    timed_id,
    vault_entry,
)
from jedlik.features.aws_backup.refusals import (
    invalid_request,
    invalid_value,
    not_built,
    not_found,
    refusal,
)
from jedlik.features.aws_backup.tags import checked_tags
from jedlik.features.identity.transaction import Transaction

DEFAULT_SCHEDULE: Final = "cron(0 5 ? * * *)"
_RULES_MAX: Final = 10
_NAME_CHARACTERS: Final = 50
_DIGEST_BYTES: Final = 16
_UNSUPPORTED: Final = {
    "CopyActions": "copies of backups in other vaults",
    "TargetLogicallyAirGappedBackupVaultArn": "logically air-gapped vaults",
    "IndexActions": "indexes of backups",
    "ScanActions": "scans of backups",
}


async def create_plan(
    transaction: Transaction, place: Place, wanted: Mapping[str, Any]
) -> PlanRecord:
    """Creates a plan. A request that is sent again finds the plan that it has made.

    wanted: the members of CreateBackupPlan. Raises Reject.
    """
    document, token = wanted["BackupPlan"], wanted.get("CreatorRequestId", "")
    digest = _digest(orjson.dumps(document, option=orjson.OPT_SORT_KEYS))
    token_at = plan_token_entry(place, _digest(token.encode()))
    made = await transaction.get(token_at) if token else None
    if made is not None:
        return await plan_of(transaction, place, made["Id"])
    await _check_document(transaction, place, document)
    if await transaction.get(document_entry(place, digest)) is not None:
        # The text is that which Terraform's users report.
        text = "Backup plan with the same plan document already exists"
        raise refusal("AlreadyExistsException", text)
    now_ms = transaction.node.clock.now_ms()
    plan: PlanRecord = {
        "AccountId": place.account_id,
        "Region": place.region,
        "Id": timed_id(now_ms, transaction.node.ids.uuid()),
        "Name": document["BackupPlanName"],
        "VersionId": transaction.node.ids.uuid(),
        "CreatedMs": now_ms,
        "Token": token,
        "Digest": digest,
        "Tags": checked_tags(wanted.get("BackupPlanTags", {})),
        "Rules": _rules(transaction, document),
        "Selections": {},
    }
    name: NameRecord = {"Id": plan["Id"]}
    if token:
        transaction.put(token_at, name)
    transaction.put(document_entry(place, digest), name)
    _put(transaction, place, plan)
    return plan


async def plan_of(transaction: Transaction, place: Place, plan_id: str) -> PlanRecord:
    """Returns a plan. Raises Reject with ResourceNotFoundException."""
    plan = await transaction.get(plan_entry(place, plan_id))
    if plan is None:
        raise not_found(f"Cannot find Backup plan with ID {clipped(plan_id)}")
    return plan


async def update_plan(
    transaction: Transaction, place: Place, plan_id: str, document: Mapping[str, Any]
) -> PlanRecord:
    """Replaces the document of a plan. Raises Reject."""
    plan = await plan_of(transaction, place, plan_id)
    await _check_document(transaction, place, document)
    _forget_rules(transaction, place, plan)
    digest = _digest(orjson.dumps(document, option=orjson.OPT_SORT_KEYS))
    same = await transaction.get(document_entry(place, digest))
    if same is None:
        name: NameRecord = {"Id": plan_id}
        transaction.put(document_entry(place, digest), name)
    if digest != plan["Digest"]:
        await _forget_document(transaction, place, plan)
    plan["Digest"] = digest
    plan["Name"] = document["BackupPlanName"]
    plan["VersionId"] = transaction.node.ids.uuid()
    plan["CreatedMs"] = transaction.node.clock.now_ms()
    plan["Rules"] = _rules(transaction, document)
    _put(transaction, place, plan)
    return plan


async def delete_plan(transaction: Transaction, place: Place, plan_id: str) -> PlanRecord:
    """Deletes a plan without selections. Raises Reject.

    The text is recorded (terraform-provider-aws #10414).
    """
    plan = await plan_of(transaction, place, plan_id)
    if plan["Selections"]:
        raise invalid_request(
            "Related backup plan selections must be deleted prior to backup plan deletion"
        )
    _forget_rules(transaction, place, plan)
    await _forget_document(transaction, place, plan)
    if plan["Token"]:
        transaction.delete(plan_token_entry(place, _digest(plan["Token"].encode())))
    transaction.delete(plan_entry(place, plan_id))
    return plan


def schedule_of(rule: Mapping[str, Any]) -> Schedule:
    """Returns the schedule of the document of a rule. Raises InvalidScheduleError."""
    expression = rule.get("ScheduleExpression", DEFAULT_SCHEDULE)
    return Schedule(expression, rule.get("ScheduleExpressionTimezone", ""))


def next_runs(plan: PlanRecord, now_ms: int, count: int) -> list[dict[str, object]]:
    """Returns the next times at which rules of a plan are due, as GetBackupPlan previews them."""
    found = [
        (at_ms, rule["Id"])
        for rule in plan["Rules"]
        for at_ms in first_runs(schedule_of(rule["Document"]), now_ms, count)
    ]
    return [
        {"ExecutionTime": at_ms / 1000, "RuleId": rule_id, "RuleExecutionType": "SNAPSHOTS"}
        for at_ms, rule_id in sorted(found)[:count]
    ]


def shown_document(plan: PlanRecord) -> dict[str, object]:
    """Returns the BackupPlan of an answer: the document with the ids of the rules."""
    rules = [
        {
            "ScheduleExpression": DEFAULT_SCHEDULE,
            "ScheduleExpressionTimezone": "Etc/UTC",
            "StartWindowMinutes": 480,
            "CompletionWindowMinutes": 10_080,
            "EnableContinuousBackup": False,
            **each["Document"],
            "RuleId": each["Id"],
        }
        for each in plan["Rules"]
    ]
    return {"BackupPlanName": plan["Name"], "Rules": rules}


def due_id(plan: PlanRecord, rule: RuleRecord) -> str:
    """Returns the id of a rule as what is due has it."""
    return f"{plan['Id']}/{rule['Id']}"


async def _check_document(
    transaction: Transaction, place: Place, document: Mapping[str, Any]
) -> None:
    """Raises Reject for a plan that is not valid."""
    name, rules = document["BackupPlanName"], document["Rules"]
    if not 1 <= len(name) <= _NAME_CHARACTERS:
        raise invalid_value(f"The name of a plan has 1 to {_NAME_CHARACTERS} characters")
    if document.get("AdvancedBackupSettings") or document.get("ScanSettings"):
        raise not_built("settings of other resource types than DynamoDB")
    if not 1 <= len(rules) <= _RULES_MAX:
        raise invalid_value(f"A plan has 1 to {_RULES_MAX} rules")
    if len({each["RuleName"] for each in rules}) < len(rules):
        raise invalid_value("Two rules of a plan have the same name")
    for rule in rules:
        try:
            _check_rule(rule)
        except Reject as rejected:
            raise _in_rule(rule, rejected.error.message or "") from None
        if await transaction.get(vault_entry(place, rule["TargetBackupVaultName"])) is None:
            text = f"Backup vault {rule['TargetBackupVaultName']} does not exist"
            raise _in_rule(rule, text)


def _check_rule(rule: dict[str, Any]) -> None:
    """Raises Reject for a rule that is not valid. Brings its lifecycle into its normal form."""
    for member, what in _UNSUPPORTED.items():
        if rule.get(member):
            raise not_built(f"{what}; omit {member}")
    check_windows(rule.get("StartWindowMinutes"), rule.get("CompletionWindowMinutes"))
    if "Lifecycle" in rule:
        rule["Lifecycle"] = checked_lifecycle(rule["Lifecycle"])
    if rule.get("EnableContinuousBackup"):
        check_continuous(rule.get("Lifecycle", {}))
    try:
        schedule_of(rule)
    except InvalidScheduleError as error:
        raise invalid_value(f"Invalid schedule. {error}") from None


def _in_rule(rule: Mapping[str, Any], text: str) -> Reject:
    """Returns the error of a rule. Its form is recorded (terraform-aws-backup #40)."""
    context = orjson.dumps([rule["RuleName"], text]).decode()
    return invalid_value(f"Error in rule {rule['RuleName']} : {text}", "ERROR_3015", context)


def _rules(transaction: Transaction, document: Mapping[str, Any]) -> list[RuleRecord]:
    now_ms = transaction.node.clock.now_ms()
    return [
        {
            "Id": transaction.node.ids.uuid(),
            "Document": dict(each),
            "DueMs": schedule_of(each).next_after(now_ms),
        }
        for each in document["Rules"]
    ]


def _put(transaction: Transaction, place: Place, plan: PlanRecord) -> None:
    """Stores a plan, and when its rules are due."""
    transaction.put(plan_entry(place, plan["Id"]), plan)
    for rule in plan["Rules"]:
        put_due(transaction, place, "rule", due_id(plan, rule), rule["DueMs"])


def _forget_rules(transaction: Transaction, place: Place, plan: PlanRecord) -> None:
    for rule in plan["Rules"]:
        delete_due(transaction, place, "rule", due_id(plan, rule), rule["DueMs"])


async def _forget_document(transaction: Transaction, place: Place, plan: PlanRecord) -> None:
    """Forgets the document of a plan, unless another plan was first with the same one."""
    entry = document_entry(place, plan["Digest"])
    owner = await transaction.get(entry)
    if owner is not None and owner["Id"] == plan["Id"]:
        transaction.delete(entry)


def _digest(value: bytes) -> str:
    return blake2b(value, digest_size=_DIGEST_BYTES).hexdigest()
