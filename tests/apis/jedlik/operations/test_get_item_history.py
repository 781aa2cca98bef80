"""GetItemHistory: who gets what. Which versions there are is in tests/features/history."""

from typing import Any

import orjson
import pytest

from jedlik.features.encryption_keys import encrypt_items
from jedlik.features.time_to_live import expire_items
from tests.apis.ec2.signed_in import Anna, statement
from tests.engine.in_memory import (
    ACCOUNT,
    START_MS,
    VE,
    Caller,
    arn_of,
    is_due,
    result_of,
    run_once,
    values,
)
from tests.features.encryption_keys.tables import SECRET, encrypted_music, plain_values
from tests.features.encryption_keys.tables import put as put_number

ON = {"TableName": "music"}
KEY = {"pk": {"S": "a"}}
HISTORY = statement("jedlik:GetItemHistory", arn_of())
READ = statement("dynamodb:GetItem", arn_of())


def enable(caller: Caller, days: int = 35) -> None:
    caller.call(
        "UpdateContinuousBackups",
        **ON,
        PointInTimeRecoverySpecification={
            "PointInTimeRecoveryEnabled": True,
            "RecoveryPeriodInDays": days,
        },
    )


def put(caller: Caller, **attributes: str) -> None:
    item = {**KEY, **{name: {"S": text} for name, text in attributes.items()}}
    caller.call("PutItem", **ON, Item=item)
    caller.clock.time_ms += 1_000


def as_json(answer: Any) -> dict[str, Any]:
    """Returns an answer as a client reads it."""
    decoded: dict[str, Any] = orjson.loads(orjson.dumps(answer))
    return decoded


def prepared(**members: Any) -> Caller:
    """Returns a table with an item that was written, changed, deleted and written again."""
    caller = Caller()
    caller.create(**members)
    enable(caller)
    put(caller, name="x", secret="1")
    put(caller, name="y", secret="2")
    caller.call("DeleteItem", **ON, Key=KEY)
    caller.clock.time_ms += 1_000
    put(caller, name="z")
    return caller


def test_versions_are_answered_newest_first() -> None:
    caller = prepared()
    answer = caller.call("GetItemHistory", **ON, Key=KEY)
    second = START_MS / 1000
    shown = [(each["Change"], each["CommittedAt"], each.get("Item")) for each in answer["Versions"]]
    assert shown == [
        ("INSERT", second + 3, {**KEY, "name": {"S": "z"}}),
        ("REMOVE", second + 2, None),
        ("MODIFY", second + 1, {**KEY, "name": {"S": "y"}, "secret": {"S": "2"}}),
        ("INSERT", second, {**KEY, "name": {"S": "x"}, "secret": {"S": "1"}}),
    ]
    assert answer["BeginsAt"] == second
    assert answer["ScannedCount"] == 4
    assert "NextToken" not in answer
    numbers = [each["SequenceNumber"] for each in answer["Versions"]]
    assert numbers == sorted(numbers, reverse=True)
    assert {len(each) for each in numbers} == {21}


def test_pages_go_on_by_their_tokens() -> None:
    caller = prepared()
    whole = caller.call("GetItemHistory", **ON, Key=KEY)["Versions"]
    found: list[Any] = []
    more: dict[str, Any] = {}
    while True:
        answer = caller.call("GetItemHistory", **ON, Key=KEY, Limit=1, **more)
        assert len(answer["Versions"]) <= 1
        found += answer["Versions"]
        if "NextToken" not in answer:
            break
        more = {"NextToken": answer["NextToken"]}
    assert found == whole
    refused = "NextToken is not one that this operation returned for this request"
    for other in ({"Key": {"pk": {"S": "b"}}}, {"NextToken": "AAAA"}):
        members = {**ON, "Key": KEY, **more, **other}
        assert caller.refusal("GetItemHistory", **members) == VE + refused
    caller.create("other")
    members = {"TableName": "other", "Key": KEY, **more}
    assert caller.refusal("GetItemHistory", **members) == VE + refused


def test_a_projection_shows_parts() -> None:
    caller = prepared()
    answer = caller.call(
        "GetItemHistory",
        **ON,
        Key=KEY,
        ProjectionExpression="#s",
        ExpressionAttributeNames={"#s": "secret"},
    )
    items = [each.get("Item") for each in answer["Versions"]]
    assert items == [{}, None, {"secret": {"S": "2"}}, {"secret": {"S": "1"}}]


def test_time_to_live_is_named() -> None:
    caller = prepared()
    ttl = {"AttributeName": "ends", "Enabled": True}
    caller.call("UpdateTimeToLive", **ON, TimeToLiveSpecification=ttl)
    caller.call("PutItem", **ON, Item={**KEY, "ends": {"N": str(START_MS // 1000)}})
    caller.clock.time_ms += 3_600_000
    while result_of(is_due(expire_items.JOB, caller.node)):
        result_of(run_once(expire_items.JOB, caller.node))
    newest = caller.call("GetItemHistory", **ON, Key=KEY, Limit=1)["Versions"][0]
    assert (newest["Change"], newest["ByService"]) == ("REMOVE", True)


@pytest.mark.parametrize(
    ("members", "error"),
    [
        ({"Key": {"pk": {"N": "1"}}}, "The provided key element does not match the schema"),
        ({"Key": {"pk": {"S": ""}}}, "cannot contain an empty string value. Key: pk"),
        ({"Key": {}}, "The provided key element does not match the schema"),
        ({}, "'key' failed to satisfy constraint: Member must not be null"),
        ({"Key": KEY, "Limit": 101}, "Member must have value less than or equal to 100"),
        ({"Key": KEY, "Limit": 0}, "Member must have value greater than or equal to 1"),
        ({"Key": KEY, "ProjectionExpression": "a b"}, "Invalid ProjectionExpression"),
        ({"Key": KEY, "ProjectionExpression": "pk.a"}, "Key attributes must be scalars"),
        ({"Key": KEY, "ExpressionAttributeNames": {"#a": "b"}}, "only be specified when using"),
        ({"Key": {"pk": "text"}}, "SerializationException"),
    ],
    ids=str,
)
def test_requests_are_checked(members: dict[str, Any], error: str) -> None:
    assert error in prepared().refusal("GetItemHistory", **ON, **members)


def test_tables_without_a_history() -> None:
    caller = Caller()
    missing = caller.refusal("GetItemHistory", **ON, Key=KEY)
    assert missing == "ResourceNotFoundException: Requested resource not found"
    caller.create()
    assert caller.refusal("GetItemHistory", **ON, Key=KEY) == (
        "PointInTimeRecoveryUnavailableException: Point in time recovery is not enabled for table"
        " 'music'"
    )
    elsewhere = arn_of(account_id="999999999999")
    denied = caller.refusal("GetItemHistory", TableName=elsewhere, Key=KEY)
    assert denied.startswith("AccessDeniedException: ")


def test_it_needs_both_permissions() -> None:
    caller = prepared()
    for policies, missing in (
        ([], "dynamodb:GetItem"),
        ([HISTORY], "dynamodb:GetItem"),
        ([READ], "jedlik:GetItemHistory"),
        ([READ, statement("jedlik:GetItemHistory", arn_of("other"))], "jedlik:GetItemHistory"),
        ([READ, HISTORY, statement("jedlik:*", effect="Deny")], "jedlik:GetItemHistory"),
        ([HISTORY, READ, statement("dynamodb:Get*", effect="Deny")], "dynamodb:GetItem"),
    ):
        anna = Anna(caller, *policies)
        assert anna.denied("GetItemHistory", **ON, Key=KEY) == (missing, arn_of())
        gone = anna.denied("GetItemHistory", TableName="nothing", Key=KEY)
        assert gone[1] == arn_of("nothing"), "the same whether the table exists or not"
    anna = Anna(caller, READ, HISTORY)
    assert len(anna.call("GetItemHistory", **ON, Key=KEY)["Versions"]) == 4
    by_arn = anna.call("GetItemHistory", TableName=arn_of(), Key=KEY)
    assert len(by_arn["Versions"]) == 4


def test_a_token_is_no_permission() -> None:
    caller = prepared()
    token = caller.call("GetItemHistory", **ON, Key=KEY, Limit=1)["NextToken"]
    anna = Anna(caller, READ)
    denied = anna.denied("GetItemHistory", **ON, Key=KEY, NextToken=token)
    assert denied[0] == "jedlik:GetItemHistory"


FINE = {
    "ForAllValues:StringEquals": {
        "dynamodb:LeadingKeys": ["a"],
        "dynamodb:Attributes": ["pk", "name"],
    },
    "StringEqualsIfExists": {"dynamodb:Select": "SPECIFIC_ATTRIBUTES"},
}
OWN = {**ON, "Key": KEY, "ProjectionExpression": "pk, #n"}
NAMES = {"#n": "name", "#s": "secret"}


@pytest.mark.parametrize("limited", ["dynamodb:GetItem", "jedlik:GetItemHistory"])
def test_conditions_of_a_fine_grained_policy_hold_for_old_versions(limited: str) -> None:
    """Also if only one of the two actions has them. The policy is that of
    tests/pipeline/test_fine_grained.py.
    """
    caller = prepared()
    other = {"dynamodb:GetItem": HISTORY, "jedlik:GetItemHistory": READ}[limited]
    anna = Anna(caller, other, statement(limited, arn_of(), Condition=FINE))
    name = {"#n": "name"}
    answer = anna.call("GetItemHistory", **OWN, ExpressionAttributeNames=name)
    shown = [sorted(each.get("Item", {})) for each in as_json(answer)["Versions"]]
    assert shown == [["name", "pk"], [], ["name", "pk"], ["name", "pk"]]
    for members in (
        {**ON, "Key": KEY},
        {**OWN, "Key": {"pk": {"S": "b"}}, "ExpressionAttributeNames": name},
        {**OWN, "ProjectionExpression": "#s, #n", "ExpressionAttributeNames": NAMES},
        {**OWN, "ProjectionExpression": "#s.x, #n", "ExpressionAttributeNames": NAMES},
    ):
        assert anna.denied("GetItemHistory", **members) == (limited, arn_of())


def test_tags_of_the_table_decide() -> None:
    caller = prepared(Tags=[{"Key": "team", "Value": "blue"}])
    for team, is_allowed in (("blue", True), ("red", False)):
        condition = {"StringEquals": {"aws:ResourceTag/team": team}}
        tagged = statement(["dynamodb:GetItem", "jedlik:GetItemHistory"], Condition=condition)
        anna = Anna(caller, tagged)
        if is_allowed:
            anna.call("GetItemHistory", **ON, Key=KEY)
        else:
            anna.denied("GetItemHistory", **ON, Key=KEY)
    condition = {"StringEquals": {"aws:ResourceTag/team": "blue"}}
    deny = statement("*", effect="Deny", Condition=condition)
    assert Anna(caller, statement("*"), deny).denied("GetItemHistory", **ON, Key=KEY)


def test_another_account_gets_nothing_whatever_the_table_allows() -> None:
    own = Caller()
    owner = Caller(storage=own.storage, clock=own.clock, account_id="999999999999")
    owner.create()
    enable(owner)
    put(owner, name="x")
    arn = arn_of(account_id="999999999999")
    policy = {
        "Version": "2012-10-17",
        "Statement": {
            "Effect": "Allow",
            "Principal": {"AWS": ACCOUNT},
            "Action": ["dynamodb:GetItem"],
            "Resource": arn,
        },
    }
    owner.call("PutResourcePolicy", ResourceArn=arn, Policy=orjson.dumps(policy).decode())
    anna = Anna(own, statement("*"))
    assert anna.call("GetItem", TableName=arn, Key=KEY)
    assert anna.denied("GetItemHistory", TableName=arn, Key=KEY) == ("dynamodb:GetItem", arn)


def test_the_history_of_an_encrypted_table() -> None:
    caller = Caller()
    key = encrypted_music(caller)
    enable(caller)
    for _ in range(2):
        put_number(caller, 1)
        caller.call(
            "UpdateItem",
            **ON,
            Key={"pk": {"S": "key1"}},
            UpdateExpression="SET title = :t",
            ExpressionAttributeValues={":t": {"S": "another"}},
        )
    read = {**ON, "Key": {"pk": {"S": "key1"}}}
    versions = caller.call("GetItemHistory", **read)["Versions"]
    titles = [each["Item"]["title"]["S"] for each in versions]
    assert titles == ["another", f"{SECRET} 1", "another", f"{SECRET} 1"]
    assert plain_values(caller) == []
    caller.call("DisableKey", KeyId=key)
    assert "KMS key disabled error" in caller.refusal("GetItemHistory", **read)


def test_versions_from_before_the_first_key() -> None:
    """The log has values in the clear and encrypted ones, until a job has encrypted all."""
    caller = Caller()
    caller.create()
    enable(caller)
    put(caller, name="clear")
    key = caller.call("CreateKey")["KeyMetadata"]["KeyId"]
    encryption = {"Enabled": True, "SSEType": "KMS", "KMSMasterKeyId": key}
    caller.call("UpdateTable", **ON, SSESpecification=encryption)
    put(caller, name="encrypted")
    for _ in range(2):
        versions = caller.call("GetItemHistory", **ON, Key=KEY)["Versions"]
        assert [each["Item"]["name"]["S"] for each in versions] == ["encrypted", "clear"]
        while result_of(is_due(encrypt_items.JOB, caller.node)):
            result_of(run_once(encrypt_items.JOB, caller.node))
    assert not any(b"clear" in value for value in values(caller).values())


def test_another_process_answers_the_same() -> None:
    caller = prepared()
    other = Caller(storage=caller.storage, clock=caller.clock)
    assert other.call("GetItemHistory", **ON, Key=KEY) == caller.call(
        "GetItemHistory", **ON, Key=KEY
    )
