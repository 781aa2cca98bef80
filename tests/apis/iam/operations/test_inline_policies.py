"""Inline policies. The cases are those of LocalStack's tests of IAM (February 2026)."""

import json
from typing import Any

import pytest

from tests.apis.iam.samples import DOCUMENT, LIST_BUCKET, group, refusal, role, user

HOLDERS = {"user": ("UserName", user), "group": ("GroupName", group), "role": ("RoleName", role)}
LIMITS = {"user": 2048, "group": 5120, "role": 10240}


class Holder:
    """A user, group or role, and the calls on its policies."""

    def __init__(self, iam: Any, kind: str) -> None:
        member, make = HOLDERS[kind]
        self.member = {member: make(iam)}
        self.put = getattr(iam, f"put_{kind}_policy")
        self.get = getattr(iam, f"get_{kind}_policy")
        self.delete = getattr(iam, f"delete_{kind}_policy")
        self.list = getattr(iam, f"list_{kind}_policies")

    def names(self) -> list[str]:
        found: list[str] = self.list(**self.member)["PolicyNames"]
        return found


@pytest.mark.parametrize("kind", HOLDERS)
def test_inline_policy_lifecycle(iam: Any, kind: str) -> None:
    holder = Holder(iam, kind)
    assert holder.names() == []
    for each in ("one", "two", "one"):
        holder.put(**holder.member, PolicyName=each, PolicyDocument=DOCUMENT)
    found = holder.get(**holder.member, PolicyName="one")
    assert found["PolicyDocument"] == LIST_BUCKET
    assert found["PolicyName"] == "one"
    assert holder.names() == ["one", "two"]
    page = holder.list(**holder.member, MaxItems=1)
    assert (page["PolicyNames"], page["IsTruncated"]) == (["one"], True)
    holder.delete(**holder.member, PolicyName="one")
    assert holder.names() == ["two"]


@pytest.mark.parametrize("kind", HOLDERS)
def test_inline_policy_errors(iam: Any, kind: str) -> None:
    holder = Holder(iam, kind)
    text = f"The {kind} policy with name absent cannot be found."
    for call in (holder.get, holder.delete):
        assert refusal(call, **holder.member, PolicyName="absent") == ("NoSuchEntity", text)
    nobody = {**dict.fromkeys(holder.member, "nobody"), "PolicyName": "p"}
    missing = ("NoSuchEntity", f"The {kind} with name nobody cannot be found.")
    assert refusal(holder.put, **nobody, PolicyDocument=DOCUMENT) == missing
    assert refusal(holder.get, **nobody) == missing
    assert refusal(holder.delete, **nobody) == missing
    bad = {**holder.member, "PolicyName": "p", "PolicyDocument": "{}"}
    assert refusal(holder.put, **bad)[0] == "MalformedPolicyDocument"


@pytest.mark.parametrize("kind", HOLDERS)
def test_the_size_of_all_inline_policies(iam: Any, kind: str) -> None:
    # Source: IAM User Guide, "IAM character limits": white space does not count.
    holder, limit = Holder(iam, kind), LIMITS[kind]
    small = len("".join(DOCUMENT.split()))
    padded = json.dumps({**LIST_BUCKET, "Id": "x" * (limit - 2 * small - 9)})
    holder.put(**holder.member, PolicyName="a", PolicyDocument=DOCUMENT + " " * 5000)
    holder.put(**holder.member, PolicyName="b", PolicyDocument=padded)
    (named,) = holder.member.values()
    more = {**holder.member, "PolicyName": "c", "PolicyDocument": DOCUMENT}
    assert refusal(holder.put, **more) == (
        "LimitExceeded",
        f"Maximum policy size of {limit} bytes exceeded for {kind} {named}",
    )


def test_a_document_with_special_characters(iam: Any) -> None:
    holder = Holder(iam, "user")
    document = json.dumps({**LIST_BUCKET, "Id": 'a%20b+c & <d> "é"'}, ensure_ascii=False)
    holder.put(**holder.member, PolicyName="p", PolicyDocument=document)
    found = holder.get(**holder.member, PolicyName="p")["PolicyDocument"]
    assert found == json.loads(document)
