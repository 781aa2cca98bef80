"""The managed policies of AWS that this product has, from `aws_policies.json`.

Sources: the documents, their versions and dates as AWS publishes them, from public copies (iam-
dataset, moto). ReadOnlyAccess has the parts about services that exist here. The ids of the policies
are those of AWS, except that of AmazonDynamoDBFullAccess_v2, which is not public.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Final, NamedTuple

import orjson

from jedlik.features.identity.arns import AWS_POLICY

_FILE: Final = Path(__file__).with_name("aws_policies.json")


class AwsPolicy(NamedTuple):
    """A managed policy of AWS. version: the name of its only version here, such as `v15`."""

    arn: str
    id: str
    name: str
    path: str
    description: str
    created_s: int
    updated_s: int
    version: str
    document: str


def aws_policy(arn: str) -> AwsPolicy | None:
    """Returns the policy with an ARN, or None if there is none."""
    return aws_policies().get(arn)


@lru_cache(maxsize=1)
def aws_policies() -> Mapping[str, AwsPolicy]:
    """Returns all policies by ARN, in the order of their names."""
    found = [_policy(each) for each in orjson.loads(_FILE.read_bytes())]
    return {each.arn: each for each in sorted(found, key=lambda each: each.name.lower())}


def _policy(stored: Mapping[str, str]) -> AwsPolicy:
    return AwsPolicy(
        arn=AWS_POLICY + stored["Path"][1:] + stored["Name"],
        id=stored["Id"],
        name=stored["Name"],
        path=stored["Path"],
        description=stored["Description"],
        created_s=_seconds(stored["Created"]),
        updated_s=_seconds(stored["Updated"]),
        version=stored["Version"],
        document=json.dumps(stored["Document"], indent=4),
    )


def _seconds(text: str) -> int:
    return int(datetime.fromisoformat(text).timestamp())
