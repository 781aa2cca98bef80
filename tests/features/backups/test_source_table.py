"""The table that a request about backups names."""

import pytest

from jedlik.core.errors import Reject
from jedlik.core.types.arn import TableArn
from jedlik.engine.table_record import TableRecord
from jedlik.engine.table_state import Moment
from jedlik.features.backups.source_table import (
    backups_unavailable,
    change_source,
    is_creating,
    source_missing,
    source_table,
    table_elsewhere,
)
from tests.apis.dynamodb.operations.backups import back_up, with_item
from tests.engine.in_memory import ACCOUNT, Caller, arn_of, result_of
from tests.engine.tables import record_of


def code_of(awaitable: object) -> str:
    with pytest.raises(Reject) as refused:
        result_of(awaitable)  # type: ignore[arg-type]
    return refused.value.error.code


def unchanged(record: TableRecord, moment: Moment) -> None:
    """Changes nothing."""


def test_a_missing_table_has_the_name_of_these_operations() -> None:
    context = Caller().context
    assert code_of(source_table(context, "music")) == "TableNotFoundException"
    assert code_of(change_source(context, arn_of(), unchanged)) == "TableNotFoundException"
    assert code_of(source_table(context, arn_of("music/x"))) == "ValidationException"


def test_a_table_by_name_and_by_arn() -> None:
    caller = Caller()
    caller.create()
    for name in ("music", arn_of()):
        assert result_of(source_table(caller.context, name)).name == "music"
        assert result_of(change_source(caller.context, name, unchanged))["TableName"] == "music"


def test_a_table_that_is_being_restored_is_missing() -> None:
    caller = Caller()
    with_item(caller)
    arn = back_up(caller)
    caller.call("RestoreTableFromBackup", BackupArn=arn, TargetTableName="restored")
    assert code_of(source_table(caller.context, "restored")) == "TableNotFoundException"
    changed = change_source(caller.context, "restored", unchanged)
    assert code_of(changed) == "TableNotFoundException"
    there = TableArn("us-east-1", ACCOUNT, "restored", "")
    assert result_of(table_elsewhere(caller.context, there)) is None


def test_a_table_of_another_region_with_a_policy_or_tags_is_refused_to_who_was_authorized() -> None:
    caller = Caller()
    caller.create()
    context = Caller(storage=caller.storage, region="eu-west-1").context
    there = TableArn("us-east-1", ACCOUNT, "music", "")
    missing = there._replace(table_name="missing")
    assert result_of(table_elsewhere(context, missing)) is None
    policy = (
        '{"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Principal": {"AWS": "%s"}, '
        '"Action": "dynamodb:DescribeTable", "Resource": "%s"}]}'
    )
    text = policy % (ACCOUNT, arn_of())
    context.resolved = {}
    assert result_of(table_elsewhere(context, there)) is not None
    caller.call(
        "PutResourcePolicy", ResourceArn=arn_of(), Policy=text, ConfirmRemoveSelfResourceAccess=True
    )
    assert code_of(table_elsewhere(context, there)) == "AccessDeniedException"
    context.resolved = None
    assert result_of(table_elsewhere(context, there)) is not None
    caller.call("DeleteResourcePolicy", ResourceArn=arn_of())
    context.resolved = {}
    assert result_of(table_elsewhere(context, there)) is not None
    caller.call("TagResource", ResourceArn=arn_of(), Tags=[{"Key": "class", "Value": "secret"}])
    assert code_of(table_elsewhere(context, there)) == "AccessDeniedException"


def test_creating_and_the_errors() -> None:
    moment = Moment(1_000, 1_000)
    record = record_of()
    assert not is_creating(record, moment)
    record["Transition"] = {"Status": "CREATING", "EndsAtMs": 1_001}
    assert is_creating(record, moment)
    assert source_missing("music").error.message == "Table not found: music"
    unavailable = backups_unavailable("music").error
    assert unavailable.code == "ContinuousBackupsUnavailableException"
