"""How the restore of a backup begins. The operations test the overrides and their texts."""

from jedlik.core.types.structures import SSESpecification
from jedlik.features.backups.named import parse_backup_arn
from jedlik.features.backups.restore_from_backup import Wanted, restore_from_backup
from tests.apis.dynamodb.operations.backups import back_up, with_item
from tests.engine.in_memory import Caller, result_of
from tests.features.backups.samples import work


def backed_up() -> tuple[Caller, str]:
    """Returns a node with a table, and the ARN of a backup of it."""
    caller = Caller()
    with_item(caller)
    return caller, back_up(caller)


def test_the_new_table_has_the_id_that_the_caller_wants() -> None:
    caller, arn = backed_up()
    wanted = Wanted("restored", "00000000-0000-4000-8000-00000000abcd")
    named = parse_backup_arn(caller.context, arn)
    record = result_of(restore_from_backup(caller.context, named, wanted))
    assert record["TableId"] == wanted.id
    assert caller.describe("restored")["TableId"] == wanted.id
    result_of(work(caller))
    assert caller.call("Scan", TableName="restored")["Count"] == 1


def test_the_key_of_the_source_is_inherited_unless_another_is_wanted() -> None:
    caller, _ = backed_up()
    key = caller.call("CreateKey")["KeyMetadata"]["Arn"]
    encryption = {"Enabled": True, "SSEType": "KMS", "KMSMasterKeyId": key}
    caller.call("UpdateTable", TableName="music", SSESpecification=encryption)
    result_of(work(caller))
    named = parse_backup_arn(caller.context, back_up(caller))
    plain: SSESpecification = {}
    for name, chosen in (("inherits", None), ("plain", plain)):
        wanted = Wanted(name, caller.node.ids.uuid(), encryption=chosen)
        result_of(restore_from_backup(caller.context, named, wanted))
        result_of(work(caller))
        assert ("SSEDescription" in caller.describe(name)) is (chosen is None)
