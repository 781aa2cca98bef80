"""GetFederationToken. Source: LocalStack's test_sts.py (June 2024); STS API Reference."""

from jedlik.apis.authorization import Authorization
from jedlik.apis.sts.api import STS
from jedlik.core.iam.decision import decide
from jedlik.core.iam.request import FixedContext, Request
from jedlik.core.principal import Principal
from tests.apis.sts.callers import Server, allow, document
from tests.engine.in_memory import ACCOUNT, START_MS, Caller, result_of


def allows(principal: Principal, action: str) -> bool:
    """Returns whether the policies of a principal allow an action."""
    assert principal.policies is not None
    request = Request(principal.caller, action, "*", FixedContext(principal.keys))
    return decide(request, principal.policies).is_allowed


def test_a_federated_user() -> None:
    server = Server()
    anna = server.user("anna", allow("dynamodb:*"))
    answer = server.call(anna, "GetFederationToken", Name="bob")
    assert answer["FederatedUser"] == {
        "FederatedUserId": f"{ACCOUNT}:bob",
        "Arn": f"arn:aws:sts::{ACCOUNT}:federated-user/bob",
    }
    assert answer["PackedPolicySize"] == 0
    assert answer["Credentials"]["Expiration"] == START_MS // 1000 + 43_200
    session = server.session(anna, "GetFederationToken", Name="bob")
    assert not allows(session, "dynamodb:GetItem")  # nothing without a session policy


def test_session_policies() -> None:
    server = Server()
    anna = server.user("anna", allow("dynamodb:*"))
    members = {
        "Name": "bob",
        "Policy": document(allow("dynamodb:Get*"), allow("s3:*")),
        "Tags": [{"Key": "Team", "Value": "red"}],
    }
    assert server.call(anna, "GetFederationToken", **members)["PackedPolicySize"] > 0
    session = server.session(anna, "GetFederationToken", **members)
    assert allows(session, "dynamodb:GetItem")
    assert not allows(session, "dynamodb:PutItem")
    assert not allows(session, "s3:GetObject")
    assert session.keys["aws:principaltag/team"] == ("red",)


def test_refusals() -> None:
    server = Server()
    session = server.session(server.user("anna"), "GetSessionToken")
    text = "AccessDeniedException: Cannot call GetFederationToken with session credentials"
    assert server.refusal(session, "GetFederationToken", Name="bob") == text
    bad = Caller().refusal("GetFederationToken", Name="bob", Policy="{")
    assert bad.startswith("MalformedPolicyDocument")


def test_the_root_gets_an_hour() -> None:
    answer = Caller().call("GetFederationToken", Name="bob")
    assert answer["Credentials"]["Expiration"] == START_MS // 1000 + 3600


def test_what_must_be_allowed() -> None:
    operation = STS.operations["GetFederationToken"]
    found = result_of(operation.authorizations({"Name": "bob"}, None, Caller().context))
    arn = f"arn:aws:sts::{ACCOUNT}:federated-user/bob"
    assert found == (Authorization("sts:GetFederationToken", arn),)
