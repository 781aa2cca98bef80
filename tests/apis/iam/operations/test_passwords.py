"""Login profiles and the password policy. The cases are those of LocalStack's test_iam_users.py and
test_iam_account_password_policy.py (February 2026).
"""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.apis.iam.samples import ACCOUNT, name, refusal, shown, status, user

PASSWORD = "Passw0rd!"
NO_POLICY = f"The Password Policy with domain name {ACCOUNT} cannot be found."


@pytest.fixture
def no_policy(iam: Any) -> Iterator[None]:
    """Removes the password policy after the test."""
    yield
    iam.delete_account_password_policy()


def test_login_profile_lifecycle(iam: Any) -> None:
    made = user(iam)
    expected = {"UserName": made, "PasswordResetRequired": False}
    created = iam.create_login_profile(UserName=made, Password=PASSWORD)["LoginProfile"]
    assert shown(created) == expected
    assert iam.get_login_profile(UserName=made)["LoginProfile"] == created
    iam.update_login_profile(UserName=made, PasswordResetRequired=True)
    assert iam.get_login_profile(UserName=made)["LoginProfile"]["PasswordResetRequired"]
    other = name("renamed")
    iam.update_user(UserName=made, NewUserName=other)
    assert iam.get_login_profile(UserName=other)["LoginProfile"]["UserName"] == other
    iam.delete_login_profile(UserName=other)
    text = f"Login Profile for User {other} cannot be found."
    assert refusal(iam.get_login_profile, UserName=other) == ("NoSuchEntity", text)


def test_login_profile_errors(iam: Any) -> None:
    made = user(iam)
    missing = ("NoSuchEntity", "The user with name nonexistent-user cannot be found.")
    unknown = {"UserName": "nonexistent-user"}
    assert refusal(iam.create_login_profile, **unknown, Password=PASSWORD) == missing
    assert refusal(iam.delete_login_profile, **unknown) == missing
    text = f"Login Profile for User {made} cannot be found."
    assert refusal(iam.delete_login_profile, UserName=made) == ("NoSuchEntity", text)
    iam.create_login_profile(UserName=made, Password=PASSWORD)
    text = f"Login Profile for user {made} already exists."
    again = {"UserName": made, "Password": PASSWORD}
    assert refusal(iam.create_login_profile, **again) == ("EntityAlreadyExists", text)
    assert status(iam.create_login_profile, **again) == 409


@pytest.mark.parametrize("password", ["Sh0rt!", "onlyletters", "lower1234", "UPPER!"])
def test_passwords_that_are_too_simple(iam: Any, password: str) -> None:
    # Source: IAM User Guide, "Set an account password policy".
    made = user(iam)
    found = refusal(iam.create_login_profile, UserName=made, Password=password)
    assert found[0] == "PasswordPolicyViolation"


@pytest.mark.usefixtures("no_policy")
def test_password_policy_defaults(iam: Any) -> None:
    assert refusal(iam.get_account_password_policy) == ("NoSuchEntity", NO_POLICY)
    iam.update_account_password_policy()
    assert iam.get_account_password_policy()["PasswordPolicy"] == {
        "AllowUsersToChangePassword": False,
        "ExpirePasswords": False,
        "MinimumPasswordLength": 6,
        "RequireLowercaseCharacters": False,
        "RequireNumbers": False,
        "RequireSymbols": False,
        "RequireUppercaseCharacters": False,
    }
    iam.create_login_profile(UserName=user(iam), Password="simple")


@pytest.mark.usefixtures("no_policy")
def test_password_policy_of_ones_own(iam: Any) -> None:
    own = {
        "AllowUsersToChangePassword": True,
        "HardExpiry": True,
        "MaxPasswordAge": 60,
        "MinimumPasswordLength": 10,
        "PasswordReusePrevention": 3,
        "RequireLowercaseCharacters": True,
        "RequireNumbers": True,
        "RequireSymbols": True,
        "RequireUppercaseCharacters": True,
    }
    iam.update_account_password_policy(**own)
    found = iam.get_account_password_policy()["PasswordPolicy"]
    assert found == {**own, "ExpirePasswords": True}
    weak = refusal(iam.create_login_profile, UserName=user(iam), Password="Passw0rdPassw0rd")
    assert weak[0] == "PasswordPolicyViolation"


def test_password_policy_errors(iam: Any) -> None:
    wrong = {
        "MinimumPasswordLength": 129,
        "PasswordReusePrevention": 25,
        "MaxPasswordAge": 1096,
    }
    code, text = refusal(iam.update_account_password_policy, **wrong)
    assert code == "ValidationError"
    assert text.startswith("3 validation errors detected: ")
    for member, most in (
        ("minimumPasswordLength", 128),
        ("passwordReusePrevention", 24),
        ("maxPasswordAge", 1095),
    ):
        assert (
            f"Value at '{member}' failed to satisfy constraint: Member must have value less than"
            f" or equal to {most}" in text
        )
    text = "The account policy with name PasswordPolicy cannot be found."
    assert refusal(iam.delete_account_password_policy) == ("NoSuchEntity", text)


def test_only_users_change_their_password(iam: Any) -> None:
    change = {"OldPassword": PASSWORD, "NewPassword": PASSWORD}
    assert refusal(iam.change_password, **change)[0] == "InvalidUserType"
