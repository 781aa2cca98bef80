"""Tags. The cases are those of LocalStack's tests of IAM (February 2026)."""

from collections.abc import Mapping
from typing import Any

import pytest

from tests.apis.iam.samples import DOCUMENT, TRUST, name, policy, refusal, role, user

ONE = {"Key": "somekey", "Value": "somevalue"}
PROVIDER = "arn:aws:iam::000000000000:oidc-provider/absent.example"
OTHER = {"Key": "someotherkey", "Value": "someothervalue"}
KINDS = ("user", "role", "policy", "instance_profile", "open_id_connect_provider")
CREATE: Mapping[str, Mapping[str, str]] = {
    "user": {},
    "role": {"AssumeRolePolicyDocument": TRUST},
    "policy": {"PolicyDocument": DOCUMENT},
    "instance_profile": {},
    "open_id_connect_provider": {},
}
IN_ANY_CASE = ("user", "role", "open_id_connect_provider")


class Tagged:
    """An entity, and the calls on its tags."""

    def __init__(self, iam: Any, kind: str) -> None:
        if kind == "policy":
            self.member = {"PolicyArn": policy(iam)}
        elif kind == "open_id_connect_provider":
            created = iam.create_open_id_connect_provider(Url=f"https://{name('p')}.example")
            self.member = {"OpenIDConnectProviderArn": created["OpenIDConnectProviderArn"]}
        elif kind == "instance_profile":
            made = name("profile")
            iam.create_instance_profile(InstanceProfileName=made)
            self.member = {"InstanceProfileName": made}
        else:
            make, member = (user, "UserName") if kind == "user" else (role, "RoleName")
            self.member = {member: make(iam)}
        self.tag = getattr(iam, f"tag_{kind}")
        self.untag = getattr(iam, f"untag_{kind}")
        self.list = getattr(iam, f"list_{kind}_tags")

    def tags(self) -> list[dict[str, str]]:
        found: list[dict[str, str]] = self.list(**self.member)["Tags"]
        return found


@pytest.mark.parametrize("kind", KINDS)
def test_tag_operations(iam: Any, kind: str) -> None:
    tagged = Tagged(iam, kind)
    assert tagged.tags() == []
    tagged.tag(**tagged.member, Tags=[OTHER, ONE])
    assert tagged.tags() == [ONE, OTHER]  # in the order of the keys
    page = tagged.list(**tagged.member, MaxItems=1)
    assert (page["Tags"], page["IsTruncated"]) == ([ONE], True)
    rest = tagged.list(**tagged.member, Marker=page["Marker"])
    assert (rest["Tags"], rest["IsTruncated"]) == ([OTHER], False)
    for value in ("updatedvalue", ""):
        tagged.tag(**tagged.member, Tags=[{"Key": "somekey", "Value": value}])
        assert tagged.tags() == [{"Key": "somekey", "Value": value}, OTHER]
    tagged.untag(**tagged.member, TagKeys=["somekey", "absent"])
    assert tagged.tags() == [OTHER]
    tagged.untag(**tagged.member, TagKeys=["someotherkey"])
    assert tagged.tags() == []


@pytest.mark.parametrize("kind", KINDS)
def test_keys_in_another_case(iam: Any, kind: str) -> None:
    tagged = Tagged(iam, kind)
    both = [{"Key": "a", "Value": "lowercase"}, {"Key": "A", "Value": "uppercase"}]
    if kind in IN_ANY_CASE:
        text = "Duplicate tag keys found. Please note that Tag keys are case insensitive."
        assert refusal(tagged.tag, **tagged.member, Tags=both) == ("InvalidInput", text)
        tagged.tag(**tagged.member, Tags=both[:1])
        tagged.tag(**tagged.member, Tags=both[1:])
        assert tagged.tags() == both[1:]
        tagged.untag(**tagged.member, TagKeys=["a"])
        assert tagged.tags() == []
        return
    tagged.tag(**tagged.member, Tags=both)
    assert tagged.tags() == both[::-1]
    tagged.untag(**tagged.member, TagKeys=["a"])
    assert tagged.tags() == both[1:]
    twice = refusal(tagged.tag, **tagged.member, Tags=[both[0], both[0]])
    assert twice == ("InvalidInput", "Duplicate tag keys found.")


@pytest.mark.parametrize("kind", KINDS)
def test_tags_of_a_new_entity(iam: Any, kind: str) -> None:
    made = name(kind.replace("_", "-"))
    names = {
        "user": "UserName",
        "role": "RoleName",
        "policy": "PolicyName",
        "instance_profile": "InstanceProfileName",
    }
    create = getattr(iam, f"create_{kind}")
    if kind == "open_id_connect_provider":
        created = create(Url=f"https://{made}.example", Tags=[OTHER, ONE])
        assert created["Tags"] == [OTHER, ONE]
        return
    created = create(**{names[kind]: made}, **CREATE[kind], Tags=[OTHER, ONE])
    (members,) = (each for key, each in created.items() if key != "ResponseMetadata")
    assert members["Tags"] == [OTHER, ONE]


def constraint(at: str, text: str) -> tuple[str, str]:
    message = f"1 validation error detected: Value at '{at}' failed to satisfy constraint: {text}"
    return "ValidationError", message


PATTERN = r"[\p{L}\p{Z}\p{N}_.:/=+\-@]+"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        (
            [{"Key": str(number), "Value": ""} for number in range(51)],
            constraint("tags", "Member must have length less than or equal to 50"),
        ),
        (
            [{"Key": "k" * 129, "Value": ""}],
            constraint("tags.1.member.key", "Member must have length less than or equal to 128"),
        ),
        (
            [{"Key": "k", "Value": "v" * 257}],
            constraint("tags.1.member.value", "Member must have length less than or equal to 256"),
        ),
        (
            [{"Key": "k*", "Value": "v"}],
            constraint(
                "tags.1.member.key", f"Member must satisfy regular expression pattern: {PATTERN}"
            ),
        ),
    ],
    ids=["many", "long key", "long value", "character"],
)
def test_tags_that_are_refused(
    iam: Any, kind: str, tags: list[dict[str, str]], expected: tuple[str, str]
) -> None:
    tagged = Tagged(iam, kind)
    assert refusal(tagged.tag, **tagged.member, Tags=tags) == expected
    assert tagged.tags() == []


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        (
            [str(number) for number in range(51)],
            constraint("tagKeys", "Member must have length less than or equal to 50"),
        ),
    ],
    ids=["many"],
)
def test_keys_that_are_refused(iam: Any, keys: list[str], expected: tuple[str, str]) -> None:
    tagged = Tagged(iam, "role")
    assert refusal(tagged.untag, **tagged.member, TagKeys=keys) == expected


def test_too_many_tags_together(iam: Any) -> None:
    tagged = Tagged(iam, "user")
    tagged.tag(**tagged.member, Tags=[{"Key": str(each), "Value": ""} for each in range(50)])
    text = "The number of tags has reached the maximum limit."
    assert refusal(tagged.tag, **tagged.member, Tags=[ONE]) == ("LimitExceeded", text)
    tagged.tag(**tagged.member, Tags=[{"Key": "7", "Value": "seven"}])  # replaces one


def test_tags_of_aws_are_refused(iam: Any) -> None:
    tagged = Tagged(iam, "user")
    reserved = [{"Key": "aws:name", "Value": ""}]
    assert refusal(tagged.tag, **tagged.member, Tags=reserved)[0] == "InvalidInput"


def test_entities_that_do_not_exist(iam: Any) -> None:
    absent = "arn:aws:iam::000000000000:policy/NotAPolicy"
    for kind, member, text in (
        ("user", {"UserName": "nobody"}, "The user with name nobody cannot be found."),
        ("role", {"RoleName": "nobody"}, "The role with name nobody cannot be found."),
        ("policy", {"PolicyArn": absent}, f"Policy {absent} was not found."),
        (
            "instance_profile",
            {"InstanceProfileName": "nobody"},
            "Instance Profile nobody cannot be found.",
        ),
        (
            "open_id_connect_provider",
            {"OpenIDConnectProviderArn": PROVIDER},
            f"OpenIDConnect Provider not found for arn {PROVIDER}",
        ),
    ):
        expected = ("NoSuchEntity", text)
        assert refusal(getattr(iam, f"tag_{kind}"), **member, Tags=[ONE]) == expected
        assert refusal(getattr(iam, f"untag_{kind}"), **member, TagKeys=["k"]) == expected
        assert refusal(getattr(iam, f"list_{kind}_tags"), **member) == expected
