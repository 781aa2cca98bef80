"""UntagResource; the ARN is tested with TagResource. Texts: recorded answers, October 2026."""

import pytest

from tests.engine.in_memory import VE, Caller, arn_of

# --- serialization -------------------------------------------------------------------------------


def test_keys_must_be_strings() -> None:
    refusal = Caller().refusal("UntagResource", ResourceArn=arn_of(), TagKeys=[1])
    assert refusal.startswith("SerializationException: ")


# --- validation ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("keys", "refusal"),
    [
        ([], VE + "Atleast one Tag Key needs to be provided as Input."),
        (["aws:a"], VE + "Tag Key cannot be prefixed with aws:, Key: aws:a"),
        (
            [f"key{at}" for at in range(51)],
            VE + "Number of Tags exceed the current limit for the provided ResourceArn",
        ),
    ],
)
def test_keys_that_are_not_valid(keys: list[str], refusal: str) -> None:
    assert Caller().refusal("UntagResource", ResourceArn=arn_of(), TagKeys=keys) == refusal


# --- behaviour -----------------------------------------------------------------------------------


def test_tags_are_taken_away_and_absent_ones_ignored() -> None:
    caller = Caller()
    caller.create(Tags=[{"Key": "a", "Value": "1"}, {"Key": "A", "Value": "2"}])
    assert caller.call("UntagResource", ResourceArn=arn_of(), TagKeys=["a", "absent"]) == {}
    assert caller.call("ListTagsOfResource", ResourceArn=arn_of()) == {
        "Tags": [{"Key": "A", "Value": "2"}]
    }
