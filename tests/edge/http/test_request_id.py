"""Tests of request ids. Source: bodies quoted in bug reports of all SDKs."""

import re
from itertools import islice

from jedlik.edge.http.request_id import request_ids


def test_request_ids_look_like_those_of_the_service_and_differ() -> None:
    drawn = list(islice(request_ids(), 3000))
    assert len(set(drawn)) == 3000
    assert all(re.fullmatch(rb"[0-9A-Z]{26}VV4KQNSO5AEMVJF66Q9ASUAAJG", each) for each in drawn)


def test_two_connections_draw_different_ids() -> None:
    first, second = (set(islice(request_ids(), 100)) for _ in range(2))
    assert not first & second
