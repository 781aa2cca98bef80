"""DescribeImages: the one image, by owner, user and filter."""

import pytest

from tests.engine.in_memory import ACCOUNT, Caller
from tests.features.instances.started import IMAGE, one_filter, run


def ids(caller: Caller, **members: object) -> list[str]:
    return [each["ImageId"] for each in caller.call("DescribeImages", **members)["Images"]]


@pytest.mark.parametrize(
    ("members", "is_found"),
    [
        ({}, True),
        ({"Owners": ["self"]}, True),
        ({"Owners": [ACCOUNT, "amazon"]}, True),
        ({"Owners": ["amazon"]}, False),
        ({"ExecutableUsers": ["all"]}, True),
        ({"ExecutableUsers": ["000000000009"]}, False),
        ({"ImageIds": [IMAGE]}, True),
        ({"Filters": one_filter("name", "jedlik-*")}, True),
        ({"Filters": one_filter("architecture", "arm64")}, False),
        ({"Filters": one_filter("is-public", "true")}, True),
        ({"Filters": one_filter("owner-alias", "amazon")}, False),
        ({"Filters": one_filter("tag:Name", "x")}, False),
    ],
    ids=str,
)
def test_which_images_are_found(members: dict[str, object], is_found: bool) -> None:
    assert ids(Caller(), **members) == ([IMAGE] if is_found else [])


def test_the_image_that_is_found_can_be_started() -> None:
    caller = Caller(region="eu-west-1")
    (image,) = caller.call("DescribeImages")["Images"]
    assert (image["State"], image["OwnerId"]) == ("available", ACCOUNT)
    assert run(caller, ImageId=image["ImageId"])["Instances"]
    assert caller.refusal("DescribeImages", ImageIds=[IMAGE]).startswith("InvalidAMIID.NotFound")
