"""DescribeTags; tests/features/instances/test_tags.py has the rules of the others."""

import pytest

from tests.engine.in_memory import Caller
from tests.features.instances.started import one_filter, start


@pytest.mark.parametrize(
    ("name", "value", "count"),
    [
        ("key", "Name", 2),
        ("resource-type", "key-pair", 1),
        ("value", "d*", 1),
        ("tag:Name", "web", 1),
    ],
)
def test_filters(name: str, value: str, count: int) -> None:
    caller = Caller()
    (one,) = start(caller)
    key = caller.call("CreateKeyPair", KeyName="k", KeyType="ed25519")["KeyPairId"]
    caller.call("CreateTags", Resources=[one], Tags=[{"Key": "Name", "Value": "web"}])
    caller.call("CreateTags", Resources=[key], Tags=[{"Key": "Name", "Value": "db"}])
    caller.call("CreateTags", Resources=[one], Tags=[{"Key": "Team", "Value": "red"}])
    assert len(caller.call("DescribeTags", Filters=one_filter(name, value))["Tags"]) == count
    found = caller.call("DescribeTags", Filters=one_filter("resource-id", one))["Tags"]
    assert [each["Key"] for each in found] == ["Name", "Team"]
    assert {each["ResourceType"] for each in found} == {"instance"}


def test_pages() -> None:
    caller = Caller()
    (one,) = start(caller)
    tags = [{"Key": str(each), "Value": ""} for each in range(7)]
    caller.call("CreateTags", Resources=[one], Tags=tags)
    first = caller.call("DescribeTags", MaxResults=5)
    second = caller.call("DescribeTags", MaxResults=5, NextToken=first["NextToken"])
    assert [each["Key"] for each in first["Tags"] + second["Tags"]] == [t["Key"] for t in tags]
