"""How closely a statement names a caller."""

import pytest

from jedlik.core.iam.principal import ACCOUNT, FINAL, LIMITED, NONE, Principals, account_of
from jedlik.core.iam.request import Caller, CallerKind

A = "123456789012"
USER = Caller(CallerKind.USER, A, f"arn:aws:iam::{A}:user/Anna", None, "AIDAANNA")
SESSION = Caller(
    CallerKind.ROLE_SESSION,
    A,
    f"arn:aws:sts::{A}:assumed-role/Reader/s1",
    f"arn:aws:iam::{A}:role/app/Reader",
    "AROAREADER",
)
FEDERATED = Caller(
    CallerKind.FEDERATED_USER, A, f"arn:aws:sts::{A}:federated-user/C", USER.arn, "AIDAANNA"
)
ROOT = Caller(CallerKind.ROOT, A, f"arn:aws:iam::{A}:root")
OF_ROOT = Caller(
    CallerKind.FEDERATED_USER, A, f"arn:aws:sts::{A}:federated-user/D", f"arn:aws:iam::{A}:root"
)
EC2 = Caller(CallerKind.SERVICE, "", "ec2.amazonaws.com")
GOOGLE = Caller(CallerKind.WEB_IDENTITY, "", "accounts.google.com")
NOBODY = Caller(CallerKind.ANONYMOUS, "", "anonymous")


@pytest.mark.parametrize(
    ("caller", "named", "closeness"),
    [
        (USER, USER.arn, FINAL),
        (USER, "AIDAANNA", FINAL),
        (USER, A, ACCOUNT),
        (USER, ROOT.arn, ACCOUNT),
        (USER, "arn:aws:iam::123456789012:user/Bob", NONE),
        (USER, "210987654321", NONE),
        (USER, "*", FINAL),
        (SESSION, SESSION.arn, FINAL),
        (SESSION, SESSION.entity_arn, LIMITED),
        (SESSION, "AROAREADER", LIMITED),
        (SESSION, SESSION.arn + "2", NONE),
        (SESSION, "arn:aws:iam::123456789012:role/Reader", NONE),
        (FEDERATED, FEDERATED.arn, FINAL),
        (FEDERATED, USER.arn, LIMITED),
        (OF_ROOT, OF_ROOT.arn, FINAL),
        (OF_ROOT, ROOT.arn, ACCOUNT),
        (OF_ROOT, A, ACCOUNT),
        (ROOT, ROOT.arn, FINAL),
        (ROOT, A, FINAL),
        (ROOT, USER.arn, NONE),
        (EC2, A, NONE),
        (EC2, "ec2.amazonaws.com", NONE),
        (NOBODY, A, NONE),
        (NOBODY, "*", FINAL),
        (NOBODY, "anonymous", NONE),
    ],
)
def test_aws_principals(caller: Caller, named: str, closeness: int) -> None:
    assert Principals({"AWS": [named]}, is_negated=False).closeness(caller) == closeness


def test_services_and_providers_of_identities() -> None:
    principals = Principals(
        {"Service": ["ec2.amazonaws.com"], "Federated": ["accounts.google.com"]}, is_negated=False
    )
    assert principals.closeness(EC2) == principals.closeness(GOOGLE) == FINAL
    assert principals.closeness(Caller(CallerKind.SERVICE, "", "lambda.amazonaws.com")) == NONE
    assert principals.closeness(USER) == NONE


def test_the_closest_principal_counts() -> None:
    principals = Principals({"AWS": [A, SESSION.entity_arn, SESSION.arn]}, is_negated=False)
    assert principals.closeness(SESSION) == FINAL


@pytest.mark.parametrize(
    ("caller", "listed", "is_exempt"),
    [
        (USER, {"AWS": [USER.arn]}, True),
        (USER, {"AWS": ["AIDAANNA"]}, True),
        (USER, {"AWS": [A]}, False),
        (USER, {"AWS": ["*"]}, True),
        (SESSION, {"AWS": [SESSION.entity_arn]}, False),
        (SESSION, {"AWS": [SESSION.arn]}, False),
        (SESSION, {"AWS": [SESSION.arn, SESSION.entity_arn]}, True),
        (FEDERATED, {"AWS": [FEDERATED.arn]}, False),
        (OF_ROOT, {"AWS": [OF_ROOT.arn]}, False),
        (OF_ROOT, {"AWS": [OF_ROOT.arn, A]}, True),
        (OF_ROOT, {"AWS": [OF_ROOT.arn, ROOT.arn]}, True),
        (ROOT, {"AWS": [A]}, True),
        (ROOT, {"AWS": [USER.arn]}, False),
        (EC2, {"Service": ["ec2.amazonaws.com"]}, True),
        (EC2, {"AWS": ["ec2.amazonaws.com"]}, False),
        (GOOGLE, {"AWS": ["*"]}, True),
    ],
)
def test_not_principal(caller: Caller, listed: dict[str, list[str]], is_exempt: bool) -> None:
    principals = Principals(listed, is_negated=True)
    assert principals.closeness(caller) == (NONE if is_exempt else ACCOUNT)


@pytest.mark.parametrize(
    ("principal", "account"),
    [
        (A, A),
        (f"arn:aws:iam::{A}:root", A),
        (f"arn:aws:iam::{A}:user/root", None),
        (f"arn:aws:s3::{A}:root", None),
        ("arn:aws:iam::1:root", None),
        ("arn:root", None),
        ("1234", None),
        ("\u0661" * 12, None),
        ("*", None),
    ],
)
def test_accounts(principal: str, account: str | None) -> None:
    assert account_of(principal) == account
