"""Pages: everything comes once, whatever the size, also when resources change in between."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jedlik.apis.ec2.pages import page
from jedlik.core.errors import Reject


def identity(text: str) -> str:
    return text


@given(st.lists(st.text(max_size=5), unique=True, max_size=40), st.integers(5, 12))
def test_all_pages_together_have_everything_once(ids: list[str], size: int) -> None:
    found: list[str] = []
    token = None
    while True:
        request: dict[str, Any] = {"MaxResults": size}
        if token is not None:
            request["NextToken"] = token
        shown, token = page(request, ids, identity)
        assert len(shown) <= size
        found += shown
        if token is None:
            break
    assert found == ids


def test_without_a_size_there_is_one_page() -> None:
    ids = [str(each) for each in range(2_000)]
    assert page({}, ids, identity) == (ids, None)


@pytest.mark.parametrize(
    ("request_members", "text"),
    [
        (
            {"MaxResults": 4},
            "Value ( 4 ) for parameter maxResults is invalid. Expecting a value greater than 5.",
        ),
        (
            {"MaxResults": 1001},
            "Value ( 1001 ) for parameter maxResults is invalid."
            " Expecting a value lower than 1000.",
        ),
        (
            {"MaxResults": 5, "InstanceIds": ["i-1"]},
            "The parameter instanceIds cannot be used with the parameter maxResults",
        ),
        ({"NextToken": "Zm9v"}, "The token 'Zm9v' is invalid"),
        ({"NextToken": "!"}, "The token '!' is invalid"),
        ({"NextToken": "/w=="}, "The token '/w==' is invalid"),
    ],
)
def test_refusals(request_members: dict[str, Any], text: str) -> None:
    with pytest.raises(Reject) as refused:
        page(request_members, ["a"], identity, "InstanceIds")
    assert refused.value.error.message == text
