"""Each Region has its own tables, unless the server treats all Regions as one."""

from typing import Any

import pytest

from tests.api.clients import client, new_table
from tests.app.server import serving


def test_regions_are_separate(endpoint: str, dynamodb: Any, given_endpoint: str | None) -> None:
    if given_endpoint is not None and "amazonaws.com" in given_endpoint:
        pytest.skip("an endpoint of AWS serves one Region")
    with new_table(dynamodb, ("pk", "S")) as name, client(endpoint, region="eu-west-2") as london:
        with pytest.raises(london.exceptions.ResourceNotFoundException):
            london.describe_table(TableName=name)
        arn = dynamodb.describe_table(TableName=name)["Table"]["TableArn"]
        assert arn.split(":")[3] == "us-east-1"


@pytest.mark.usefixtures("own_server")
def test_all_regions_can_be_one() -> None:
    flags = ("--memory", "--region-mode", "single", "--region", "eu-west-1")
    with (
        serving(*flags) as server,
        client(server.url, region="us-east-1") as virginia,
        client(server.url, region="ap-south-2") as hyderabad,
        new_table(virginia, ("pk", "S")) as name,
    ):
        table = hyderabad.describe_table(TableName=name)["Table"]
        assert table["TableArn"].split(":")[3] == "eu-west-1"
