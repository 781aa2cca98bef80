"""What DescribeTable shows of encryption; tests of `table_keys` show it for keys that are lost."""

from jedlik.core.keys.key import Key
from jedlik.engine.table_record import TableRecord
from jedlik.features.encryption_keys.description import described, description_reads
from tests.engine.in_memory import Caller, result_of
from tests.engine.tables import record_of
from tests.features.encryption_keys.kms import arn, key_id


def shown(caller: Caller, record: TableRecord) -> dict[str, object]:
    keys = description_reads(record)
    found = result_of(caller.storage.read(keys, consistent=True))
    values: dict[Key, bytes | None] = dict(zip(keys, found, strict=True))
    return dict(described(record, values))


def test_a_table_without_a_key_shows_nothing_and_reads_nothing() -> None:
    record = record_of()
    assert description_reads(record) == ()
    assert shown(Caller(), record) == {}
    record["DataKey"] = "sealed by the server"
    assert description_reads(record) == ()
    assert shown(Caller(), record) == {}


def test_a_key_that_an_earlier_version_invented_is_shown() -> None:
    record = record_of()
    record["KMSMasterKeyArn"] = arn("1-2-3")
    assert description_reads(record) == ()
    sse = {"Status": "ENABLED", "SSEType": "KMS", "KMSMasterKeyArn": arn("1-2-3")}
    assert shown(Caller(), record) == {"SSEDescription": sse}


def test_the_state_of_the_key_is_shown() -> None:
    caller = Caller()
    key = key_id(caller)
    record = record_of()
    record["KMSMasterKeyArn"], record["DataKey"] = arn(key), "encrypted"
    record["AccountId"] = caller.context.account_id
    assert "TableStatus" not in shown(caller, record)
    caller.call("DisableKey", KeyId=key)
    assert shown(caller, record)["TableStatus"] == "INACCESSIBLE_ENCRYPTION_CREDENTIALS"
