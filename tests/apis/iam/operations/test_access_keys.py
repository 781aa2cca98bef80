"""Access keys. The cases are those of LocalStack's test_iam_users.py (February 2026)."""

import re
from typing import Any

from jedlik.features.identity.unique_ids import account_in
from tests.apis.iam.samples import ACCOUNT, name, refusal, shown, user


def test_access_key_lifecycle(iam: Any) -> None:
    made = user(iam)
    listed = iam.list_access_keys(UserName=made)
    assert (listed["AccessKeyMetadata"], listed["IsTruncated"]) == ([], False)
    created = iam.create_access_key(UserName=made)["AccessKey"]
    key_id = created["AccessKeyId"]
    assert re.fullmatch("AKIA[A-Z2-7]{16}", key_id)
    assert len(created["SecretAccessKey"]) == 40
    assert account_in(key_id) == ACCOUNT
    metadata = {"UserName": made, "AccessKeyId": key_id, "Status": "Active"}
    secret = {"SecretAccessKey": created["SecretAccessKey"]}
    assert shown(created) == {**metadata, **secret}
    assert shown(iam.list_access_keys(UserName=made))["AccessKeyMetadata"] == [metadata]
    for status in ("Inactive", "Active"):
        iam.update_access_key(UserName=made, AccessKeyId=key_id, Status=status)
        (found,) = iam.list_access_keys(UserName=made)["AccessKeyMetadata"]
        assert found["Status"] == status
    iam.delete_access_key(UserName=made, AccessKeyId=key_id)
    assert iam.list_access_keys(UserName=made)["AccessKeyMetadata"] == []


def test_two_access_keys_at_most(iam: Any) -> None:
    made = user(iam)
    first, second = (iam.create_access_key(UserName=made)["AccessKey"] for _ in range(2))
    assert first["SecretAccessKey"] != second["SecretAccessKey"]
    text = "Cannot exceed quota for AccessKeysPerUser: 2"
    assert refusal(iam.create_access_key, UserName=made) == ("LimitExceeded", text)


def test_last_used(iam: Any) -> None:
    made = user(iam)
    key_id = iam.create_access_key(UserName=made)["AccessKey"]["AccessKeyId"]
    found = shown(iam.get_access_key_last_used(AccessKeyId=key_id))
    unused = {"ServiceName": "N/A", "Region": "N/A"}
    assert found == {"UserName": made, "AccessKeyLastUsed": unused}


def test_access_key_errors(iam: Any) -> None:
    made, unknown = user(iam), "AKIAIOSFODNN7EXAMPLE"
    missing = ("NoSuchEntity", "The user with name nonexistent-user cannot be found.")
    assert refusal(iam.create_access_key, UserName="nonexistent-user") == missing
    text = f"The Access Key with id {unknown} cannot be found."
    update = {"UserName": made, "AccessKeyId": unknown, "Status": "Inactive"}
    assert refusal(iam.update_access_key, **update) == ("NoSuchEntity", text)
    delete = {"UserName": made, "AccessKeyId": unknown}
    assert refusal(iam.delete_access_key, **delete) == ("NoSuchEntity", text)
    assert refusal(iam.get_access_key_last_used, AccessKeyId=unknown) == (
        "AccessDenied",
        f"User: arn:aws:iam::{ACCOUNT}:root is not authorized to perform"
        f" iam:GetAccessKeyLastUsed on resource: access key {unknown}",
    )
    text = "Must specify userName when calling with non-User credentials"
    assert refusal(iam.delete_access_key, AccessKeyId=unknown) == ("ValidationError", text)
    assert refusal(iam.create_access_key) == ("ValidationError", text)


def test_a_key_of_another_user_is_not_found(iam: Any) -> None:
    first, second = user(iam), user(iam)
    key_id = iam.create_access_key(UserName=first)["AccessKey"]["AccessKeyId"]
    delete = {"UserName": second, "AccessKeyId": key_id}
    assert refusal(iam.delete_access_key, **delete)[0] == "NoSuchEntity"


def test_a_renamed_user_has_the_same_keys(iam: Any) -> None:
    made, other = user(iam), name("renamed")
    key_id = iam.create_access_key(UserName=made)["AccessKey"]["AccessKeyId"]
    iam.update_user(UserName=made, NewUserName=other)
    (found,) = iam.list_access_keys(UserName=other)["AccessKeyMetadata"]
    assert (found["AccessKeyId"], found["UserName"]) == (key_id, other)
    assert iam.get_access_key_last_used(AccessKeyId=key_id)["UserName"] == other
