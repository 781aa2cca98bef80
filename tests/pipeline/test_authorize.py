"""The stage Authorize: what a user may do is decided before anything is looked up."""

from typing import Any

import orjson
import pytest

from jedlik.apis.registry import APIS
from jedlik.core.errors import Reject
from jedlik.features.identity.directory import Directory
from jedlik.features.identity.identity import Identity
from jedlik.pipeline.authenticate import NOBODY, open_to_all
from jedlik.pipeline.authorize import Authorize
from jedlik.pipeline.exchange import AccessControl, Services
from jedlik.pipeline.stages import Pipeline
from jedlik.wire.json_1_0 import encode_with_blobs
from tests.engine.in_memory import ACCOUNT, REGION, Caller, api_of, arn_of, result_of, table
from tests.features.identity.stored import KEY_ID, access_key, store, user
from tests.looping import count_turns, stepped_clock

KEY = {"pk": {"S": "a"}}
ANNA = f"arn:aws:iam::{ACCOUNT}:user/team/Anna"


def statement(action: str, resource: str = "*", effect: str = "Allow", **more: object) -> str:
    made = {"Effect": effect, "Action": action, "Resource": resource, **more}
    return orjson.dumps({"Version": "2012-10-17", "Statement": made}).decode()


class Server:
    """A node with a table and Anna, who has inline policies."""

    def __init__(self, *policies: str) -> None:
        self.caller = Caller()
        self.caller.call("CreateTable", **table())
        self.caller.call("PutItem", TableName="music", Item=KEY)
        node = self.caller.node
        self.directory = Directory(node, {})
        self.have(*policies)
        principal = self.caller.context.principal
        services = Services(node, AccessControl(open_to_all(principal), Authorize(is_tls=False)))
        self.pipeline = Pipeline(services, APIS, {}, {})

    def have(self, *policies: str) -> None:
        """Gives Anna these policies alone."""
        inline = {f"p{number}": each for number, each in enumerate(policies)}
        store(self.caller.node, user(Inline=inline), access_key(self.caller.node))

    def anna(self) -> Identity:
        found = self.directory.cached(KEY_ID, "") or result_of(self.directory.load(KEY_ID, ""))
        assert found is not None
        return found

    def call(self, name: str, who: Identity | None = None, **members: object) -> dict[str, Any]:
        identity = who or self.anna()
        context = type(self.caller.context)(self.caller.node, REGION, identity.principal)
        request = orjson.loads(orjson.dumps(members))
        answer = result_of(self.pipeline.call(api_of(name), name, request, context, identity))
        return dict(orjson.loads(encode_with_blobs(answer or {})))

    def refusal(self, name: str, who: Identity | None = None, **members: object) -> str:
        with pytest.raises(Reject) as rejected:
            self.call(name, who, **members)
        assert rejected.value.error.code == "AccessDeniedException", rejected.value.error
        return rejected.value.error.message or ""


def test_what_a_policy_allows_and_what_it_does_not() -> None:
    server = Server(statement("dynamodb:GetItem", arn_of("music")))
    assert server.call("GetItem", TableName="music", Key=KEY) == {"Item": KEY}
    assert server.refusal("PutItem", TableName="music", Item=KEY) == (
        f"User: {ANNA} is not authorized to perform: dynamodb:PutItem on resource:"
        f" {arn_of('music')} because no identity-based policy allows the dynamodb:PutItem action"
    )


def test_a_denial_is_the_same_whether_the_table_exists() -> None:
    server = Server(statement("dynamodb:PutItem"))
    texts = {
        server.refusal("GetItem", TableName=name, Key=KEY).replace(name, "T")
        for name in ("music", "absent")
    }
    assert len(texts) == 1
    with pytest.raises(Reject, match="Requested resource not found"):
        server.call("PutItem", TableName="absent", Item=KEY)


def test_an_allowed_request_is_remembered_until_something_changes() -> None:
    server = Server(statement("dynamodb:GetItem"))
    server.call("GetItem", TableName="music", Key=KEY)
    anna = server.anna()
    assert list(anna.allowed) == [("dynamodb:GetItem", "music")]
    anna.principal.policies = None  # so that only the memory can allow
    assert server.call("GetItem", anna, TableName="music", Key=KEY) == {"Item": KEY}
    server.refusal("GetItem", anna, TableName="absent", Key=KEY)
    server.have(statement("dynamodb:PutItem"))
    server.refusal("GetItem", TableName="music", Key=KEY)


PARTS: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("ExecuteStatement", "PartiQLSelect", {"Statement": "SELECT * FROM music WHERE pk = 'a'"}),
    (
        "BatchExecuteStatement",
        "PartiQLSelect",
        {"Statements": [{"Statement": "SELECT * FROM music WHERE pk = 'a'"}]},
    ),
    ("BatchGetItem", "BatchGetItem", {"RequestItems": {"music": {"Keys": [KEY]}}}),
    (
        "BatchWriteItem",
        "BatchWriteItem",
        {"RequestItems": {"music": [{"PutRequest": {"Item": KEY}}]}},
    ),
    (
        "TransactGetItems",
        "GetItem",
        {"TransactItems": [{"Get": {"TableName": "music", "Key": KEY}}]},
    ),
    (
        "TransactWriteItems",
        "PutItem",
        {"TransactItems": [{"Put": {"TableName": "music", "Item": KEY}}]},
    ),
)


@pytest.mark.parametrize(("name", "action", "members"), PARTS, ids=[each[0] for each in PARTS])
def test_each_action_of_several_is_remembered(
    name: str, action: str, members: dict[str, Any]
) -> None:
    server = Server(statement(f"dynamodb:{action}"))
    server.call(name, **members)
    anna = server.anna()
    assert list(anna.allowed) == [(f"dynamodb:{action}", "music")]
    anna.principal.policies = None  # so that only the memory can allow
    server.call(name, anna, **members)
    absent = orjson.loads(orjson.dumps(members).replace(b"music", b"absent"))
    server.refusal(name, anna, **absent)
    server.have()
    server.refusal(name, **members)


def test_one_action_that_is_not_remembered_is_decided() -> None:
    server = Server(statement("dynamodb:GetItem", arn_of("music")))
    members = PARTS[4][2]
    server.call("TransactGetItems", **members)
    other = {"Get": {"TableName": "other", "Key": KEY}}
    items = [*members["TransactItems"], other]
    assert "dynamodb:GetItem" in server.refusal("TransactGetItems", TransactItems=items)
    put = {"Put": {"TableName": "music", "Item": KEY}}
    assert "dynamodb:PutItem" in server.refusal("TransactWriteItems", TransactItems=[put])


def test_the_memory_of_a_table_allows_no_index() -> None:
    server = Server(statement("dynamodb:PartiQLSelect", arn_of("music")))
    text = "SELECT * FROM music{} WHERE pk = 'a'"
    server.call("ExecuteStatement", Statement=text.format(""))
    server.refusal("ExecuteStatement", Statement=text.format('."by-x"'))


def test_a_statement_whose_attributes_decide_is_not_remembered() -> None:
    only = {"ForAllValues:StringEquals": {"dynamodb:Attributes": ["pk"]}}
    server = Server(statement("dynamodb:PartiQLSelect", Condition=only))
    server.call("ExecuteStatement", Statement="SELECT pk FROM music WHERE pk = 'a'")
    assert server.anna().allowed == {}


def test_a_table_that_is_created_again_is_another_one() -> None:
    server = Server(statement("dynamodb:*"))
    server.call("GetItem", TableName="music", Key=KEY)
    anna = server.anna()
    server.caller.call("DeleteTable", TableName="music")
    server.caller.call("CreateTable", **table())
    anna.principal.policies = None
    server.refusal("GetItem", anna, TableName="music", Key=KEY)


def test_a_decision_that_depends_on_the_request_is_not_remembered() -> None:
    leading = {"ForAllValues:StringEquals": {"dynamodb:LeadingKeys": "a"}}
    server = Server(statement("dynamodb:GetItem", Condition=leading))
    server.call("GetItem", TableName="music", Key=KEY)
    assert server.anna().allowed == {}
    server.refusal("GetItem", TableName="music", Key={"pk": {"S": "b"}})
    # Nobody knows which attribute of the key leads if there is no table.
    server.refusal("GetItem", TableName="absent", Key=KEY)


def test_principal_keys_and_global_keys() -> None:
    name = arn_of("${aws:username}")
    server = Server(
        statement("dynamodb:GetItem", name),
        statement("dynamodb:PutItem", Condition={"Bool": {"aws:SecureTransport": "true"}}),
        statement(
            "dynamodb:Query",
            Condition={"DateLessThan": {"aws:CurrentTime": "2000-01-01T00:00:00Z"}},
        ),
        statement("dynamodb:Scan", Condition={"StringEquals": {"aws:RequestedRegion": REGION}}),
    )
    server.refusal("GetItem", TableName="music", Key=KEY)
    server.refusal("PutItem", TableName="music", Item=KEY)
    server.refusal(
        "Query",
        TableName="music",
        KeyConditionExpression="pk = :a",
        ExpressionAttributeValues={":a": {"S": "a"}},
    )
    assert server.call("Scan", TableName="music")["Count"] == 1
    assert list(server.anna().allowed) == [("dynamodb:Scan", "music")]


def test_what_is_remembered_is_bounded() -> None:
    server = Server(statement("dynamodb:Query"))
    for number in range(1_005):
        with pytest.raises(Reject):
            server.call(
                "Query",
                TableName="music",
                IndexName=f"index{number}",
                KeyConditionExpression="pk = :a",
                ExpressionAttributeValues={":a": {"S": "a"}},
            )
    assert len(server.anna().allowed) == 5


@pytest.mark.parametrize("name", ["GetItem", "DescribeTable"])
def test_nobody_may_do_nothing(name: str) -> None:
    members = {"Key": KEY} if name == "GetItem" else {}
    Server().refusal(name, NOBODY, TableName="music", **members)


def test_who_has_a_policy_that_cannot_be_read_may_do_nothing() -> None:
    server = Server(statement("dynamodb:GetItem"), '{"Version":"2099-01-01"}')
    assert "no identity-based policy allows" in server.refusal(
        "GetItem", TableName="music", Key=KEY
    )


def test_each_action_of_a_transaction_is_authorized() -> None:
    server = Server(statement("dynamodb:PutItem"))
    put = {"Put": {"TableName": "music", "Item": KEY}}
    delete = {"Delete": {"TableName": "music", "Key": {"pk": {"S": "b"}}}}
    server.call("TransactWriteItems", TransactItems=[put])
    text = server.refusal(
        "TransactWriteItems",
        TransactItems=[{"Put": {**put["Put"], "Item": {"pk": {"S": "b"}}}}, delete],
    )
    assert "perform: dynamodb:DeleteItem" in text


def test_a_table_of_another_account() -> None:
    server = Server(statement("dynamodb:*"))
    arn = arn_of("music").replace(ACCOUNT, "210987654321")
    assert server.refusal("GetItem", TableName=arn, Key=KEY) == (
        f"User: {ANNA} is not authorized to perform: dynamodb:GetItem on resource: {arn}"
        " because no resource-based policy allows the dynamodb:GetItem action"
    )


def test_a_long_decision_takes_turns_with_other_requests() -> None:
    # Whoever may assume a role writes its session policy, and the keys to compare with it.
    patterns = [f"*a?x{number}*" for number in range(200)]
    condition = {"ForAnyValue:StringLike": {"dynamodb:LeadingKeys": patterns}}
    server = Server(statement("dynamodb:BatchGetItem", Condition=condition))
    keys = [{"pk": {"S": f"{'a' * 100}-{number}"}} for number in range(50)]
    request = {"RequestItems": {"music": {"Keys": keys}}}
    context = type(server.caller.context)(server.caller.node, REGION, server.anna().principal)
    name = "BatchGetItem"

    async def refused() -> str:
        with pytest.raises(Reject) as rejected:
            await server.pipeline.call(api_of(name), name, request, context, server.anna())
        return rejected.value.error.code

    with stepped_clock():
        code, turns = count_turns(refused)
    assert code == "AccessDeniedException"
    assert turns > 500


def test_an_export_needs_the_table_and_the_bucket() -> None:
    export: dict[str, Any] = {"TableArn": arn_of("music"), "S3Bucket": "exported"}
    export["S3Prefix"] = "team"
    table_action = statement("dynamodb:ExportTableToPointInTime", arn_of("music"))
    server = Server(table_action)
    objects = "arn:aws:s3:::exported/team/AWSDynamoDB/*"
    assert server.refusal("ExportTableToPointInTime", **export) == (
        f"User: {ANNA} is not authorized to perform: s3:PutObject on resource: {objects}"
        " because no identity-based policy allows the s3:PutObject action"
    )
    specification = {"PointInTimeRecoveryEnabled": True}
    server.caller.call(
        "UpdateContinuousBackups",
        TableName="music",
        PointInTimeRecoverySpecification=specification,
    )
    server.have(table_action, statement("s3:PutObject", "arn:aws:s3:::exported/team/*"))
    made = server.call("ExportTableToPointInTime", **export)["ExportDescription"]
    elsewhere: dict[str, Any] = {**export, "S3Prefix": "team2"}
    assert "s3:PutObject" in server.refusal("ExportTableToPointInTime", **elsewhere)
    arn = made["ExportArn"]
    assert "dynamodb:DescribeExport" in server.refusal("DescribeExport", ExportArn=arn)
    server.have(statement("dynamodb:DescribeExport", arn_of("music") + "/export/*"))
    described = server.call("DescribeExport", ExportArn=arn)["ExportDescription"]
    assert described["ExportStatus"] == "IN_PROGRESS"
    assert "dynamodb:ListExports" in server.refusal("ListExports")
    server.have(statement("dynamodb:ListExports"))
    assert len(server.call("ListExports", TableArn=arn_of("music"))["ExportSummaries"]) == 1
