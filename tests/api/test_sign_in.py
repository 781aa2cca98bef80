"""Signing in over HTTP, as the console does, and boto3 with the credentials."""

import http.client
import json
import os
import signal
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any, NamedTuple

import boto3
import pytest
from botocore.exceptions import ClientError

from jedlik.app.compose import ACCOUNT_ID
from tests.api.clients import REGION
from tests.app.server import Server, serving
from tests.waiting import wait_until

pytestmark = pytest.mark.usefixtures("own_server")

PAIR = ("AKIATESTTESTTESTTEST", "secret/with+signs")
ROOT = {"JEDLIK_ROOT_ACCESS_KEY_ID": PAIR[0], "JEDLIK_ROOT_SECRET_ACCESS_KEY": PAIR[1]}
PASSWORD, NEW = "Passw0rd!", "An0ther-one"
ANNA = f"arn:aws:iam::{ACCOUNT_ID}:user/Anna"
WRONG = ("AccessDeniedException", "The account, the user name or the password is not correct.")


class Answer(NamedTuple):
    """An answer: status, headers, and the decoded body."""

    status: int
    headers: Mapping[str, str]
    body: dict[str, Any]

    @property
    def error(self) -> tuple[str, str]:
        """The code and the message of an error."""
        assert self.status == 400, self.body
        message = self.body.get("message", self.body.get("Message", ""))
        return self.body["__type"].partition("#")[2], message


class Console:
    """A server, and a browser that shows its console."""

    def __init__(self, server: Server, clients: ExitStack) -> None:
        self.server = server
        self._clients = clients
        self.iam = self.client("iam", *PAIR)

    def client(self, service: str, *credentials: str) -> Any:
        """Returns a client with a key pair or with the credentials of a session."""
        names = ("aws_access_key_id", "aws_secret_access_key", "aws_session_token")
        given = dict(zip(names, credentials, strict=False))
        made = boto3.client(service, endpoint_url=self.server.url, region_name=REGION, **given)
        self._clients.callback(made.close)
        return made

    def send(self, headers: Mapping[str, str] | None = None, **members: Any) -> Answer:
        """Sends a sign-in of Anna. members: what differs from the right ones."""
        host = f"127.0.0.1:{self.server.port}"
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=30)
        named = {
            "Content-Type": "application/x-amz-json-1.0",
            "X-Amz-Target": "Jedlik_20261130.SignIn",
            "Origin": f"http://{host}",
            "Sec-Fetch-Site": "same-origin",
            **(headers or {}),
        }
        body = {"Account": ACCOUNT_ID, "UserName": "Anna", "Password": PASSWORD, **members}
        connection.request("POST", "/", json.dumps(body), named)
        response = connection.getresponse()
        answer = Answer(response.status, response.headers, json.loads(response.read()))  # type: ignore[arg-type]
        connection.close()
        return answer

    def signed_in(self, service: str, **members: Any) -> Any:
        """Returns a client with the credentials of a sign-in."""
        answer = self.send(**members)
        assert answer.status == 200, answer.body
        found = answer.body["Credentials"]
        names = ("AccessKeyId", "SecretAccessKey", "SessionToken")
        return self.client(service, *(found[name] for name in names))


@pytest.fixture
def console(tmp_path: Path) -> Iterator[Console]:
    data = ("--data", str(tmp_path / "data"), "--workers", "2")
    audit = ("--audit-log", str(tmp_path / "audit.log"))
    with (
        serving(*data, *audit, "--auth", "enforce", extra=ROOT) as server,
        ExitStack() as clients,
    ):
        made = Console(server, clients)
        made.iam.create_user(UserName="Anna")
        made.iam.create_login_profile(UserName="Anna", Password=PASSWORD)
        made.iam.attach_user_policy(
            UserName="Anna", PolicyArn="arn:aws:iam::aws:policy/AmazonDynamoDBReadOnlyAccess"
        )
        yield made


def refusal(call: Any, **members: Any) -> str:
    """Returns the code of an error."""
    with pytest.raises(ClientError) as caught:
        call(**members)
    return str(caught.value.response["Error"]["Code"])


def test_who_signs_in_may_do_what_the_user_may_do(console: Console, tmp_path: Path) -> None:
    sts, dynamodb = console.signed_in("sts"), console.signed_in("dynamodb")
    assert sts.get_caller_identity()["Arn"] == ANNA
    assert dynamodb.list_tables()["TableNames"] == []
    assert refusal(dynamodb.delete_table, TableName="music") == "AccessDeniedException"
    assert refusal(sts.get_session_token) == "AccessDenied"
    user = console.iam.get_user(UserName="Anna")["User"]
    assert user["PasswordLastUsed"] >= user["CreateDate"]
    assert console.send(Password="wrong").error == WRONG
    assert console.send(UserName=PASSWORD).error == WRONG
    console.server.stop()
    lines = [json.loads(each) for each in (tmp_path / "audit.log").read_text().splitlines()]
    names = [
        (line["requestParameters"]["userName"], line.get("errorCode", ""))
        for line in lines
        if line["eventName"] == "SignIn"
    ]
    denied = "AccessDeniedException"
    assert names == [
        *(("Anna", ""), ("Anna", ""), ("Anna", denied)),
        ("HIDDEN_DUE_TO_SECURITY_REASONS", denied),
    ]
    assert PASSWORD not in (tmp_path / "audit.log").read_text()


def test_the_session_ends_when_the_password_changes(console: Console) -> None:
    allow = {"Effect": "Allow", "Action": "iam:ChangePassword", "Resource": "*"}
    policy = json.dumps({"Version": "2012-10-17", "Statement": allow})
    console.iam.put_user_policy(UserName="Anna", PolicyName="p", PolicyDocument=policy)
    iam, sts = console.signed_in("iam"), console.signed_in("sts")
    assert sts.get_caller_identity()["Arn"] == ANNA
    iam.change_password(OldPassword=PASSWORD, NewPassword=NEW)
    for _ in range(8):  # whichever worker answers
        assert refusal(sts.get_caller_identity) == "InvalidClientTokenId"
    assert console.send().error == WRONG
    sts = console.signed_in("sts", Password=NEW)
    assert sts.get_caller_identity()["Arn"] == ANNA
    console.iam.delete_login_profile(UserName="Anna")
    console.iam.delete_user_policy(UserName="Anna", PolicyName="p")
    console.iam.detach_user_policy(
        UserName="Anna", PolicyArn="arn:aws:iam::aws:policy/AmazonDynamoDBReadOnlyAccess"
    )
    console.iam.delete_user(UserName="Anna")
    assert refusal(sts.get_caller_identity) == "InvalidClientTokenId"
    assert console.send(Password=NEW).error == WRONG


def test_a_password_that_must_be_changed(console: Console) -> None:
    console.iam.update_login_profile(UserName="Anna", PasswordResetRequired=True)
    assert console.send().error[0] == "PasswordResetRequired"
    assert console.send(NewPassword="simple").error[0] == "PasswordPolicyViolation"
    sts = console.signed_in("sts", NewPassword=NEW)
    assert sts.get_caller_identity()["Arn"] == ANNA
    assert not console.iam.get_login_profile(UserName="Anna")["LoginProfile"][
        "PasswordResetRequired"
    ]


def test_workers_and_their_successors_count_together(console: Console) -> None:
    for _ in range(3):  # each connection may lead to another worker
        assert console.send(Password="wrong").error == WRONG
    before = console.server.workers()
    for process in before:
        os.kill(process, signal.SIGKILL)
    wait_until(lambda: len(set(console.server.workers()) - set(before)) == 2)
    wait_until(lambda: answers(console))
    booked = 3
    while True:
        begun_s = time.monotonic()
        code, message = console.send(Password="wrong").error
        if code == "ThrottlingException":
            break
        last_s, booked = begun_s, booked + 1
        assert booked <= 12, "no attempt had to wait"
    assert booked >= 5
    # The wait shows how many attempts were counted.
    left_s = int(message.split("Try again in ")[1].split()[0])
    assert left_s >= 2 ** (booked - 5) - (time.monotonic() - last_s)
    console.iam.get_user(UserName="Anna")  # access keys always work
    assert console.server.stop()[0] == 0  # it has reported the killed workers


def answers(console: Console) -> bool:
    """Returns whether both workers accept connections: several requests in a row are answered."""
    try:
        for _ in range(8):
            connection = http.client.HTTPConnection("127.0.0.1", console.server.port, timeout=5)
            connection.request("GET", "/")
            connection.getresponse().read()
            connection.close()
    except OSError:
        return False
    return True


def test_pages_of_other_origins_cannot_guess(console: Console) -> None:
    for headers in (
        {"Origin": "https://evil.example"},
        {"Origin": "http://127.0.0.1:1"},
        {"Sec-Fetch-Site": "cross-site"},
    ):
        answer = console.send(headers)
        assert answer.error[0] == "AccessDeniedException"
        assert answer.error != WRONG
        assert "access-control-allow-origin" not in answer.headers
    answer = console.send()
    assert answer.status == 200
    assert "access-control-allow-origin" not in answer.headers


def test_nobody_signs_in_in_open_mode() -> None:
    with serving("--memory") as server, ExitStack() as clients:
        console = Console(server, clients)
        console.iam.create_user(UserName="Anna")
        console.iam.create_login_profile(UserName="Anna", Password=PASSWORD)
        code, message = console.send().error
        assert (code, "--auth open" in message) == ("AccessDeniedException", True)


def test_a_password_of_open_mode_is_none_in_enforce_mode(tmp_path: Path) -> None:
    with serving("--data", str(tmp_path)) as server, ExitStack() as clients:
        iam = Console(server, clients).iam
        iam.create_user(UserName="Anna")
        iam.create_login_profile(UserName="Anna", Password=PASSWORD)
    flags = ("--data", str(tmp_path), "--auth", "enforce")
    with serving(*flags, extra=ROOT) as server, ExitStack() as clients:
        console = Console(server, clients)
        assert console.send().error == WRONG
        console.iam.update_login_profile(UserName="Anna", Password=PASSWORD)
        assert console.signed_in("sts").get_caller_identity()["Arn"] == ANNA
