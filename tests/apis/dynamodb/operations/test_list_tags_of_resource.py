"""ListTagsOfResource; the ARN is tested with TagResource. Recorded answers, October 2026."""

from tests.engine.in_memory import Caller, arn_of

# --- serialization -------------------------------------------------------------------------------


def test_the_arn_must_be_a_string() -> None:
    refusal = Caller().refusal("ListTagsOfResource", ResourceArn=[])
    assert refusal.startswith("SerializationException: ")


# --- validation: see test_tag_resource ---------------------------------------------------------
# --- behaviour -----------------------------------------------------------------------------------


def test_fifty_tags_come_at_once() -> None:
    caller = Caller()
    tags = [{"Key": f"key{at}", "Value": "x"} for at in range(50)]
    caller.create(Tags=tags)
    assert caller.call("ListTagsOfResource", ResourceArn=arn_of()) == {"Tags": tags}


def test_a_token_is_ignored() -> None:
    caller = Caller()
    caller.create()
    answer = caller.call("ListTagsOfResource", ResourceArn=arn_of(), NextToken="made up")
    assert answer == {"Tags": []}
