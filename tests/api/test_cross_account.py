"""Two accounts of one server, over HTTP: what each lets the other do with its tables and roles.

Sources: IAM User Guide, "Cross-account policy evaluation logic" and "The confused deputy problem";
Developer Guide of DynamoDB, "Cross-account access with resource-based policies".
"""

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from tests.api.clients import REGION, create, unique
from tests.apis.sts.callers import document
from tests.app.server import serving
from tests.app.test_accounts import OTHER, PAIR, ROOT, created

OWNER = "000000000000"
KEY = {"pk": {"S": "a"}}
pytestmark = pytest.mark.usefixtures("own_server")


class Accounts:
    """A server with two accounts. Tables and roles belong to OWNER; OTHER wants to use them."""

    def __init__(self, url: str, other: tuple[str, str], clients: ExitStack) -> None:
        self._url = url
        self._clients = clients
        self.other = other
        self.dynamodb = self.client("dynamodb", *PAIR)
        self.iam = self.client("iam", *PAIR)
        self.their_root = self.client("dynamodb", *other)
        self.their_iam = self.client("iam", *other)

    def client(self, service: str, *keys: str) -> Any:
        """Returns a client. keys: access key id, secret, and for a session its token."""
        names = ("aws_access_key_id", "aws_secret_access_key", "aws_session_token")
        given = dict(zip(names, keys, strict=False))
        made = boto3.client(service, endpoint_url=self._url, region_name=REGION, **given)
        self._clients.callback(made.close)
        return made

    def their_user(self, *statements: dict[str, Any]) -> tuple[str, str]:
        """Returns the keys of a new user of OTHER."""
        name = unique("user")
        self.their_iam.create_user(UserName=name)
        if statements:
            policy = {"PolicyName": "p", "PolicyDocument": document(*statements)}
            self.their_iam.put_user_policy(UserName=name, **policy)
        key = self.their_iam.create_access_key(UserName=name)["AccessKey"]
        return key["AccessKeyId"], key["SecretAccessKey"]

    def table(self, *statements: dict[str, Any]) -> str:
        """Returns the ARN of a new table of OWNER, with an item and a resource policy."""
        name = create(self.dynamodb, ("pk", "S"))
        self.dynamodb.put_item(TableName=name, Item=KEY)
        arn: str = self.dynamodb.describe_table(TableName=name)["Table"]["TableArn"]
        if statements:
            stated = [{"Resource": arn, **each} for each in statements]
            self.dynamodb.put_resource_policy(ResourceArn=arn, Policy=document(*stated))
        return arn


@pytest.fixture(scope="module")
def accounts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Accounts]:
    folder = tmp_path_factory.mktemp("accounts")
    other = created(folder)
    with (
        serving("--auth", "enforce", "--data", str(folder), extra=ROOT) as server,
        ExitStack() as clients,
    ):
        yield Accounts(server.url, other, clients)


def denied(call: Any, **members: Any) -> str:
    """Returns the end of the text of a refusal: its reason."""
    with pytest.raises(ClientError) as caught:
        call(**members)
    error = caught.value.response["Error"]
    assert error["Code"] in {"AccessDeniedException", "AccessDenied"}
    return str(error["Message"])


def statement(effect: str, principal: Any, **members: Any) -> dict[str, Any]:
    return {"Effect": effect, "Principal": {"AWS": principal}, **members}


def theirs(action: str, resource: str = "*") -> dict[str, Any]:
    return {"Effect": "Allow", "Action": action, "Resource": resource}


NO_RESOURCE = "because no resource-based policy allows the dynamodb:GetItem action"
NO_IDENTITY = "because no identity-based policy allows the dynamodb:GetItem action"


def test_a_table_without_a_policy_is_closed_and_looks_absent(accounts: Accounts) -> None:
    keys = accounts.their_user(theirs("dynamodb:*"))
    anna = accounts.client("dynamodb", *keys)
    arn = accounts.table()
    for who in (accounts.their_root, anna):
        texts = [denied(who.get_item, TableName=each, Key=KEY) for each in (arn, f"{arn}x")]
        assert all(text.endswith(NO_RESOURCE) for text in texts)
    assert anna.list_tables()["TableNames"] == []


def test_a_table_whose_policy_names_the_other_account(accounts: Accounts) -> None:
    arn = accounts.table(statement("Allow", OTHER, Action="dynamodb:GetItem"))
    assert accounts.their_root.get_item(TableName=arn, Key=KEY)["Item"] == KEY
    nobody = accounts.client("dynamodb", *accounts.their_user())
    assert denied(nobody.get_item, TableName=arn, Key=KEY).endswith(NO_IDENTITY)
    anna = accounts.client("dynamodb", *accounts.their_user(theirs("dynamodb:*", arn)))
    assert anna.get_item(TableName=arn, Key=KEY)["Item"] == KEY
    text = denied(anna.put_item, TableName=arn, Item=KEY)
    assert text.endswith("because no resource-based policy allows the dynamodb:PutItem action")
    name = arn.rpartition("/")[2]
    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        accounts.their_root.get_item(TableName=name, Key=KEY)  # a table of their own
    accounts.dynamodb.delete_resource_policy(ResourceArn=arn)
    assert denied(anna.get_item, TableName=arn, Key=KEY).endswith(NO_RESOURCE)


def test_batches_and_transactions_are_no_way_around(accounts: Accounts) -> None:
    anna = accounts.client("dynamodb", *accounts.their_user(theirs("dynamodb:*")))
    shared = accounts.table(statement("Allow", OTHER, Action="dynamodb:*"))
    closed = accounts.table()
    assert anna.batch_get_item(RequestItems={shared: {"Keys": [KEY]}})["Responses"][shared] == [KEY]
    both = {shared: {"Keys": [KEY]}, closed: {"Keys": [KEY]}}
    assert closed in denied(anna.batch_get_item, RequestItems=both)
    puts = [{"Put": {"TableName": each, "Item": {"pk": {"S": "b"}}}} for each in (shared, closed)]
    assert closed in denied(anna.transact_write_items, TransactItems=puts)
    assert "Item" not in anna.get_item(TableName=shared, Key={"pk": {"S": "b"}})


def test_an_allow_with_not_action(accounts: Accounts) -> None:
    members = {"NotAction": ["dynamodb:DeleteItem", "dynamodb:Put*"]}
    arn = accounts.table(statement("Allow", OTHER, **members))
    root = accounts.their_root
    assert root.get_item(TableName=arn, Key=KEY)["Item"] == KEY
    for call, more in ((root.delete_item, {"Key": KEY}), (root.put_item, {"Item": KEY})):
        assert "because no resource-based policy allows" in denied(call, TableName=arn, **more)
    # What no policy can allow to another account, no NotAction allows either.
    text = denied(root.describe_time_to_live, TableName=arn)
    assert "because no resource-based policy allows" in text


def test_a_deny_with_not_action(accounts: Accounts) -> None:
    """Everything is denied except what is listed, and the owner keeps what is not denied to it."""
    arn = accounts.table(
        statement("Allow", OTHER, Action="dynamodb:*"),
        statement("Deny", OTHER, NotAction="dynamodb:GetItem"),
    )
    root = accounts.their_root
    assert root.get_item(TableName=arn, Key=KEY)["Item"] == KEY
    text = denied(root.put_item, TableName=arn, Item=KEY)
    assert text.endswith("with an explicit deny in a resource-based policy")
    accounts.dynamodb.put_item(TableName=arn, Item=KEY)
    anna = accounts.client("dynamodb", *accounts.their_user(theirs("dynamodb:*")))
    assert anna.get_item(TableName=arn, Key=KEY)["Item"] == KEY
    assert "explicit deny" in denied(anna.scan, TableName=arn)


def role(accounts: Accounts, **members: Any) -> str:
    """Returns the ARN of a new role of OWNER that trusts OTHER and may read tables."""
    name = unique("role")[:60]
    trust = statement("Allow", OTHER, Action="sts:AssumeRole", **members)
    made = accounts.iam.create_role(RoleName=name, AssumeRolePolicyDocument=document(trust))
    policy = document(theirs("dynamodb:GetItem"))
    accounts.iam.put_role_policy(RoleName=name, PolicyName="p", PolicyDocument=policy)
    arn: str = made["Role"]["Arn"]
    return arn


def test_a_role_with_an_external_id(accounts: Accounts) -> None:
    """A deputy that is confused names the role of another customer, without that one's id."""
    condition = {"StringEquals": {"sts:ExternalId": "customer-7"}}
    arn = role(accounts, Condition=condition)
    wanted = {"RoleArn": arn, "RoleSessionName": "deputy"}
    nobody = accounts.client("sts", *accounts.their_user())
    assert "sts:AssumeRole" in denied(nobody.assume_role, **wanted, ExternalId="customer-7")
    deputy = accounts.client("sts", *accounts.their_user(theirs("sts:AssumeRole", arn)))
    for more in ({}, {"ExternalId": "customer-8"}, {"ExternalId": "CUSTOMER-7"}):
        text = denied(deputy.assume_role, **wanted, **more)
        assert text.endswith(f"is not authorized to perform: sts:AssumeRole on resource: {arn}")
    absent = denied(deputy.assume_role, RoleArn=f"{arn}x", RoleSessionName="deputy")
    assert absent.endswith(f"on resource: {arn}x")  # as of a role that refuses
    made = deputy.assume_role(**wanted, ExternalId="customer-7")["Credentials"]
    keys = (made["AccessKeyId"], made["SecretAccessKey"], made["SessionToken"])
    assert accounts.client("sts", *keys).get_caller_identity()["Account"] == OWNER
    session = accounts.client("dynamodb", *keys)
    table = accounts.table()
    name = table.rpartition("/")[2]
    assert session.get_item(TableName=name, Key=KEY)["Item"] == KEY
    assert "no identity-based policy allows" in denied(session.put_item, TableName=name, Item=KEY)


def test_an_external_id_that_only_a_deny_looks_at(accounts: Accounts) -> None:
    """StringNotEquals applies to a request without the key too."""
    name = unique("role")[:60]
    deny = {"StringNotEquals": {"sts:ExternalId": "customer-7"}}
    trust = document(
        statement("Allow", OTHER, Action="sts:AssumeRole"),
        statement("Deny", "*", Action="sts:AssumeRole", Condition=deny),
    )
    arn = accounts.iam.create_role(RoleName=name, AssumeRolePolicyDocument=trust)["Role"]["Arn"]
    deputy = accounts.client("sts", *accounts.their_user(theirs("sts:AssumeRole")))
    wanted = {"RoleArn": arn, "RoleSessionName": "deputy"}
    denied(deputy.assume_role, **wanted)
    assert deputy.assume_role(**wanted, ExternalId="customer-7")["Credentials"]


def test_the_other_account_sees_nothing_of_identities(accounts: Accounts) -> None:
    arn = role(accounts)
    name = arn.rpartition("/")[2]
    with pytest.raises(ClientError, match="NoSuchEntity"):
        accounts.their_iam.get_role(RoleName=name)
    url = f"https://{unique('issuer')}.example"
    provider = accounts.iam.create_open_id_connect_provider(Url=url)["OpenIDConnectProviderArn"]
    iam = accounts.their_iam
    for call in (iam.get_open_id_connect_provider, iam.delete_open_id_connect_provider):
        absent = f"{provider}x"
        texts = [denied(call, OpenIDConnectProviderArn=each) for each in (provider, absent)]
        assert texts[0].replace(provider, absent) == texts[1]
    their = accounts.their_iam.create_open_id_connect_provider(Url=url)  # the same issuer
    assert OTHER in their["OpenIDConnectProviderArn"]
    assert accounts.iam.get_open_id_connect_provider(OpenIDConnectProviderArn=provider)["Url"]
