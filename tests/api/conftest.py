"""The endpoint under test: a server started here, or the one of `--endpoint URL`.

    pytest tests/api                                                 our own server
    pytest tests/api --endpoint http://localhost:8000                any other
    pytest tests/api --endpoint https://dynamodb.us-east-1.amazonaws.com

Tests that use the fixture `dynamodb` must also pass against the real service. They share two tables
and use unique keys.
"""

from collections.abc import Iterator
from typing import Any

import boto3
import pytest

from tests.api.clients import REGION, client, create
from tests.app.server import serving


def pytest_addoption(parser: pytest.Parser) -> None:
    """Adds `--endpoint URL`. pytest knows it only if the command line names tests/api."""
    parser.addoption("--endpoint", help="URL of the endpoint that tests/api should test")


@pytest.fixture(scope="session")
def given_endpoint(request: pytest.FixtureRequest) -> str | None:
    """The URL of --endpoint."""
    url: str | None = request.config.getoption("--endpoint", default=None)
    return url


@pytest.fixture(scope="session")
def endpoint(given_endpoint: str | None) -> Iterator[str]:
    """The URL of the endpoint under test."""
    if given_endpoint is not None:
        yield given_endpoint
        return
    with serving("--memory") as server:
        yield server.url


@pytest.fixture(scope="session")
def keys(given_endpoint: str | None) -> tuple[str, str] | None:
    """The key pair that signs requests. If it is None, boto3 looks for one itself."""
    if given_endpoint is not None and boto3.Session().get_credentials() is not None:
        return None
    return ("jedlik", "jedlik")


@pytest.fixture(scope="session")
def dynamodb(endpoint: str, keys: tuple[str, str] | None) -> Iterator[Any]:
    """A boto3 client of the endpoint under test."""
    with client(endpoint, keys=keys) as made:
        yield made


@pytest.fixture(scope="session")
def resource(endpoint: str, keys: tuple[str, str] | None) -> Iterator[Any]:
    """A boto3 resource of the endpoint under test."""
    access_key_id, secret_access_key = keys or (None, None)
    made = boto3.resource(
        "dynamodb",
        endpoint_url=endpoint,
        region_name=REGION,
        aws_access_key_id=access_key_id,
        aws_secret_access_key=secret_access_key,
    )
    yield made
    made.meta.client.close()


@pytest.fixture(scope="session")
def table_name(dynamodb: Any) -> Iterator[str]:
    """The name of a table with the keys `pk` and `sk`, both S."""
    name = create(dynamodb, ("pk", "S"), ("sk", "S"))
    yield name
    dynamodb.delete_table(TableName=name)


@pytest.fixture(scope="session")
def table(resource: Any, table_name: str) -> Any:
    """The same table as a boto3 Table."""
    return resource.Table(table_name)


@pytest.fixture
def own_server(given_endpoint: str | None) -> None:
    """Marks tests that start a server with their own flags."""
    if given_endpoint is not None:
        pytest.skip("needs a server with flags of its own, not that of --endpoint")
