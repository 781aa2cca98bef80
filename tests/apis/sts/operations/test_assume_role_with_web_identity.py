"""Web identities over HTTP: boto3 and the AWS CLI with a token in a file, and strangers.

Which tokens are accepted is tested in tests/features/identity/test_web_identity.py.
"""

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlencode

import boto3
import pytest
from botocore import UNSIGNED
from botocore.config import Config
from botocore.exceptions import ClientError

from jedlik.apis.registry import APIS
from tests.api.clients import REGION, client
from tests.api.test_aws_cli import run as run_commands
from tests.api.test_http import send
from tests.apis.iam.samples import ACCOUNT
from tests.apis.sts.callers import allow, document
from tests.app.server import environment, serving
from tests.features.identity.issuer import (
    CLIENT,
    SUBJECT,
    URL,
    claims,
    ec_key,
    jwk,
    jwks,
    pem,
    rsa_key,
    signed,
    written,
)
from tests.waiting import wait_until

PAIR = ("AKIATESTTESTTESTTEST", "secret/with+signs")
ROOT = {"JEDLIK_ROOT_ACCESS_KEY_ID": PAIR[0], "JEDLIK_ROOT_SECRET_ACCESS_KEY": PAIR[1]}
FORM = {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}
PROVIDER = f"arn:aws:iam::{ACCOUNT}:oidc-provider/{URL}"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/player"
CLOSED = f"arn:aws:iam::{ACCOUNT}:role/closed"
TABLE = {
    "TableName": "music",
    "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}],
    "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}],
    "BillingMode": "PAY_PER_REQUEST",
}
OWN_ITEMS = {
    "ForAllValues:StringEquals": {"dynamodb:LeadingKeys": [f"${{{URL}:sub}}"]},
}


class Served(NamedTuple):
    """A server that knows the keys of the issuer. audit: the file of its audit log."""

    url: str
    keys: Path
    audit: Path


def prepare(url: str) -> None:
    """Makes a provider, a role that trusts it and one that does not, and a table."""
    trust = {
        "Effect": "Allow",
        "Principal": {"Federated": PROVIDER},
        "Action": "sts:AssumeRoleWithWebIdentity",
        "Condition": {"StringEquals": {f"{URL}:aud": CLIENT, f"{URL}:sub": SUBJECT}},
    }
    nobody = {"Effect": "Allow", "Principal": {"AWS": ACCOUNT}, "Action": "sts:AssumeRole"}
    with client(url, keys=PAIR, service="iam") as iam:
        iam.create_open_id_connect_provider(Url=f"https://{URL}", ClientIDList=[CLIENT])
        for name, statement in (("player", trust), ("closed", nobody)):
            iam.create_role(RoleName=name, AssumeRolePolicyDocument=document(statement))
        policy = document(allow("dynamodb:*Item", Condition=OWN_ITEMS))
        iam.put_role_policy(RoleName="player", PolicyName="p", PolicyDocument=policy)
    with client(url, keys=PAIR) as dynamodb:
        dynamodb.create_table(**TABLE)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("issuer")
    keys, audit = folder / "keys.json", folder / "audit.log"
    keys.write_bytes(jwks(jwk(rsa_key(), kid="one"), jwk(ec_key(), kid="two")))
    flags = ("--web-identity-keys", f"https://{URL}={keys}", "--audit-log", str(audit))
    with serving("--memory", "--auth", "enforce", *flags, extra=ROOT) as server:
        prepare(server.url)
        yield Served(server.url, keys, audit)


def token(**members: Any) -> str:
    return signed(claims(int(time.time()), **members), rsa_key())


def sts(url: str) -> Any:
    """Returns a client without credentials."""
    config = Config(signature_version=UNSIGNED, retries={"total_max_attempts": 1})
    return boto3.client("sts", endpoint_url=url, region_name=REGION, config=config)


def assume(url: str, text: str, role: str = ROLE, **members: Any) -> Any:
    request = {"RoleArn": role, "RoleSessionName": "session", "WebIdentityToken": text}
    return sts(url).assume_role_with_web_identity(**request, **members)


def refused(url: str, text: str, role: str = ROLE) -> tuple[str, int]:
    """Returns code and status of a refusal."""
    with pytest.raises(ClientError) as caught:
        assume(url, text, role)
    response = caught.value.response
    return response["Error"]["Code"], response["ResponseMetadata"]["HTTPStatusCode"]


def test_a_session_may_do_what_the_role_allows(served: Served) -> None:
    answer = assume(served.url, token())
    assert answer["SubjectFromWebIdentityToken"] == SUBJECT
    assert (answer["Audience"], answer["Provider"]) == (CLIENT, PROVIDER)
    assert "PackedPolicySize" not in answer
    made = answer["Credentials"]
    dynamodb = boto3.client(
        "dynamodb",
        endpoint_url=served.url,
        region_name=REGION,
        aws_access_key_id=made["AccessKeyId"],
        aws_secret_access_key=made["SecretAccessKey"],
        aws_session_token=made["SessionToken"],
    )
    dynamodb.put_item(TableName="music", Item={"pk": {"S": SUBJECT}})
    with pytest.raises(ClientError, match="not authorized to perform: dynamodb:PutItem"):
        dynamodb.put_item(TableName="music", Item={"pk": {"S": "somebody else"}})


def test_boto3_with_a_token_in_a_file(
    served: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "token"
    file.write_text(token())
    monkeypatch.setenv("AWS_WEB_IDENTITY_TOKEN_FILE", str(file))
    monkeypatch.setenv("AWS_ROLE_ARN", ROLE)
    monkeypatch.setenv("AWS_ENDPOINT_URL", served.url)
    monkeypatch.setenv("AWS_DEFAULT_REGION", REGION)
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    session = boto3.Session()
    arn = session.client("sts").get_caller_identity()["Arn"]
    assert arn.startswith(f"arn:aws:sts::{ACCOUNT}:assumed-role/player/botocore-session-")
    found = session.client("dynamodb").get_item(TableName="music", Key={"pk": {"S": SUBJECT}})
    assert found["ResponseMetadata"]["HTTPStatusCode"] == 200


def test_the_aws_cli_with_a_token_in_a_file(
    served: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "token"
    file.write_text(token())
    arguments = ("--role-arn", ROLE, "--role-session-name", "cli")
    command = ("sts", "assume-role-with-web-identity", *arguments, "--web-identity-token", token())
    (made,) = run_commands(served.url, None, command, service="")
    assert made.answer["AssumedRoleUser"]["Arn"].endswith(":assumed-role/player/cli")

    def with_token(extra: Any = None) -> dict[str, str]:
        variables = {"AWS_WEB_IDENTITY_TOKEN_FILE": str(file), "AWS_ROLE_ARN": ROLE}
        return {**environment(extra), **variables, "AWS_ROLE_SESSION_NAME": "shell"}

    monkeypatch.setattr("tests.api.test_aws_cli.environment", with_token)
    item = json.dumps({"pk": {"S": SUBJECT}})
    put = ("dynamodb", "put-item", "--table-name", "music", "--item", item)
    who, written_item = run_commands(
        served.url, None, ("sts", "get-caller-identity"), put, service=""
    )
    assert who.answer["Arn"].endswith(":assumed-role/player/shell")
    assert written_item.status == 0


def test_tokens_that_are_refused(served: Served) -> None:
    now_s = int(time.time())
    header = {"alg": "none", "kid": "one"}
    confused = {"alg": "HS256", "kid": "one"}
    invalid = ("InvalidIdentityToken", 400)
    for text in (
        written(header, claims(now_s)),
        written(confused, claims(now_s), pem(rsa_key())),
        signed(claims(now_s), rsa_key(1)),
        signed(claims(now_s), ec_key(), "ES256", "one"),
        token(iss="https://evil.example"),
        token(aud="unknown"),
        token(nbf=now_s + 3600),
        "no token",
    ):
        assert refused(served.url, text) == invalid
    assert refused(served.url, token(exp=now_s - 1)) == ("ExpiredTokenException", 400)
    for role in (CLOSED, f"{ROLE}x"):
        assert refused(served.url, token(), role) == ("AccessDenied", 403)
    assert refused(served.url, token(sub="system:serviceaccount:music:eve")) == (
        "AccessDenied",
        403,
    )
    assert refused(served.url, "a" * 20_001) == ("ValidationError", 400)


def post(url: str, parameters: dict[str, str], *, path: str = "/", **headers: str) -> Any:
    """Sends a form without a signature."""
    body = urlencode(parameters).encode()
    return send(url, "POST", {**FORM, **headers}, body, path=path)


def parameters(**members: str) -> dict[str, str]:
    return {
        "Action": "AssumeRoleWithWebIdentity",
        "Version": "2011-06-15",
        "RoleArn": ROLE,
        "RoleSessionName": "session",
        "WebIdentityToken": token(),
        **members,
    }


def test_no_other_operation_works_without_a_signature(served: Served) -> None:
    unsigned = [
        each.name for api in APIS for each in api.operations.values() if not each.shape.is_signed
    ]
    assert sorted(unsigned) == ["AssumeRoleWithWebIdentity", "SignIn"]
    assert post(served.url, parameters()).status == 200
    missing = b"<Code>MissingAuthenticationToken</Code>"
    for name, version in (("GetCallerIdentity", "2011-06-15"), ("ListUsers", "2010-05-08")):
        other = parameters(Action=name, Version=version)
        for path in ("/", "/?Action=AssumeRoleWithWebIdentity&Version=2011-06-15"):
            answer = post(served.url, other, path=path)
            assert answer.status == 403
            assert missing in answer.body
    # The Action of the body counts, whatever else there is.
    answer = post(served.url, parameters(), path="/?Action=ListUsers&Version=2010-05-08")
    assert b"ListUsersResponse" not in answer.body
    target = {"X-Amz-Target": "DynamoDB_20120810.ListTables"}
    json_1_0 = {"Content-Type": "application/x-amz-json-1.0", **target}
    answer = send(served.url, "POST", json_1_0, b"{}")
    assert b"MissingAuthenticationToken" in answer.body


def test_a_get_and_a_wrong_signature(served: Served) -> None:
    answer = send(served.url, "GET", {}, path=f"/?{urlencode(parameters())}")
    assert answer.status == 200
    # An SDK that has credentials may sign nevertheless. The service ignores it.
    assert post(served.url, parameters(), Authorization="AWS4-HMAC-SHA256 junk").status == 200


def test_strangers_cause_little_work(served: Served) -> None:
    for more, headers in (
        ({"Policy": "a" * 300_000}, {}),
        ({}, {"Content-Encoding": "gzip"}),
    ):
        answer = post(served.url, parameters(**more), **headers)
        assert answer.status == 400
        assert b"MalformedInput" in answer.body
    longest = {"Policy": "\u00e4" * 2048, "WebIdentityToken": "\u00e4" * 20_000}
    answer = post(served.url, parameters(**longest))
    assert b"InvalidIdentityToken" in answer.body


def test_new_keys_need_no_restart(served: Served) -> None:
    before = served.keys.read_bytes()
    new = signed(claims(int(time.time())), rsa_key(1), kid="new")
    assert refused(served.url, new) == ("InvalidIdentityToken", 400)
    try:
        served.keys.write_bytes(jwks(jwk(rsa_key(1), kid="new")))
        assert assume(served.url, new)["Provider"] == PROVIDER
        assert refused(served.url, token()) == ("InvalidIdentityToken", 400)
        served.keys.unlink()
        assert refused(served.url, new) == ("InvalidIdentityToken", 400)
    finally:
        served.keys.write_bytes(before)


def audited(served: Served) -> list[dict[str, Any]]:
    """Returns the lines about this operation."""
    lines = [json.loads(each) for each in served.audit.read_text().splitlines()]
    return [each for each in lines if each["eventName"] == "AssumeRoleWithWebIdentity"]


def test_the_audit_log_has_verified_identities_only(served: Served) -> None:
    name = f"audited-{time.time_ns()}"
    refused(served.url, signed(claims(int(time.time()), sub=name), rsa_key(1)))
    assert refused(served.url, token(sub=name))[0] == "AccessDenied"
    text = token()
    assume(served.url, text)
    wait_until(lambda: audited(served) and "errorCode" not in audited(served)[-1])
    found = audited(served)
    (denied,) = (each for each in found if each["userIdentity"]["userName"] == name)
    assert denied["errorCode"] == "AccessDenied"
    assert found[-1]["userIdentity"] == {
        "type": "WebIdentityUser",
        "principalId": f"{PROVIDER}:{CLIENT}:{SUBJECT}",
        "userName": SUBJECT,
        "identityProvider": PROVIDER,
    }
    assert found[-1]["recipientAccountId"] == ACCOUNT
    assert found[-1]["requestParameters"]["webIdentityToken"] == "HIDDEN_DUE_TO_SECURITY_REASONS"
    assert text not in served.audit.read_text()


def test_open_mode(tmp_path: Path) -> None:
    keys = tmp_path / "keys.json"
    keys.write_bytes(jwks(jwk(rsa_key(), kid="one")))
    with serving("--memory", "--web-identity-keys", f"https://{URL}={keys}") as server:
        prepare(server.url)
        assert assume(server.url, token(), CLOSED)["Provider"] == PROVIDER
        assert refused(server.url, signed(claims(int(time.time())), rsa_key(1))) == (
            "InvalidIdentityToken",
            400,
        )


def test_without_keys_nobody_is_known() -> None:
    with serving("--memory", "--auth", "enforce", extra=ROOT) as server:
        prepare(server.url)
        assert refused(server.url, token()) == ("InvalidIdentityToken", 400)
