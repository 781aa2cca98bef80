"""`jedlik account`: accounts that share a data folder, and what they let each other do."""

import json
import re
import secrets
from pathlib import Path

import boto3
import pytest
from botocore.exceptions import ClientError

from tests.api.clients import REGION, client, create
from tests.app.server import run, serving, verified

PAIR = ("AKIATESTTESTTESTTEST", "secret/with+signs")
ROOT = {"JEDLIK_ROOT_ACCESS_KEY_ID": PAIR[0], "JEDLIK_ROOT_SECRET_ACCESS_KEY": PAIR[1]}
OTHER = "222222222222"


def created(folder: Path, account_id: str = OTHER, *flags: str) -> tuple[str, str]:
    """Returns the key pair of the root of a new account."""
    done = run("account", "create", account_id, "--data", str(folder), *flags)
    assert (done.returncode, done.stderr) == (0, "")
    found = dict(re.findall(r"^export (\w+)='?([^'\n]+)'?$", done.stdout, re.MULTILINE))
    return found["AWS_ACCESS_KEY_ID"], found["AWS_SECRET_ACCESS_KEY"]


def refused(folder: Path, account_id: str, *flags: str) -> str:
    """Returns the error of the command."""
    done = run("account", "create", account_id, "--data", str(folder), *flags)
    assert (done.returncode, done.stdout) == (2, "")
    return done.stderr.removeprefix("jedlik: ").rstrip("\n")


def test_accounts_have_tables_of_their_own(tmp_path: Path) -> None:
    pair = created(tmp_path)
    with (
        serving("--auth", "enforce", "--data", str(tmp_path), extra=ROOT) as server,
        client(server.url, keys=PAIR) as first,
        client(server.url, keys=pair) as second,
    ):
        sts = boto3.client(
            "sts",
            endpoint_url=server.url,
            region_name=REGION,
            aws_access_key_id=pair[0],
            aws_secret_access_key=pair[1],
        )
        assert sts.get_caller_identity()["Arn"] == f"arn:aws:iam::{OTHER}:root"
        sts.close()
        create(first, ("pk", "S"), name="music")
        arn = first.describe_table(TableName="music")["Table"]["TableArn"]
        assert second.list_tables()["TableNames"] == []
        create(second, ("pk", "S"), name="music")
        second.put_item(TableName="music", Item={"pk": {"S": "theirs"}})
        first.put_item(TableName="music", Item={"pk": {"S": "ours"}})
        with pytest.raises(ClientError, match="not authorized to perform: dynamodb:GetItem"):
            second.get_item(TableName=arn, Key={"pk": {"S": "ours"}})
        assert "Item" not in second.get_item(TableName="music", Key={"pk": {"S": "ours"}})
    assert "2 items" in verified(tmp_path)


def test_a_role_of_another_account_is_assumed(tmp_path: Path) -> None:
    pair = created(tmp_path)
    with serving("--auth", "enforce", "--data", str(tmp_path), extra=ROOT) as server:

        def made(service: str, *keys: str) -> boto3.client:
            names = ("aws_access_key_id", "aws_secret_access_key", "aws_session_token")
            given = dict(zip(names, keys, strict=False))
            return boto3.client(service, endpoint_url=server.url, region_name=REGION, **given)

        statement = {
            "Effect": "Allow",
            "Principal": {"AWS": f"arn:aws:iam::{OTHER}:user/anna"},
            "Action": "sts:AssumeRole",
        }
        trust = json.dumps({"Version": "2012-10-17", "Statement": statement})
        theirs = made("iam", *pair)
        theirs.create_user(UserName="anna")
        role = made("iam", *PAIR).create_role(RoleName="app", AssumeRolePolicyDocument=trust)
        role_arn = role["Role"]["Arn"]
        key = theirs.create_access_key(UserName="anna")["AccessKey"]
        anna = made("sts", key["AccessKeyId"], key["SecretAccessKey"])
        wanted = {"RoleArn": role_arn, "RoleSessionName": "session"}
        with pytest.raises(ClientError, match="AccessDenied"):  # both accounts must allow it
            anna.assume_role(**wanted)
        statement = {"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": role_arn}
        document = json.dumps({"Version": "2012-10-17", "Statement": statement})
        theirs.put_user_policy(UserName="anna", PolicyName="p", PolicyDocument=document)
        session = anna.assume_role(**wanted)["Credentials"]
        keys = (session["AccessKeyId"], session["SecretAccessKey"], session["SessionToken"])
        found = made("sts", *keys).get_caller_identity()
        assert found["Arn"] == "arn:aws:sts::000000000000:assumed-role/app/session"


def test_what_cannot_be_an_account(tmp_path: Path) -> None:
    for each in ("12345678901", "1234567890123", "anna"):
        assert refused(tmp_path, each) == "An account id has 12 digits."
    created(tmp_path)
    assert refused(tmp_path, OTHER) == f"Account {OTHER} already exists."


def test_an_encrypted_folder(tmp_path: Path) -> None:
    key = tmp_path / "key"
    key.write_text(secrets.token_hex(32))
    folder, flags = tmp_path / "data", ("--key-file", str(key))
    pair = created(folder, OTHER, *flags)
    with (
        serving("--auth", "enforce", "--data", str(folder), *flags, extra=ROOT) as server,
        client(server.url, keys=pair) as dynamodb,
    ):
        assert dynamodb.list_tables()["TableNames"] == []
    assert "encrypted" in refused(folder, "333333333333")


def test_a_server_that_runs_and_one_in_memory(tmp_path: Path) -> None:
    with serving("--data", str(tmp_path)):
        assert "is in use by another server" in refused(tmp_path, OTHER)
    done = run("account", "create", OTHER, extra={"JEDLIK_MEMORY": "1"})
    assert done.stderr == "jedlik: --memory stores nothing: a server in memory has one account\n"
