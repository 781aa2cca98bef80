"""Media types; cases from dynalite `test/connection.js`."""

import pytest

from jedlik.wire.json_1_0 import JSON, JSON_1_0, answer_media_type


@pytest.mark.parametrize(
    ("content_type", "has_body", "answered"),
    [
        (b"application/x-amz-json-1.0", True, JSON_1_0),
        (b"application/x-amz-json-1.0;blahblah", True, JSON_1_0),
        (b"  application/json  ;   asfd", True, JSON),
        (b"application/json;", True, JSON),
        (b"application/jsonasdf", True, None),
        (b"application/x-amz-json-1.1", True, None),
        (b"whatever", True, None),
        (b"whatever", False, JSON),
        (None, True, None),
        (None, False, JSON),
    ],
)
def test_media_type(content_type: bytes | None, has_body: bool, answered: bytes | None) -> None:
    assert answer_media_type(content_type, has_body=has_body) == answered
