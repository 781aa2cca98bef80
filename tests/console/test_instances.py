"""The pages of instances."""

import json
import subprocess
import sys
from typing import Any

from tests.api.clients import client, unique
from tests.app.server import COMMAND, environment
from tests.console.conftest import go_to
from tests.console.controls import act, choose
from tests.console.signed_in import console_of, new_user

_TRUST = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": {
            "Effect": "Allow",
            "Principal": {"Service": "ec2.amazonaws.com"},
            "Action": "sts:AssumeRole",
        },
    }
)
_LIST = "import boto3; print(boto3.client('dynamodb').list_tables()['TableNames'])"


def _role(iam: Any) -> str:
    """Makes a role that may read tables, with its instance profile."""
    name = unique("role")
    iam.create_role(RoleName=name, AssumeRolePolicyDocument=_TRUST)
    policy = "arn:aws:iam::aws:policy/AmazonDynamoDBReadOnlyAccess"
    iam.attach_role_policy(RoleName=name, PolicyArn=policy)
    iam.create_instance_profile(InstanceProfileName=name)
    iam.add_role_to_instance_profile(InstanceProfileName=name, RoleName=name)
    return name


def _instance(ec2: Any) -> str:
    image = ec2.describe_images()["Images"][0]["ImageId"]
    made = ec2.run_instances(ImageId=image, MinCount=1, MaxCount=1)
    instance_id: str = made["Instances"][0]["InstanceId"]
    return instance_id


def _choose_role(page: Any, instance_id: str, role: str) -> None:
    """Walks to the dialog "Modify IAM role" and chooses the role."""
    go_to(page, "instances")
    page.get_by_role("radio", name=f"Select instance {instance_id}").check()
    act(page, "Security", "Modify IAM role")
    choose(page, "IAM role", role)
    page.get_by_role("dialog").get_by_role("button", name="Update IAM role").click()


def test_an_instance_gets_a_role(console: Any, server_url: str, dynamodb: Any) -> None:
    """Point 14: afterwards the metadata endpoint gives credentials that can list tables."""
    with client(server_url, service="iam") as iam, client(server_url, service="ec2") as ec2:
        role, instance_id = _role(iam), _instance(ec2)
    _choose_role(console, instance_id, role)
    console.get_by_text(f"Successfully attached {role} to instance {instance_id}.").wait_for()
    command = (COMMAND, "instance", "shell", "--url", server_url, instance_id)
    listed = subprocess.run(
        [*command, "--", sys.executable, "-c", _LIST],
        env=environment({"AWS_ACCESS_KEY_ID": "any", "AWS_SECRET_ACCESS_KEY": "any"}),
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert listed.stdout.strip() == str(dynamodb.list_tables()["TableNames"])


def test_a_caller_without_pass_role_sees_what_is_missing(browser: Any, enforced: Any) -> None:
    """Point 14: the caller needs iam:PassRole; the dialog says so if it is missing."""
    with (
        client(enforced.url, service="iam", keys=enforced.keys) as iam,
        client(enforced.url, service="ec2", keys=enforced.keys) as ec2,
    ):
        role, instance_id = _role(iam), _instance(ec2)
    statement = {"Effect": "Allow", "Action": ["ec2:*", "iam:List*"], "Resource": "*"}
    inline = json.dumps({"Version": "2012-10-17", "Statement": statement})
    user = new_user(enforced.url, "AmazonDynamoDBReadOnlyAccess", inline=inline)
    with console_of(browser, enforced.url, user.keys) as page:
        _choose_role(page, instance_id, role)
        page.get_by_text("You lack the permission iam:PassRole").wait_for()
        page.get_by_text(f"arn:aws:iam::000000000000:role/{role}.").first.wait_for()


def test_an_instance_is_launched_with_a_key_pair(console: Any, server_url: str) -> None:
    """No key pair is chosen at first. One that exists is in the list, and one that the form makes
    is chosen there. The instances have their names, as EC2 and the page of an instance show.
    """
    with client(server_url, service="ec2") as ec2:
        ec2.create_key_pair(KeyName="music <1>", KeyType="ed25519")
        go_to(console, "launch-instance")
        launched = [_launch(console, ec2, "without")]
        go_to(console, "launch-instance")
        choose(console, "Key pair (login)", "music <1>")
        launched.append(_launch(console, ec2, "existing"))
        go_to(console, "launch-instance")
        console.get_by_role("button", name="Create new key pair").click()
        dialog = console.get_by_role("dialog", name="Create key pair")
        dialog.get_by_label("Name").fill("made-here")
        dialog.get_by_role("radio", name="ED25519").check()
        dialog.get_by_role("button", name="Create key pair").click()
        shown = console.get_by_role("dialog", name="Private key")
        with console.expect_download() as started:
            shown.get_by_role("button", name="Download private key").click()
        assert started.value.suggested_filename == "made-here.pem"
        shown.get_by_role("button", name="Done").click()
        launched.append(_launch(console, ec2, "new"))
    assert [each.get("KeyName") for each in launched] == [None, "music <1>", "made-here"]
    go_to(console, "instances", launched[1]["InstanceId"])
    console.get_by_text("Key pair assigned at launch").wait_for()
    console.get_by_text("music <1>").wait_for()


def _launch(page: Any, ec2: Any, name: str) -> Any:
    """Names the instance of the form and launches it. Returns it as EC2 describes it."""
    page.get_by_role("textbox", name="Name", exact=True).fill(name)
    page.get_by_role("button", name="Launch instance").click()
    page.get_by_role("row").filter(has_text=name).wait_for()
    described = ec2.describe_instances(Filters=[{"Name": "tag:Name", "Values": [name]}])
    return described["Reservations"][0]["Instances"][0]
