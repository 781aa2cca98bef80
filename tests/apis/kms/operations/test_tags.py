"""TagResource, UntagResource and ListResourceTags."""

from jedlik.core.limits import TAGS
from tests.engine.in_memory import Caller
from tests.features.encryption_keys.kms import key_id


def tag(name: str, value: str = "") -> dict[str, str]:
    return {"TagKey": name, "TagValue": value}


def tags(caller: Caller, key: str) -> list[dict[str, str]]:
    found: list[dict[str, str]] = caller.call("ListResourceTags", KeyId=key)["Tags"]
    return found


def test_tags_are_added_replaced_and_removed() -> None:
    caller = Caller()
    key = key_id(caller, Tags=[tag("a", "1")])
    caller.call("KMS.TagResource", KeyId=key, Tags=[tag("b", "2"), tag("a", "3")])
    assert tags(caller, key) == [tag("a", "3"), tag("b", "2")]
    caller.call("KMS.UntagResource", KeyId=key, TagKeys=["a", "none"])
    assert tags(caller, key) == [tag("b", "2")]


def test_tags_are_listed_in_pages() -> None:
    caller = Caller()
    key = key_id(caller, Tags=[tag(name) for name in "cab"])
    first = caller.call("ListResourceTags", KeyId=key, Limit=2)
    assert first == {"Tags": [tag("a"), tag("b")], "Truncated": True, "NextMarker": "b"}
    second = caller.call("ListResourceTags", KeyId=key, Limit=2, Marker="b")
    assert second == {"Tags": [tag("c")], "Truncated": False}


def test_what_is_refused() -> None:
    caller = Caller()
    key = key_id(caller)
    for wrong in ([tag("a"), tag("a")], [tag("aws:a")], [tag(str(n)) for n in range(TAGS + 1)]):
        refusal = caller.refusal("KMS.TagResource", KeyId=key, Tags=wrong)
        assert refusal.startswith("TagException: "), wrong
    assert tags(caller, key) == []
