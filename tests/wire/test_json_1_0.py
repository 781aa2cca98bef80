"""Bodies of requests and answers."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jedlik.core.errors import Reject
from jedlik.wire.json_1_0 import NOT_JSON, Fragment, decode, encode

JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.text(), JSON_VALUES))
def test_objects_are_decoded(members: dict[str, object]) -> None:
    assert decode(json.dumps(members).encode()) == members


# Alternator test_manual_requests.py::test_incorrect_json and
# test_request_payload_must_be_object.
@pytest.mark.parametrize(
    "body",
    [
        "}}}", "}{", "habababa", "7", "124463gwe", "><#", "????", '"""', '{"""}', '{""}', "{7}",
        "{3: }}", '{"2":{}', ",", "{,}", "{{}}", '"a": "b"', "{{{", "{" * 10000 + "}" * 9999,
        "{" * 10000 + "}" * 10007, "null", "[]", '""', "", '{"a":NaN}', '{"a":"\\ud800"}',
        '{"a":' * 2000, "[" * 2000 + "]" * 2000, '{"a":"' + '\\"' * 2000 + "[" * 2000,
    ],
)  # fmt: skip
def test_others_are_rejected(body: str) -> None:
    with pytest.raises(Reject) as rejected:
        decode(body.encode())
    assert rejected.value.error == NOT_JSON


def test_invalid_utf8_is_rejected() -> None:
    with pytest.raises(Reject):
        decode(b'{"a":"\xff"}')


@pytest.mark.parametrize("levels", [1000, 1024, 1025, 5000, 100_000])
def test_deep_bodies_are_decoded_as_far_as_it_matters(levels: int) -> None:
    # "A deep body is never a parse failure": recorded answers, October 2026. The other members
    # must stand, or the operation could not answer about the deep one.
    body = b'{"Deep":%b{"S":"]}"}%b,"TableName":"[{\\"[{"}' % (
        b'{"M":' * (levels - 1),
        b"}" * (levels - 1),
    )
    members = decode(body)
    assert members["TableName"] == '[{"[{'
    depth, inner = 0, members["Deep"]
    while "M" in inner:
        depth, inner = depth + 1, inner["M"]
    assert depth >= 199


@pytest.mark.parametrize("outer", [0, 1])
def test_deep_bodies_are_cut_to_what_stood_there(outer: int) -> None:
    # A list cut to a map would be a parse failure, which a deep body never is (recorded answers,
    # October 2026).
    body = b'{"Deep":' + b"[" * outer + b'{"L":[' * 1000 + b"]}" * 1000 + b"]" * outer + b"}"
    inner = decode(body)["Deep"]
    if outer:
        (inner,) = inner
    while inner:
        elements = inner["L"]
        assert isinstance(elements, list)
        inner = elements[0] if elements else {}


def test_deep_body_beyond_any_item_is_rejected() -> None:
    with pytest.raises(Reject):
        decode(b'{"a":' * 300_000 + b"1" + b"}" * 300_000)


def test_fragments_are_spliced_unread() -> None:
    assert encode({"Item": Fragment(b'{"pk" : 1}'), "n": 1}) == b'{"Item":{"pk" : 1},"n":1}'
