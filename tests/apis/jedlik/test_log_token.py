"""Tokens are read back as they were made. What was not made is refused."""

from base64 import b64decode, b64encode
from typing import Any

import orjson
import pytest

from jedlik.apis.jedlik import log_token
from jedlik.apis.jedlik.log_token import (
    log_place_in_token,
    log_place_to_token,
    versions_place_in_token,
    versions_place_to_token,
)
from jedlik.core.errors import Reject
from jedlik.features.history.item_versions import VersionsPlace
from jedlik.features.history.log_backwards import LogPlace

LOG = LogPlace(1, "shardId-1", (1 << 63) - 1)
FOUND = VersionsPlace(LOG, ("shardId-0", 7), b"")
NOT_FOUND = VersionsPlace(LOG, None, b"0123456789abcdef")


def test_tokens_are_read_back() -> None:
    assert log_place_in_token(log_place_to_token(LOG, "a"), "a") == LOG
    for place in (FOUND, NOT_FOUND):
        assert versions_place_in_token(versions_place_to_token(place, "a"), "a") == place


def made(fields: Any) -> str:
    """A token with a right checksum: anybody can compute it."""
    body = orjson.dumps(fields)
    return b64encode(log_token.checksum(body, "a") + body).decode()


@pytest.mark.parametrize(
    "token",
    [
        "no base64!",
        "",
        b64encode(b"short").decode(),
        log_place_to_token(LOG, "b"),
        versions_place_to_token(FOUND, "a")[:-8],
        made("text"),
        made([1, 2, 3, "n", ""]),
        made([1, 2, 3, 4, "", ""]),
        made([1, 2, 3, "n", "", None]),
        made([1, -1, 0, "n", "", ""]),
        made([1, 1 << 63, 0, "n", "", ""]),
        made([1, True, 0, "n", "", ""]),
        made([1, 1.5, 0, "n", "", ""]),
        made(["1", 1, 0, "n", "", ""]),
        made([1, 1, 0, "n", "", "no hexadecimal"]),
        made({"a": 1}),
        log_place_to_token(LOG, "a"),
    ],
)
def test_other_texts_are_refused(token: str) -> None:
    with pytest.raises(Reject, match="NextToken is not one that this operation returned"):
        versions_place_in_token(token, "a")


def test_a_changed_token_is_refused() -> None:
    sealed = b64decode(log_place_to_token(LOG, "a"))
    changed = b64encode(sealed[:-2] + b"9]").decode()
    with pytest.raises(Reject):
        log_place_in_token(changed, "a")
