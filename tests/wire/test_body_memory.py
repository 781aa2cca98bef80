"""The estimate of a body's memory, compared with what its values really take."""

import random
import sys
from collections.abc import Iterator

import orjson
import pytest

from jedlik.core import limits
from jedlik.wire import body_memory
from jedlik.wire.body_memory import FACTOR_MAX
from jedlik.wire.form import parameters
from tests.memory import peak_bytes

SIZE = 400_000
TEXT = b'{"S":"' + b"x" * SIZE + b'"}'
WIDE = b'{"S":"' + b"x" * SIZE + "\N{GRINNING FACE}".encode() + b'"}'
ESCAPED = b'{"S":"' + b"x" * SIZE + rb'\ud83d\ude00"}'


def memory_bytes(body: bytes) -> int:
    """The median of some estimates: each looks at other places of the body."""
    return sorted(body_memory.memory_bytes(body, random.random) for _ in range(15))[7]


def many(value: bytes) -> bytes:
    return b"[" + b",".join([value] * (SIZE // len(value))) + b"]"


def deep(begin: bytes, end: bytes) -> bytes:
    return many(begin * 500 + b"1" + end * 500)


def objects(value: object) -> Iterator[object]:
    """The value and all values in it. Some are 500 levels deep, so this is no recursion."""
    left = [value]
    while left:
        each = left.pop()
        yield each
        if isinstance(each, dict):
            left += each
            left += each.values()
        elif isinstance(each, list):
            left += each


def real_bytes(body: bytes) -> int:
    """The memory of the decoded values. Python rounds it up to 16 bytes."""
    sizes = {id(each): sys.getsizeof(each) for each in objects(orjson.loads(body))}
    return sum(-(-size // 16) * 16 for size in sizes.values())


def factor(body: bytes) -> float:
    return memory_bytes(body) / len(body)


@pytest.mark.many_steps
@pytest.mark.parametrize(
    "body",
    [
        *(many(b'{"N":"1"}'), many(b"[]"), many(b"{}"), many(b'{"L":[]}'), many(b'{"M":{}}')),
        *(many(b'{"S":"a"}'), many(b'{"S":"abcdefgh"}'), many(b'"ab"'), many(b"12345")),
        *(many(b"0.125"), deep(b"[", b"]"), deep(b'{"":', b"}"), TEXT, WIDE, ESCAPED),
    ],
    ids=lambda body: body[:20].decode(),
)
def test_the_estimate_is_at_least_what_the_values_take_and_the_body(body: bytes) -> None:
    assert len(body) + real_bytes(body) <= memory_bytes(body) <= FACTOR_MAX * len(body)


def test_plain_text_counts_four_times_and_other_text_seven_times() -> None:
    assert factor(TEXT) == pytest.approx(4, abs=0.1)
    assert factor(WIDE) == factor(ESCAPED) == pytest.approx(7, abs=0.1)


@pytest.mark.parametrize("size", [0, 1, 511, 512, 513, 40_000])
def test_any_size(size: int) -> None:
    assert memory_bytes(b"x" * size) == 4 * size
    assert memory_bytes(b"[" * size) == FACTOR_MAX * size


def test_json_in_a_string_is_text() -> None:
    inner = orjson.dumps({"list": [{"a": 1, "b": "c"}] * 1000}).decode()
    body = orjson.dumps([{"pk": {"S": "p"}, "doc": {"S": inner}}] * 20)
    assert factor(body) < 9
    assert factor(body) >= 7


def test_strings_with_escapes_do_not_hide_tiny_values() -> None:
    body = many(rb'"\\n",' + b"[]," * 100 + b"0")
    assert len(body) + real_bytes(body) <= memory_bytes(body)


def test_tiny_values_cannot_be_hidden_between_text() -> None:
    # The values are in the same place in each part of 32 KB, where no fixed place would look.
    random.seed(1)
    part = b'"' + b"x" * 24_000 + b'",' + b"[]," * 2_900
    body = b"[" + part * 100 + b"0]"
    real = len(body) + real_bytes(body)
    found = sorted(body_memory.memory_bytes(body, random.random) for _ in range(101))
    assert found[50] > real
    assert found[5] > real * 0.8
    assert len(set(found)) > 1


FORMS = [
    b"&".join([b"a=1"] * limits.FORM_PARAMETERS),
    b"&".join(b"a.member.%d=b" % at for at in range(limits.FORM_PARAMETERS)),
    b"a=" + b"%41" * 100_000,
    b"a=" + b"a" * 300_000 + b"%F0%9F%98%80",
    b"a=" + b"%c4%80" * 50_000,
    b"a=" + b"+" * 300_000,
]


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form[:20].decode())
def test_the_estimate_is_at_least_what_a_form_takes(form: bytes) -> None:
    needed = len(form) + peak_bytes(lambda: parameters(form))
    assert needed <= 1.01 * memory_bytes(form)
    assert memory_bytes(form) <= FACTOR_MAX * len(form)
