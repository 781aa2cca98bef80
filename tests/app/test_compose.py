"""What a worker answers about itself."""

import pytest

from tests.api.clients import client
from tests.app.server import serving


@pytest.mark.parametrize(
    ("host", "address"),
    [("127.0.0.1", "127.0.0.1"), ("0.0.0.0", "127.0.0.1"), ("::1", "[::1]"), ("::", "[::1]")],
)
def test_the_endpoint_is_an_address_to_connect_to(host: str, address: str) -> None:
    flags = ("--memory", "--host", host, "--dangerously-open-to-network")
    with serving(*flags) as server:
        endpoint = f"{address}:{server.port}"
        with client(f"http://{endpoint}") as dynamodb:
            found = dynamodb.describe_endpoints()["Endpoints"]
    assert [each["Address"] for each in found] == [endpoint]
