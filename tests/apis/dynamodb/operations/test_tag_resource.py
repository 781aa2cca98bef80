"""TagResource. Texts: recorded answers, October 2026; Alternator test_tag.py."""

import asyncio

import pytest

from tests.engine.in_memory import INV, VE, Caller, arn_of, result_of

TAGS = [{"Key": "owner", "Value": "me"}]
NOT_FOUND = "ResourceNotFoundException: Requested resource not found: ResourceArn: {} not found"
DENIED = "AccessDeniedException: Access is denied"

# --- serialization -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "members",
    [{"ResourceArn": 1, "Tags": TAGS}, {"Tags": "a"}, {"Tags": [{"Key": 1, "Value": "v"}]}],
)
def test_values_of_another_type_are_refused(members: dict[str, object]) -> None:
    refusal = Caller().refusal("TagResource", **{"ResourceArn": arn_of(), **members})
    assert refusal.startswith("SerializationException: ")


# --- validation ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arn", "refusal"),
    [
        ("not-an-arn", INV + "ARNs must start with 'arn:': not-an-arn"),
        ("music", INV + "ARNs must start with 'arn:': music"),
        ("arn:not/a/good/format", DENIED),
        ("arn:aws:s3:::bucket", DENIED),
        (
            "arn:aws:dynamodb:us-east-1:123456789012:global-table/music",
            INV + "Provided Arn is not a DynamoDB resource arn: "
            "arn:aws:dynamodb:us-east-1:123456789012:global-table/music",
        ),
        (
            arn_of() + "/backup/0179",
            INV + f"Provided Arn is not a DynamoDB resource arn: {arn_of()}/backup/0179",
        ),
        (arn_of(account_id="210987654321"), DENIED),
        (arn_of(account_id="210987654321", region="eu-west-1"), DENIED),
        (
            arn_of(region="eu-west-1"),
            VE + f"Invalid TableArn: Invalid ResourceArn provided as input "
            f"{arn_of(region='eu-west-1')}",
        ),
        (
            arn_of() + "/index/gsi",
            INV + "Invalid resource arn provided, only table or stream is accepted. "
            f"Provided resource arn: {arn_of()}/index/gsi",
        ),
        (arn_of() + "x", NOT_FOUND.format(arn_of() + "x")),
        (arn_of() + "/stream/label", NOT_FOUND.format(arn_of() + "/stream/label")),
    ],
)
@pytest.mark.parametrize(
    ("operation", "members"),
    [
        ("TagResource", {"Tags": TAGS}),
        ("UntagResource", {"TagKeys": ["owner"]}),
        ("ListTagsOfResource", {}),
    ],
)
def test_arns_that_name_no_table_of_ours(
    operation: str, members: dict[str, object], arn: str, refusal: str
) -> None:
    caller = Caller()
    caller.create()
    assert caller.refusal(operation, ResourceArn=arn, **members) == refusal


@pytest.mark.parametrize(
    ("tags", "refusal"),
    [
        ([], VE + "Atleast one Tag needs to be provided as Input."),
        (
            [{"Key": "good", "Value": ""}, {"Key": "aws:bad", "Value": ""}],
            VE + "Tag Key cannot be prefixed with aws:, Key: aws:bad",
        ),
        (
            [{"Key": "a", "Value": "1"}, {"Key": "a", "Value": "2"}],
            VE + "Duplicate Tag Keys provided as input: Duplicate Tag Key found a",
        ),
    ],
)
def test_tags_that_are_not_valid_change_nothing(tags: list[object], refusal: str) -> None:
    caller = Caller()
    caller.create()
    assert caller.refusal("TagResource", ResourceArn=arn_of(), Tags=tags) == refusal
    assert caller.call("ListTagsOfResource", ResourceArn=arn_of()) == {"Tags": []}


def test_the_fifty_first_tag() -> None:
    caller = Caller()
    tags = [{"Key": f"key{at}", "Value": ""} for at in range(50)]
    caller.create(Tags=tags)
    refusal = VE + "Number of Tags exceed the current limit for the provided ResourceArn"
    assert caller.refusal("TagResource", ResourceArn=arn_of(), Tags=TAGS) == refusal
    caller.call("TagResource", ResourceArn=arn_of(), Tags=tags)


def test_a_table_being_created_or_deleted() -> None:
    caller = Caller(delay_ms=10)
    caller.create(Tags=TAGS)
    refusal = NOT_FOUND.format(arn_of())
    assert caller.refusal("ListTagsOfResource", ResourceArn=arn_of()) == refusal
    caller.clock.time_ms += 10
    assert caller.call("ListTagsOfResource", ResourceArn=arn_of()) == {"Tags": TAGS}
    caller.call("DeleteTable", TableName="music")
    assert caller.refusal("TagResource", ResourceArn=arn_of(), Tags=TAGS) == (
        "ResourceInUseException: Attempt to change a resource which is still in use: "
        "Table is being deleted: music"
    )
    caller.clock.time_ms += 10
    assert caller.refusal("TagResource", ResourceArn=arn_of(), Tags=TAGS) == refusal


# --- behaviour -----------------------------------------------------------------------------------


def test_tags_merge() -> None:
    caller = Caller()
    caller.create(Tags=[{"Key": "a", "Value": "1"}, {"Key": "b", "Value": "2"}])
    more = [{"Key": "b", "Value": ""}, {"Key": "c", "Value": "3"}]
    assert caller.call("TagResource", ResourceArn=arn_of(), Tags=more) == {}
    assert caller.call("ListTagsOfResource", ResourceArn=arn_of()) == {
        "Tags": [
            {"Key": "a", "Value": "1"},
            {"Key": "b", "Value": ""},
            {"Key": "c", "Value": "3"},
        ]
    }


def test_of_many_at_once_none_is_lost() -> None:
    caller = Caller()
    caller.create()

    async def tag_all() -> None:
        tags = ([{"Key": f"key{at}", "Value": ""}] for at in range(20))
        calls = (caller.calls("TagResource", ResourceArn=arn_of(), Tags=tag) for tag in tags)
        await asyncio.gather(*calls)

    result_of(tag_all())
    assert len(caller.call("ListTagsOfResource", ResourceArn=arn_of())["Tags"]) == 20
