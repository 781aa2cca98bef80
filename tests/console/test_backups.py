"""Backups, point-in-time recovery and restores, and the backup before a deletion."""

import calendar
import re
import time
from typing import Any

from tests.api.clients import create, unique
from tests.console.conftest import go_to
from tests.console.controls import act
from tests.console.held import held
from tests.waiting import wait_until

_ITEMS = [{"id": {"S": str(number)}, "title": {"S": "x" * number}} for number in range(40)]


def _music(dynamodb: Any, **members: Any) -> str:
    """A table with items."""
    name = create(dynamodb, ("id", "S"), **members)
    for item in _ITEMS:
        dynamodb.put_item(TableName=name, Item=item)
    return name


def _items(dynamodb: Any, table: str) -> list[Any]:
    dynamodb.get_waiter("table_exists").wait(TableName=table, WaiterConfig={"Delay": 1})
    found = dynamodb.scan(TableName=table)["Items"]
    return sorted(found, key=lambda item: int(item["id"]["S"]))


def _backups(dynamodb: Any, table: str, kind: str = "USER") -> list[Any]:
    return list(dynamodb.list_backups(TableName=table, BackupType=kind)["BackupSummaries"])


def _row(page: Any, text: str) -> Any:
    return page.get_by_role("row").filter(has_text=text)


def _choose(page: Any, name: str) -> None:
    """Selects the backup of a name in the list."""
    _row(page, name).get_by_role("radio").check()


def _restore_as(page: Any, target: str) -> None:
    """Fills in the name, restores, and waits until the list of tables shows the table."""
    page.get_by_label("Name of restored table").fill(target)
    page.get_by_role("button", name="Restore", exact=True).click()
    page.get_by_role("heading", name="Tables").wait_for()
    page.get_by_text(f"The {target} table was restored successfully.").wait_for()
    page.get_by_placeholder("Find tables").fill(target)
    _row(page, target).get_by_text("Active").wait_for()


def test_a_table_is_backed_up_before_it_is_deleted_and_restored(
    console: Any, dynamodb: Any
) -> None:
    """Points 20 and 21: a backup is not chosen by default, and the button is off until the word is
    typed. Afterwards one backup is available, and the table is gone. The table that is restored
    from it has the same items.
    """
    name = _music(dynamodb)
    go_to(console, "tables", name, "backups")
    act(console, "Delete table")
    dialog = console.get_by_role("dialog", name="Delete table")
    backup_first = dialog.get_by_label(f"Create an on-demand backup of {name} before deletion")
    assert not backup_first.is_checked()
    backup_first.check()
    delete = dialog.get_by_role("button", name="Delete", exact=True)
    assert delete.is_disabled()
    dialog.get_by_label("To confirm, type confirm in the field.").fill("confirm")
    delete.click()
    console.get_by_text(f"The request to delete the {name} table has been submitted").wait_for()
    dynamodb.get_waiter("table_not_exists").wait(TableName=name, WaiterConfig={"Delay": 1})
    (backup,) = _backups(dynamodb, name)
    assert backup["BackupStatus"] == "AVAILABLE"
    go_to(console, "backups")
    console.get_by_placeholder("Find backups").fill(name)
    _choose(console, backup["BackupName"])
    console.get_by_role("link", name="Restore the backup").click()
    console.get_by_text("Item count").wait_for()
    target = unique("restored")
    _restore_as(console, target)
    assert _items(dynamodb, target) == _ITEMS


def test_the_steps_are_shown_and_cancel_keeps_the_table(console: Any, dynamodb: Any) -> None:
    """Point 20: while the backup is being made, the dialog shows both steps. "Cancel" then keeps
    the table. The answers to DescribeBackup say CREATING until the test has seen the steps.
    """
    name = _music(dynamodb)
    arn = dynamodb.describe_table(TableName=name)["Table"]["TableArn"]
    go_to(console, "tables", name, "backups")
    console.get_by_role("heading", name="Point-in-time recovery (PITR)").wait_for()
    act(console, "Delete table")
    dialog = console.get_by_role("dialog", name="Delete table")
    dialog.get_by_label(f"Create an on-demand backup of {name} before deletion").check()
    dialog.get_by_label("To confirm, type confirm in the field.").fill("confirm")
    with held(console, ("CreateBackup", "DescribeBackup"), "AVAILABLE", "CREATING"):
        dialog.get_by_role("button", name="Delete", exact=True).click()
        steps = dialog.get_by_role("status", name="Steps of the deletion")
        steps.get_by_text(f"Create the backup {name}").wait_for()
        steps.get_by_text("Delete the table").wait_for()
        dialog.get_by_role("button", name="Cancel").click()
    console.get_by_text("The deletion was canceled. The backup").wait_for()
    assert dynamodb.describe_table(TableName=name)["Table"]["TableArn"] == arn
    assert len(_backups(dynamodb, name)) == 1


def test_backups_are_created_listed_and_deleted(console: Any, dynamodb: Any) -> None:
    """Point 20: the tab of the table makes a backup, shows how it becomes available, and deletes it
    after the word confirm.
    """
    name = _music(dynamodb)
    go_to(console, "tables", name, "backups")
    console.get_by_text("This table has no backups.").wait_for()
    console.get_by_text(f"aws dynamodb create-backup --table-name {name}").wait_for()
    act(console, "Create on-demand backup", menu="Create backup")
    dialog = console.get_by_role("dialog", name="Create on-demand backup")
    dialog.get_by_label("Backup name").fill("a")
    dialog.get_by_text("must have between 3 and 255 characters").wait_for()
    dialog.get_by_label("Backup name").fill("monday")
    dialog.get_by_role("button", name="Create backup").click()
    row = _row(console, "monday")
    row.get_by_text("Available").wait_for()
    (backup,) = _backups(dynamodb, name)
    assert backup["BackupName"] == "monday"
    row.get_by_text(backup["BackupArn"]).wait_for()
    _choose(console, "monday")
    console.get_by_role("button", name="Delete", exact=True).click()
    deletion = console.get_by_role("dialog", name="Delete backup")
    delete = deletion.get_by_role("button", name="Delete", exact=True)
    assert delete.is_disabled()
    deletion.get_by_label("To confirm, type confirm in the field.").fill("confirm")
    delete.click()
    console.get_by_text("This table has no backups.").wait_for()
    assert _backups(dynamodb, name) == []


def _choose_before_the_bad_write(page: Any) -> None:
    """Finds the second in which one item was changed, and chooses the second before it."""
    page.get_by_role("button", name="Show what changed when").click()
    table = page.get_by_role("table", name="What changed when")
    table.get_by_role("row").nth(1).wait_for()
    page.get_by_role("button", name="Second", exact=True).click()
    before = re.compile("Restore to before (.*)")
    bad = table.get_by_role("row").filter(has=page.get_by_role("cell", name="1", exact=True)).last
    chosen = bad.get_by_role("button", name=before)
    match = before.fullmatch(str(chosen.get_attribute("aria-label")))
    assert match is not None
    chosen.click()
    second = calendar.timegm(time.strptime(match[1], "%Y-%m-%d %H:%M:%S")) - 1
    expected = time.strftime("%H:%M:%S", time.gmtime(second))
    assert page.get_by_label("Restore time (UTC)").input_value() == expected


def test_a_table_is_restored_to_the_second_before_a_bad_write(console: Any, dynamodb: Any) -> None:
    """Point 42: recovery is turned on with 35 days, and a restore to a second brings the old value
    back, here without the secondary index. The form shows in which second something changed.
    """
    index = {
        "IndexName": "by-title",
        "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
        "Projection": {"ProjectionType": "ALL"},
    }
    name = create(dynamodb, ("id", "S"), GlobalSecondaryIndexes=[index])
    go_to(console, "tables", name, "backups")
    console.get_by_role("button", name="Turn on point-in-time recovery").click()
    dialog = console.get_by_role("dialog", name="Edit point-in-time recovery settings")
    days = dialog.get_by_label("Recovery period in days")
    assert days.input_value() == "35"
    days.fill("36")
    assert dialog.get_by_role("button", name="Save changes").is_disabled()
    days.fill("35")
    dialog.get_by_role("button", name="Save changes").click()
    console.get_by_text("Earliest restore point").wait_for()
    console.get_by_text("35 days").wait_for()
    for item in _ITEMS:
        dynamodb.put_item(TableName=name, Item=item)
    good_s = int(time.time())
    wait_until(lambda: time.time() >= good_s + 1)
    dynamodb.put_item(TableName=name, Item={"id": {"S": "0"}, "title": {"S": "bad"}})
    go_to(console, "tables", name, "settings")
    console.get_by_text("Point-in-time recovery (PITR)").wait_for()
    go_to(console, "tables", name, "backups")
    console.get_by_role("link", name="Restore to a point in time").click()
    console.get_by_role("radio", name="Date and time").check()
    now = time.gmtime()
    console.get_by_label("Restore date (UTC)").fill(time.strftime("%Y/%m/%d", now))
    console.get_by_label("Restore time (UTC)").fill(time.strftime("%H:%M:%S", now))
    _choose_before_the_bad_write(console)
    console.get_by_role("radio", name="Restore the table without secondary indexes").check()
    target = unique("then")
    _restore_as(console, target)
    assert _items(dynamodb, target) == _ITEMS
    table = dynamodb.describe_table(TableName=target)["Table"]
    assert "GlobalSecondaryIndexes" not in table


def test_the_system_backup_of_a_deleted_table_is_listed(console: Any, dynamodb: Any) -> None:
    """Point 42: a table with recovery leaves a backup that can be restored, but not deleted."""
    name = create(dynamodb, ("id", "S"))
    dynamodb.update_continuous_backups(
        TableName=name, PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True}
    )
    dynamodb.delete_table(TableName=name)
    dynamodb.get_waiter("table_not_exists").wait(TableName=name, WaiterConfig={"Delay": 1})
    go_to(console, "backups")
    console.get_by_placeholder("Find backups").fill(name)
    row = _row(console, name)
    row.get_by_text("System", exact=True).wait_for()
    row.get_by_text("Available").wait_for()
    row.get_by_role("radio").check()
    assert console.get_by_role("button", name="Delete", exact=True).is_disabled()
    console.get_by_role("link", name="Restore the backup").wait_for()
