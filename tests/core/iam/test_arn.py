"""Patterns of ARNs: six parts, completed in Resource elements."""

import pytest

from jedlik.core.iam.arn import arn_template, resource_template
from jedlik.core.iam.request import arn_parts
from tests.core.iam.requests import TABLE, request


def resource_matches(text: str, resource: str = TABLE, **values: str) -> bool:
    made = resource_template(text, has_variables=True)
    return made.matches(resource, arn_parts(resource), request(resource, **values))


@pytest.mark.parametrize(
    ("text", "matches"),
    [
        ("*", True),
        (TABLE, True),
        (TABLE.replace("us-east-1", "*"), True),
        (TABLE.replace("us-east-1", "us-?ast-1"), True),
        ("arn:aws:dynamodb:*:table/Music", False),
        ("arn:aws:dynamodb:*", True),
        ("arn:aws:dyn*", True),
        ("arn:*:table/Music", False),
        (TABLE + ":more", False),
    ],
)
def test_resources(text: str, matches: bool) -> None:
    assert resource_matches(text) is matches


def test_the_last_part_may_have_colons() -> None:
    assert resource_matches("arn:aws:x:::a:b*", "arn:aws:x:::a:b:c")
    assert resource_matches("arn:aws:*:::a:b*", "arn:aws:x:::a:b:c")


def test_a_star_stays_in_its_part() -> None:
    text = TABLE.replace("us-east-1", "*")
    assert resource_matches(text)
    assert not resource_matches(text, TABLE.replace("us-east-1", "us-east-1:x"))


def test_a_variable_is_not_divided_by_its_colons() -> None:
    text = TABLE.replace("Music", "${aws:username}")
    assert resource_matches(text, aws__username="Music")
    assert resource_matches(TABLE.replace("us-east-1", "${a:r}"), a__r="us-east-1")
    assert not resource_matches("arn:aws:dynamodb:${a:r}", a__r="us-east-1:123456789012")


def test_a_text_that_is_no_arn_matches_only_a_star() -> None:
    assert resource_matches("*", "*")
    assert not resource_matches("arn:aws:dynamodb:*:*:*", "*")


def test_only_plain_arns_have_one_value() -> None:
    assert resource_template(TABLE, has_variables=True).literal == TABLE
    assert resource_template("*", has_variables=True).literal is None
    assert resource_template(TABLE.replace("aws", "*"), has_variables=True).literal is None
    assert resource_template("${a}", has_variables=False).literal is None


def test_arns_of_operators_have_six_parts() -> None:
    assert arn_template("arn:aws:iam::*", has_variables=True) is None
    made = arn_template("arn:aws:iam::*:user/*", has_variables=True)
    assert made is not None
    user = "arn:aws:iam::123456789012:user/Anna"
    assert made.matches(user, arn_parts(user), request())
    assert not made.matches("user", ["user"], request())
