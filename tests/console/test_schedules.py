"""Scheduled backups: the form, the list of plans, and what the user may not do."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.api.clients import client, create, unique
from tests.console.conftest import go_to
from tests.console.controls import act, choose
from tests.console.signed_in import console_of, new_user
from tests.waiting import wait_until

_DEFAULT_ROLE = "arn:aws:iam::000000000000:role/service-role/AWSBackupDefaultServiceRole"
_CHOSEN_ROLE = "arn:aws:iam::000000000000:role/backups"


@pytest.fixture
def backups(server_url: str) -> Iterator[Any]:
    """A boto3 client of AWS Backup of the server of the file."""
    with client(server_url, service="backup") as made:
        yield made


def _arn(table: str) -> str:
    return f"arn:aws:dynamodb:us-east-1:000000000000:table/{table}"


def _row(page: Any, text: str) -> Any:
    return page.get_by_role("row").filter(has_text=text)


def _plan_named(backups: Any, name: str) -> str:
    """Returns the id of a plan."""
    plans = backups.list_backup_plans()["BackupPlansList"]
    return next(str(each["BackupPlanId"]) for each in plans if each["BackupPlanName"] == name)


def _selections(backups: Any, plan_id: str) -> list[Any]:
    listed = backups.list_backup_selections(BackupPlanId=plan_id)["BackupSelectionsList"]
    return [
        backups.get_backup_selection(BackupPlanId=plan_id, SelectionId=each["SelectionId"])[
            "BackupSelection"
        ]
        for each in listed
    ]


def _make_plan(backups: Any, name: str, *, vault: str, **selection: Any) -> str:
    """Makes a plan with a selection, and returns its id."""
    backups.create_backup_vault(BackupVaultName=vault)
    rule = {"RuleName": "daily", "TargetBackupVaultName": vault}
    made = backups.create_backup_plan(BackupPlan={"BackupPlanName": name, "Rules": [rule]})
    chosen = {"SelectionName": "s", "IamRoleArn": _CHOSEN_ROLE, **selection}
    backups.create_backup_selection(BackupPlanId=made["BackupPlanId"], BackupSelection=chosen)
    return str(made["BackupPlanId"])


def test_the_backups_of_a_table_are_scheduled(
    console: Any, server_url: str, dynamodb: Any, backups: Any
) -> None:
    """From the menu "Create backup". The role and the vault are made, and AWS Backup has the plan
    that the form says: a rule, its schedule, window and lifecycle, and the table.
    """
    name = create(dynamodb, ("id", "S"))
    go_to(console, "tables", name, "backups")
    console.get_by_text("No backup plan protects this table.").wait_for()
    act(console, "Schedule backup", menu="Create backup")
    console.get_by_role("button", name="Schedule backup").click()
    console.get_by_text("Type 1 to 50 letters").wait_for()
    console.get_by_label("Backup plan name").fill("weekly-plan")
    choose(console, "Backup frequency", "Weekly")
    choose(console, "Day of the week", "Tuesday")
    console.get_by_label("Start time").fill("03:30")
    console.get_by_text("Every Tuesday at 03:30 (UTC)").wait_for()
    console.get_by_role("radio", name="Customize backup window").check()
    console.get_by_label("Start within (hours)").fill("2")
    console.get_by_label("Transition to cold storage").fill("10")
    console.get_by_role("button", name="Schedule backup").click()
    console.get_by_text("Keep backups for at least 90 days").wait_for()
    console.get_by_label("Retention period").fill("120")
    console.get_by_role("button", name="Schedule backup").click()
    console.get_by_text(f"The backups of {name} are scheduled.").wait_for()
    row = _row(console, "weekly-plan")
    row.get_by_text("Every Tuesday at 03:30 (UTC)").wait_for()
    row.get_by_text("120 days").wait_for()
    plan_id = _plan_named(backups, "weekly-plan")
    found = backups.get_backup_plan(BackupPlanId=plan_id)
    (rule,) = found["BackupPlan"]["Rules"]
    expected = {
        "RuleName": "daily",
        "TargetBackupVaultName": "Default",
        "ScheduleExpression": "cron(30 3 ? * TUE *)",
        "ScheduleExpressionTimezone": "Etc/UTC",
        "StartWindowMinutes": 120,
        "CompletionWindowMinutes": 10_080,
        "Lifecycle": {"MoveToColdStorageAfterDays": 10, "DeleteAfterDays": 120},
    }
    assert expected.items() <= rule.items()
    (selection,) = _selections(backups, plan_id)
    assert selection["Resources"] == [_arn(name)]
    assert selection["IamRoleArn"] == _DEFAULT_ROLE
    with client(server_url, service="iam") as iam:
        role = iam.get_role(RoleName="AWSBackupDefaultServiceRole")["Role"]
    assert "backup.amazonaws.com" in json.dumps(role["AssumeRolePolicyDocument"])


def test_a_table_is_added_to_a_plan_that_exists_and_the_plan_is_deleted(
    console: Any, server_url: str, dynamodb: Any, backups: Any
) -> None:
    """With a role that AWS Backup may assume. The page of all backups lists the plan with its
    tables. It is deleted with its selections after the word confirm.
    """
    name, other = create(dynamodb, ("id", "S")), create(dynamodb, ("id", "S"))
    plan_id = _make_plan(backups, "both", vault="both", Resources=[_arn(other)])
    trust = {
        "Effect": "Allow",
        "Principal": {"Service": "backup.amazonaws.com"},
        "Action": "sts:AssumeRole",
    }
    document = json.dumps({"Version": "2012-10-17", "Statement": trust})
    with client(server_url, service="iam") as iam:
        iam.create_role(RoleName="backups", AssumeRolePolicyDocument=document)
    go_to(console, f"schedule-backup?table={name}")
    console.get_by_role("radio", name="Add the table to an existing backup plan").check()
    choose(console, "Existing backup plan", "both")
    console.get_by_role("radio", name="Choose an IAM role").check()
    console.get_by_label("Role", exact=True).fill("back")
    console.get_by_role("option", name="backups").click()
    console.get_by_role("button", name="Schedule backup").click()
    _row(console, "both").get_by_text("Every day at 05:00 (UTC)").wait_for()
    selections = _selections(backups, plan_id)
    assert {each["IamRoleArn"] for each in selections} == {_CHOSEN_ROLE}
    assert [_arn(name)] in [each["Resources"] for each in selections]
    go_to(console, "backups")
    row = _row(console, "both")
    row.get_by_text(name).wait_for()
    row.get_by_role("radio").check()
    console.get_by_role("button", name="Delete plan").click()
    dialog = console.get_by_role("dialog", name="Delete backup plan")
    dialog.get_by_text(other).wait_for()
    dialog.get_by_label("To confirm, type confirm in the field.").fill("confirm")
    dialog.get_by_role("button", name="Delete", exact=True).click()
    console.get_by_text("The backup plan both was deleted.").wait_for()
    listed = backups.list_backup_plans()["BackupPlansList"]
    assert plan_id not in [each["BackupPlanId"] for each in listed]


def test_a_plan_has_a_page_that_changes_its_rules_and_tables(
    console: Any, dynamodb: Any, backups: Any
) -> None:
    """A rule is changed, added and deleted by the form that makes plans, and a table is taken out.
    What the form does not show stays. A change that somebody else made first is not overwritten.
    """
    name = create(dynamodb, ("id", "S"))
    plan_id = _make_plan(backups, "paged", vault="paged", Resources=[_arn(name)])
    document = backups.get_backup_plan(BackupPlanId=plan_id)["BackupPlan"]
    del document["Rules"][0]["RuleId"]
    document["Rules"][0] |= {"StartWindowMinutes": 100, "RecoveryPointTags": {"team": "music"}}
    backups.update_backup_plan(BackupPlanId=plan_id, BackupPlan=document)
    go_to(console, "backups")
    console.get_by_role("link", name="paged").click()
    console.get_by_role("heading", name="Backup plan paged").wait_for()
    row = _row(console, "Every day at 05:00 (UTC)")
    row.get_by_text("100 minutes").wait_for()
    row.get_by_role("radio").check()
    assert console.get_by_role("button", name="Delete", exact=True).is_disabled()
    console.get_by_role("button", name="Edit", exact=True).click()
    dialog = console.get_by_role("dialog", name="Edit backup rule")
    choose(console, "Backup frequency", "Hourly")
    dialog.get_by_label("Minute of the hour").fill("75")
    dialog.get_by_label("Retention period").fill("7")
    dialog.get_by_role("button", name="Save changes").click()
    dialog.get_by_text("Type 0 to 59.").wait_for()
    dialog.get_by_label("Minute of the hour").fill("15")
    dialog.get_by_role("button", name="Save changes").click()
    console.get_by_text("The backup rule daily was saved.").wait_for()
    _row(console, "Every hour at minute 15 (UTC)").get_by_text("7 days").wait_for()
    _add_a_rule(console, vault="of-the-page")
    first, second = backups.get_backup_plan(BackupPlanId=plan_id)["BackupPlan"]["Rules"]
    assert first["ScheduleExpression"] == "cron(15 * ? * * *)"
    assert first["StartWindowMinutes"] == 100
    assert first["RecoveryPointTags"] == {"team": "music"}
    assert second["TargetBackupVaultName"] == "of-the-page"
    _lose_a_race(console, backups, plan_id)
    console.get_by_role("button", name="Delete", exact=True).click()
    deletion = console.get_by_role("dialog", name="Delete backup rule")
    deletion.get_by_role("button", name="Delete", exact=True).click()
    console.get_by_text("The backup rule added was deleted.").wait_for()
    (left,) = backups.get_backup_plan(BackupPlanId=plan_id)["BackupPlan"]["Rules"]
    assert left["RuleName"] == "by-somebody-else"
    console.get_by_role("tab", name="Resource assignments").click()
    _row(console, name).get_by_role("radio").check()
    console.get_by_role("button", name="Delete", exact=True).click()
    taken = console.get_by_role("dialog", name="Delete resource assignment")
    taken.get_by_text(name).wait_for()
    taken.get_by_role("button", name="Delete", exact=True).click()
    console.get_by_text("The plan backs up nothing.").wait_for()
    assert _selections(backups, plan_id) == []


def _add_a_rule(page: Any, vault: str) -> None:
    """Adds a rule, whose vault the page makes."""
    page.get_by_role("button", name="Add backup rule").click()
    dialog = page.get_by_role("dialog", name="Add backup rule")
    dialog.get_by_label("Backup rule name").fill("added")
    dialog.get_by_label("Backup vault").fill(vault)
    dialog.get_by_label("Backup rule name").click()
    dialog.get_by_role("button", name="Add backup rule").click()
    page.get_by_text("The backup rule added was saved.").wait_for()


def _lose_a_race(page: Any, backups: Any, plan_id: str) -> None:
    """Somebody else renames the first rule while the dialog for the second one is open."""
    _row(page, "added").get_by_role("radio").check()
    page.get_by_role("button", name="Edit", exact=True).click()
    dialog = page.get_by_role("dialog", name="Edit backup rule")
    document = backups.get_backup_plan(BackupPlanId=plan_id)["BackupPlan"]
    for rule in document["Rules"]:
        del rule["RuleId"]
    document["Rules"][0]["RuleName"] = "by-somebody-else"
    backups.update_backup_plan(BackupPlanId=plan_id, BackupPlan=document)
    dialog.get_by_role("button", name="Save changes").click()
    dialog.get_by_text("Somebody else changed the plan meanwhile.").wait_for()
    dialog.get_by_role("button", name="Cancel").click()
    _row(page, "by-somebody-else").wait_for()
    _row(page, "added").get_by_role("radio").check()


def test_the_page_of_a_plan_shows_its_jobs_and_deletes_it(
    console: Any, dynamodb: Any, backups: Any
) -> None:
    """The form that schedules backups adds a table to the plan. A plan that is gone says so."""
    name = create(dynamodb, ("id", "S"))
    plan_id = _make_plan(backups, "deleted-there", vault="there", Resources=[_arn("Elsewhere")])
    go_to(console, "backup-plans", plan_id, "jobs")
    console.get_by_text("The plan has begun no backups in the last 30 days.").wait_for()
    console.get_by_role("tab", name="Resource assignments").click()
    console.get_by_role("link", name="Assign a table").click()
    existing = console.get_by_role("radio", name="Add the table to an existing backup plan")
    existing.wait_for()
    assert existing.is_checked()
    console.get_by_text("deleted-there").wait_for()
    go_to(console, f"schedule-backup?plan={plan_id}&table={name}")
    console.get_by_role("radio", name="Choose an IAM role").check()
    console.get_by_label("Role", exact=True).fill(_CHOSEN_ROLE)
    console.get_by_role("button", name="Schedule backup").click()
    console.get_by_text(f"The backups of {name} are scheduled.").wait_for()
    assert [_arn(name)] in [each["Resources"] for each in _selections(backups, plan_id)]
    go_to(console, "backup-plans", plan_id)
    console.get_by_role("button", name="Delete plan").click()
    dialog = console.get_by_role("dialog", name="Delete backup plan")
    dialog.get_by_label("To confirm, type confirm in the field.").fill("confirm")
    dialog.get_by_role("button", name="Delete", exact=True).click()
    console.get_by_text("The backup plan deleted-there was deleted.").wait_for()
    console.get_by_role("heading", name=re.compile("^Backups")).wait_for()  # may have a number
    go_to(console, "backup-plans", plan_id)
    console.get_by_text(f"Cannot find Backup plan with ID {plan_id}").wait_for()


def test_the_plans_of_a_table_are_those_that_name_it(
    console: Any, dynamodb: Any, backups: Any
) -> None:
    """By a tag and by a pattern, and not those of other tables. A backup of a plan is of the type
    AWS Backup, and cannot be deleted here.
    """
    tag = {"Key": "backup", "Value": "nightly"}
    tagged = create(dynamodb, ("id", "S"), Tags=[tag])
    other = create(dynamodb, ("id", "S"))
    wanted = {
        "ConditionType": "STRINGEQUALS",
        "ConditionKey": "backup",
        "ConditionValue": "nightly",
    }
    _make_plan(backups, "by-tag", vault="tags", ListOfTags=[wanted])
    pattern = _arn(f"{tagged[:-4]}*")
    _make_plan(backups, "by-pattern", vault="patterns", Resources=[pattern])
    job = backups.start_backup_job(
        BackupVaultName="tags", ResourceArn=_arn(tagged), IamRoleArn=_CHOSEN_ROLE
    )["BackupJobId"]
    wait_until(lambda: backups.describe_backup_job(BackupJobId=job)["State"] == "COMPLETED")
    go_to(console, "tables", other, "backups")
    console.get_by_text("No backup plan protects this table.").wait_for()
    go_to(console, "tables", tagged, "backups")
    _row(console, "by-tag").wait_for()
    _row(console, "by-pattern").wait_for()
    backup = _row(console, "AWS Backup").filter(has_text="Available")
    backup.get_by_role("radio").check()
    assert console.get_by_role("button", name="Delete", exact=True).is_disabled()
    (found,) = dynamodb.list_backups(TableName=tagged, BackupType="AWS_BACKUP")["BackupSummaries"]
    backup.get_by_text(found["BackupArn"]).wait_for()


def test_selections_that_back_up_nothing_are_marked(
    console: Any, dynamodb: Any, backups: Any
) -> None:
    """By tags, when DynamoDB is not opted in; by the ARN of a table that does not exist.
    The page shows the command that opts in.
    """
    name = create(dynamodb, ("id", "S"))
    wanted = {"ConditionType": "STRINGEQUALS", "ConditionKey": "a", "ConditionValue": "b"}
    plan_id = _make_plan(backups, "inactive", vault="inactive", ListOfTags=[wanted])
    go_to(console, "backup-plans", plan_id, "resources")
    _row(console, "tables with the tag a=b").get_by_text("Active", exact=True).wait_for()
    backups.update_region_settings(ResourceTypeOptInPreference={"DynamoDB": False})
    reason = "Inactive: DynamoDB is not opted in for AWS Backup in this Region"
    console.get_by_role("button", name="Read the backup plan again").click()
    _row(console, "tables with the tag a=b").get_by_text(reason).wait_for()
    go_to(console, "backups")
    named = console.get_by_role("link", name="inactive", exact=True)
    console.get_by_role("row").filter(has=named).get_by_text(reason).wait_for()
    for table in (name, "Nowhere"):
        selection = {"SelectionName": table[:50], "IamRoleArn": _CHOSEN_ROLE}
        backups.create_backup_selection(
            BackupPlanId=plan_id, BackupSelection={**selection, "Resources": [_arn(table)]}
        )
    go_to(console, "backup-plans", plan_id, "resources")
    console.get_by_role("button", name="Read the backup plan again").click()
    _row(console, name).get_by_text("Active", exact=True).wait_for()
    missing = f"Not found in this Region: {_arn('Nowhere')}"
    _row(console, "Nowhere").get_by_text(missing).wait_for()
    command = console.get_by_text("aws backup update-region-settings").inner_text()
    assert command.endswith("--resource-type-opt-in-preference DynamoDB=true")
    backups.update_region_settings(ResourceTypeOptInPreference={"DynamoDB": True})
    console.get_by_role("button", name="Read the backup plan again").click()
    _row(console, "tables with the tag a=b").get_by_text("Active", exact=True).wait_for()


def test_what_a_user_may_not_do_is_shown(browser: Any, enforced: Any) -> None:
    """A user of DynamoDB sees the refusal of the list of plans, and the backups below it. One who
    may make plans, but no role, sees that the role was refused, and no plan stays.
    """
    name = unique("jedlik-test")
    with client(enforced.url, keys=enforced.keys) as dynamodb:
        create(dynamodb, ("id", "S"), name=name)
    user = new_user(enforced.url, "AmazonDynamoDBFullAccess")
    with console_of(browser, enforced.url, user.keys) as page:
        go_to(page, "tables", name, "backups")
        page.get_by_text("This table has no backups.").wait_for()
        page.get_by_text("backup:ListBackupPlans").first.wait_for()
        page.get_by_role("button", name="Why denied?").first.wait_for()
    statement = {"Effect": "Allow", "Action": ["backup:*", "iam:GetRole"], "Resource": "*"}
    inline = json.dumps({"Version": "2012-10-17", "Statement": statement})
    planner = new_user(enforced.url, "AmazonDynamoDBReadOnlyAccess", inline=inline)
    with console_of(browser, enforced.url, planner.keys) as page:
        go_to(page, f"schedule-backup?table={name}")
        page.get_by_label("Backup plan name").fill("refused")
        page.get_by_role("button", name="Schedule backup").click()
        page.get_by_text("is not authorized to perform: iam:CreateRole").wait_for()
        page.get_by_role("radio", name="Choose an IAM role").check()
        page.get_by_label("Role", exact=True).fill(_CHOSEN_ROLE)
        page.get_by_role("button", name="Schedule backup").click()
        page.get_by_text("is not authorized to perform: iam:PassRole").wait_for()
    with client(enforced.url, service="backup", keys=enforced.keys) as backups:
        assert backups.list_backup_plans()["BackupPlansList"] == []
