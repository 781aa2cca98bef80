"""Tags of instances and key pairs."""

import pytest

from jedlik.core.errors import Reject
from jedlik.features.instances.tags import TAGS_MAX, checked_tags
from tests.engine.in_memory import Caller
from tests.features.instances.started import described, start


def test_tags_of_a_request() -> None:
    tags = [{"Key": "Name", "Value": "web"}, {"Key": "name"}]
    assert checked_tags(tags) == {"Name": "web", "name": ""}


@pytest.mark.parametrize(
    ("tags", "code"),
    [
        ([{"Key": ""}], "InvalidParameterValue"),
        ([{"Key": "x" * 129}], "InvalidParameterValue"),
        ([{"Key": "x", "Value": "y" * 257}], "InvalidParameterValue"),
        ([{"Key": "AWS:x"}], "InvalidParameterValue"),
        ([{"Key": "x"}, {"Key": "x"}], "InvalidParameterValue"),
        ([{"Key": str(each)} for each in range(TAGS_MAX + 1)], "TagLimitExceeded"),
    ],
)
def test_tags_that_are_refused(tags: list[dict[str, str]], code: str) -> None:
    with pytest.raises(Reject) as refused:
        checked_tags(tags)
    assert refused.value.error.code == code


def test_tags_are_added_replaced_and_removed() -> None:
    caller = Caller()
    one, two = start(caller, 2)
    key = caller.call("CreateKeyPair", KeyName="k", KeyType="ed25519")["KeyPairId"]
    both = [{"Key": "Name", "Value": "web"}, {"Key": "Team", "Value": "red"}]
    caller.call("CreateTags", Resources=[one, key, two], Tags=both)
    caller.call("CreateTags", Resources=[one], Tags=[{"Key": "Name", "Value": "db"}])
    assert [each["Value"] for each in described(caller, one)[0]["Tags"]] == ["db", "red"]
    # A value that is given must be that of the tag.
    other = [{"Key": "Name", "Value": "other"}, {"Key": "Team"}]
    caller.call("DeleteTags", Resources=[one], Tags=other)
    assert described(caller, one)[0]["Tags"] == [{"Key": "Name", "Value": "db"}]
    caller.call("DeleteTags", Resources=[two])
    assert described(caller, two)[0]["Tags"] == []
    found = {(each["ResourceId"], each["Key"]) for each in caller.call("DescribeTags")["Tags"]}
    assert found == {(key, "Name"), (key, "Team"), (one, "Name")}


@pytest.mark.parametrize("resource", ["vol-12345678", "key-12345678", "x"])
def test_what_has_no_tags(resource: str) -> None:
    caller = Caller()
    (one,) = start(caller)
    tags = [{"Key": "Name", "Value": "web"}]
    refused = caller.refusal("CreateTags", Resources=[one, resource], Tags=tags)
    assert refused == f"InvalidID: The ID '{resource}' is not valid"
    assert described(caller, one)[0]["Tags"] == []


def test_a_resource_has_fifty_tags_at_most() -> None:
    caller = Caller()
    (one,) = start(caller)
    many = [{"Key": str(each), "Value": ""} for each in range(TAGS_MAX)]
    caller.call("CreateTags", Resources=[one], Tags=many)
    refused = caller.refusal("CreateTags", Resources=[one], Tags=[{"Key": "x", "Value": ""}])
    assert refused.startswith("TagLimitExceeded: ")
