"""The AWS CLI, used as the user guide of IAM shows: a role for an instance, a user with a key."""

import json
from pathlib import Path

from tests.api.test_aws_cli import run
from tests.apis.iam.samples import ACCOUNT, DOCUMENT, LIST_BUCKET, READ_ONLY, TRUST, name

KEYS = ("jedlik", "jedlik")


def test_a_role_for_an_instance(iam_url: str) -> None:
    role, profile = ("--role-name", name("role")), ("--instance-profile-name", name("profile"))
    created, attached, made, added, shown, refused = run(
        iam_url,
        KEYS,
        ("create-role", *role, "--assume-role-policy-document", TRUST),
        ("attach-role-policy", *role, "--policy-arn", READ_ONLY),
        ("create-instance-profile", *profile),
        ("add-role-to-instance-profile", *profile, *role),
        ("get-instance-profile", *profile),
        ("delete-role", *role),
        service="iam",
    )
    assert created.answer["Role"]["Arn"] == f"arn:aws:iam::{ACCOUNT}:role/{role[1]}"
    assert created.answer["Role"]["AssumeRolePolicyDocument"] == json.loads(TRUST)
    assert (attached.answer, added.answer) == (None, None)
    assert made.answer["InstanceProfile"]["Roles"] == []
    assert [each["RoleName"] for each in shown.answer["InstanceProfile"]["Roles"]] == [role[1]]
    # The version of the CLI for Python exits with 255; version 2 with 254.
    assert refused.status in {254, 255}
    assert (
        "An error occurred (DeleteConflict) when calling the DeleteRole operation: Cannot delete"
        " entity, must remove roles from instance profile first." in refused.errors
    )


def test_a_user_with_a_key(iam_url: str, tmp_path: Path) -> None:
    user, group = ("--user-name", name("user")), ("--group-name", name("group"))
    document = tmp_path / "policy.json"
    document.write_text(DOCUMENT)
    made, _, grouped, added, put, got, key, listed, groups, tagged, alone = run(
        iam_url,
        KEYS,
        ("create-user", *user, "--path", "/team/", "--tags", "Key=Team,Value=red"),
        ("wait", "user-exists", *user),
        ("create-group", *group),
        ("add-user-to-group", *user, *group),
        (
            *("put-user-policy", *user, "--policy-name", "p"),
            *("--policy-document", f"file://{document}"),
        ),
        ("get-user-policy", *user, "--policy-name", "p"),
        ("create-access-key", *user),
        ("list-access-keys", *user),
        ("list-groups-for-user", *user),
        ("list-user-tags", *user),
        ("create-access-key",),
        service="iam",
    )
    assert made.answer["User"]["Arn"] == f"arn:aws:iam::{ACCOUNT}:user/team/{user[1]}"
    assert grouped.answer["Group"]["GroupName"] == group[1]
    assert (added.answer, put.answer) == (None, None)
    assert got.answer["PolicyDocument"] == LIST_BUCKET
    key_id = key.answer["AccessKey"]["AccessKeyId"]
    assert [each["AccessKeyId"] for each in listed.answer["AccessKeyMetadata"]] == [key_id]
    assert [each["GroupName"] for each in groups.answer["Groups"]] == [group[1]]
    assert tagged.answer["Tags"] == [{"Key": "Team", "Value": "red"}]
    assert "Must specify userName when calling with non-User credentials" in alone.errors


def test_sts(iam_url: str) -> None:
    role = name("role")
    (created,) = run(
        iam_url,
        KEYS,
        ("create-role", "--role-name", role, "--assume-role-policy-document", TRUST),
        service="iam",
    )
    arn = created.answer["Role"]["Arn"]
    who, assumed, token, info, malformed = run(
        iam_url,
        KEYS,
        ("get-caller-identity",),
        ("assume-role", "--role-arn", arn, "--role-session-name", "anna"),
        ("get-session-token", "--duration-seconds", "900"),
        ("get-access-key-info", "--access-key-id", "ASIAQNZGKIQY56JQ7WML"),
        ("assume-role", "--role-arn", "nothing-valid-in-here", "--role-session-name", "anna"),
        service="sts",
    )
    assert who.answer["Arn"] == f"arn:aws:iam::{ACCOUNT}:root"
    session = f"arn:aws:sts::{ACCOUNT}:assumed-role/{role}/anna"
    assert assumed.answer["AssumedRoleUser"]["Arn"] == session
    assert set(assumed.answer["Credentials"]) == {
        *("AccessKeyId", "SecretAccessKey", "SessionToken", "Expiration"),
    }
    assert token.answer["Credentials"]["AccessKeyId"].startswith("ASIA")
    assert info.answer == {"Account": "029608264753"}
    assert "(ValidationError)" in malformed.errors
    assert "nothing-valid-in-here is invalid" in malformed.errors
