"""A server, and boto3 clients of it."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.api.clients import client
from tests.app.server import serving


@pytest.fixture(scope="session")
def iam_url() -> Iterator[str]:
    """The URL of a server in open mode."""
    with serving("--memory") as server:
        yield server.url


@pytest.fixture(scope="session")
def iam(iam_url: str) -> Iterator[Any]:
    """A client of IAM."""
    with client(iam_url, service="iam") as made:
        yield made
