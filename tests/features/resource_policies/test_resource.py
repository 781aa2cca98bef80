"""The table or stream that an ARN names.

Source of the texts: ack-api-quirks, services/dynamodb, entry 212, recorded in October 2026.
"""

import pytest

from jedlik.core.errors import Reject
from jedlik.features.resource_policies.resource import Resource, is_stream, resource_named
from tests.engine.in_memory import Caller, arn_of

MUSIC = arn_of()
LABEL = "2026-10-08T00:00:00.000"
STREAM = f"{MUSIC}/stream/{LABEL}"
PREFIX = "One or more parameter values were invalid: "
ONLY = "Invalid resource arn provided, only table or stream is accepted. Provided resource arn: "


@pytest.mark.parametrize(
    ("arn", "resource"),
    [(MUSIC, Resource(MUSIC, "music", "")), (STREAM, Resource(STREAM, "music", LABEL))],
)
def test_tables_and_streams(arn: str, resource: Resource) -> None:
    assert resource_named(Caller().context, arn) == resource
    assert is_stream(arn) == bool(resource.label)


@pytest.mark.parametrize(
    ("arn", "text"),
    [
        ("music", f"{PREFIX}ARNs must start with 'arn:': music"),
        ("arn:", f"{PREFIX}Provided Arn is not a DynamoDB resource arn: arn:"),
        (
            "arn:aws:s3:::music",
            f"{PREFIX}Provided Arn is not a DynamoDB resource arn: arn:aws:s3:::music",
        ),
        (
            f"{MUSIC}/backup/01",
            f"{PREFIX}Provided Arn is not a DynamoDB resource arn: {MUSIC}/backup/01",
        ),
        (f"{MUSIC}/index/by_year", f"{PREFIX}{ONLY}{MUSIC}/index/by_year"),
        (
            arn_of(account_id="210987654321"),
            "This action is only supported by accounts that match the resource owner\u2019s "
            "account.",
        ),
        (
            arn_of(region="eu-west-1"),
            f"{PREFIX}Invalid resource Arn: {arn_of(region='eu-west-1')}",
        ),
        (
            MUSIC.replace("arn:aws:", "arn:aws-cn:"),
            f"{PREFIX}Invalid resource Arn: {MUSIC.replace('arn:aws:', 'arn:aws-cn:')}",
        ),
    ],
)
def test_other_resources(arn: str, text: str) -> None:
    with pytest.raises(Reject) as rejected:
        resource_named(Caller().context, arn)
    assert (rejected.value.error.code, rejected.value.error.message) == (
        "ValidationException",
        text,
    )
    assert not is_stream(arn)
