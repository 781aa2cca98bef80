"""Forms: names and values, escapes, limits."""

from urllib.parse import parse_qsl, quote, quote_plus, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jedlik.core import limits
from jedlik.core.errors import Reject
from jedlik.wire.form import parameters, separators
from tests.memory import peak_bytes

TEXT = st.text(st.characters(codec="utf-8"), max_size=20)


def refusal(form: bytes) -> str | None:
    with pytest.raises(Reject) as refused:
        parameters(form)
    assert refused.value.error.code == "SerializationException"
    return refused.value.error.message


@given(st.lists(st.tuples(TEXT, TEXT)))
def test_a_form_of_a_client_is_read(sent: list[tuple[str, str]]) -> None:
    assert parameters(urlencode(sent).encode()) == sent
    assert parameters(urlencode(sent, quote_via=quote).encode()) == sent


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        (b"", []),
        (b"&&", []),
        (b"a", [("a", "")]),
        (b"a=", [("a", "")]),
        (b"=b", [("", "b")]),
        (b"a=b=c", [("a", "b=c")]),
        (b"a+b=%2B+%3d", [("a b", "+ =")]),
        (b"a=1&a=2", [("a", "1"), ("a", "2")]),
        (b"a=%C3%a9%00", [("a", "é\0")]),
    ],
)
def test_forms(form: bytes, expected: list[tuple[str, str]]) -> None:
    assert parameters(form) == expected
    assert [pair for pair in parse_qsl(form.decode(), keep_blank_values=True) if form] == expected


@pytest.mark.parametrize("form", [b"a=%", b"a=%4", b"a=%zz", b"%=a", b"a=%%41", b"a=%4%31"])
def test_a_wrong_escape_is_refused(form: bytes) -> None:
    assert refusal(form) == ("A parameter of the request has a `%` without two hexadecimal digits")


@pytest.mark.parametrize("form", [b"a=\xff", b"a=%ff", b"%C3=a", b"a=%ED%A0%80"])
def test_bytes_that_are_not_utf_8_are_refused(form: bytes) -> None:
    assert refusal(form) == "A parameter of the request is not in UTF-8"


def test_the_number_of_parameters_is_limited() -> None:
    most = b"&".join([b"a=1"] * limits.FORM_PARAMETERS)
    assert len(parameters(most)) == limits.FORM_PARAMETERS
    assert refusal(most + b"&") == "A request can have at most 10000 parameters"


@pytest.mark.parametrize("shift", range(4))
def test_an_escape_may_cross_the_end_of_a_piece(shift: int) -> None:
    text = "a" * (16 * 1024 - shift) + "é" * 10_000
    assert parameters(b"a=" + quote_plus(text).encode()) == [("a", text)]


@pytest.mark.many_steps
@pytest.mark.parametrize("form", [b"%41" * 350_000, b"a%41" * 250_000, b"+" * 1_000_000])
def test_decoding_takes_little_more_memory_than_the_text(form: bytes) -> None:
    assert peak_bytes(lambda: parameters(b"a=" + form)) < 5 * len(form)


def test_separators_are_counted_up_to_the_limit() -> None:
    most = limits.FORM_PARAMETERS
    assert separators(b"") == 0
    assert separators(b"a=1&b&") == 2
    assert separators(b"&" * (most - 1)) == most - 1
    assert separators(b"&" * most) == separators(b"&" * 16_000_000) == most
