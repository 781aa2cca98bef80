"""Attached policies. The cases are those of LocalStack's tests of IAM (2023 and 2026)."""

from typing import Any

import pytest

from tests.apis.iam.samples import READ_ONLY, group, policy, refusal, role, user

HOLDERS = {"user": ("UserName", user), "group": ("GroupName", group), "role": ("RoleName", role)}


class Holder:
    """A user, group or role, and the calls on its policies."""

    def __init__(self, iam: Any, kind: str) -> None:
        member, make = HOLDERS[kind]
        self.member = {member: make(iam)}
        self.attach = getattr(iam, f"attach_{kind}_policy")
        self.detach = getattr(iam, f"detach_{kind}_policy")
        self.list = getattr(iam, f"list_attached_{kind}_policies")

    def attached(self) -> list[str]:
        found = self.list(**self.member)
        assert found["IsTruncated"] is False
        return [each["PolicyArn"] for each in found["AttachedPolicies"]]


@pytest.mark.parametrize("kind", HOLDERS)
def test_managed_policy_lifecycle(iam: Any, kind: str) -> None:
    holder, made = Holder(iam, kind), policy(iam)
    assert holder.attached() == []
    for arn in (made, READ_ONLY, made):  # attaching twice changes nothing
        holder.attach(**holder.member, PolicyArn=arn)
    assert holder.attached() == [made, READ_ONLY]
    assert iam.get_policy(PolicyArn=made)["Policy"]["AttachmentCount"] == 1
    page = holder.list(**holder.member, MaxItems=1)
    assert page["IsTruncated"]
    rest = holder.list(**holder.member, Marker=page["Marker"])
    assert rest["AttachedPolicies"] == [
        {"PolicyName": "AmazonDynamoDBReadOnlyAccess", "PolicyArn": READ_ONLY}
    ]
    holder.detach(**holder.member, PolicyArn=made)
    assert holder.attached() == [READ_ONLY]
    assert iam.get_policy(PolicyArn=made)["Policy"]["AttachmentCount"] == 0


@pytest.mark.parametrize("kind", HOLDERS)
def test_managed_policy_errors(iam: Any, kind: str) -> None:
    holder, made = Holder(iam, kind), policy(iam)
    absent = "arn:aws:iam::000000000000:policy/nonexistent"
    text = f"Policy {absent} does not exist or is not attachable."
    assert refusal(holder.attach, **holder.member, PolicyArn=absent) == ("NoSuchEntity", text)
    text = f"Policy {made} was not found."
    assert refusal(holder.detach, **holder.member, PolicyArn=made) == ("NoSuchEntity", text)
    for wrong in ("longpolicynamebutnoarn", made.rpartition("/")[2]):
        expected = ("ValidationError", f"ARN {wrong} is not valid.")
        assert refusal(holder.attach, **holder.member, PolicyArn=wrong) == expected
    nobody = dict.fromkeys(holder.member, "nobody")
    assert refusal(holder.attach, **nobody, PolicyArn=made) == (
        "NoSuchEntity",
        f"The {kind} with name nobody cannot be found.",
    )


@pytest.mark.parametrize("kind", HOLDERS)
def test_ten_policies_at_most(iam: Any, kind: str) -> None:
    holder = Holder(iam, kind)
    for _ in range(10):
        holder.attach(**holder.member, PolicyArn=policy(iam))
    text = f"Cannot exceed quota for PoliciesPer{kind.title()}: 10"
    expected = ("LimitExceeded", text)
    assert refusal(holder.attach, **holder.member, PolicyArn=policy(iam)) == expected


def test_policies_under_a_path(iam: Any) -> None:
    holder, made = Holder(iam, "user"), policy(iam, Path="/team/")
    for arn in (made, READ_ONLY):
        holder.attach(**holder.member, PolicyArn=arn)
    found = holder.list(**holder.member, PathPrefix="/team/")["AttachedPolicies"]
    assert [each["PolicyArn"] for each in found] == [made]
