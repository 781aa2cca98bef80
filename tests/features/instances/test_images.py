"""The one image: it has an id in each Region."""

import pytest

from jedlik.core.errors import Reject
from jedlik.features.instances.images import check_image, image_id
from jedlik.features.instances.rules import is_id


def test_each_region_has_the_image_under_its_own_id() -> None:
    ids = [image_id("us-east-1"), image_id("eu-west-1"), image_id("us-east-1")]
    assert all(is_id(each, "ami") for each in ids)
    assert ids[0] == ids[2] != ids[1]
    check_image(ids[0], "us-east-1")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (image_id("eu-west-1"), "InvalidAMIID.NotFound"),
        ("ami-12345678", "InvalidAMIID.NotFound"),
        ("jedlik", "InvalidAMIID.Malformed"),
    ],
)
def test_other_images_are_refused(text: str, code: str) -> None:
    with pytest.raises(Reject) as refused:
        check_image(text, "us-east-1")
    assert refused.value.error.code == code
