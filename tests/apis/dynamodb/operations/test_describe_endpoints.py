"""DescribeEndpoints."""

from tests.engine.in_memory import Caller

# --- serialization, validation: there is no member -----------------------------------------------
# --- behaviour -----------------------------------------------------------------------------------


def test_the_node_itself() -> None:
    endpoint = {"Address": "localhost:8000", "CachePeriodInMinutes": 1440}
    assert Caller().call("DescribeEndpoints") == {"Endpoints": [endpoint]}
