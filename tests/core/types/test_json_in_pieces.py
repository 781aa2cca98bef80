"""Tests of decoding in pieces: the result is that of orjson, for sound texts and for others."""

import random
from collections import Counter

import orjson
import pytest

from jedlik.core.types.json_in_pieces import PIECE_BYTES, MalformedError, loads
from tests.core.test_pauses import Looks

LONG = "x" * (PIECE_BYTES // 3)
LONGEST = "y" * 300_000
TEXTS = (LONG, 'a"}],{[:', "\\" * 3, "ü€", LONG + '"\\', "")
SOUND = (
    {"a": {"L": [{"N": "1"}] * 20_000}},
    {"a": [[LONG, 1], {"b": LONG, "c": [LONG] * 5}, [], {}], "d": {"e": [LONG] * 4}},
    [[[[LONG] * 5]]],
    {"a": [LONG] * 5, "b": None},
    {"a": LONGEST, "b": [1, LONGEST, [LONGEST], {LONGEST: LONGEST}], LONGEST: 1},
)


def both(text: bytes) -> str:
    """Decode in pieces and with orjson. Return what both found."""
    try:
        expected = orjson.loads(text)
    except ValueError:
        expected = ValueError
    with Looks(100):
        try:
            found = loads(text)
        except ValueError:
            found = ValueError
    assert found == expected, text[:100]
    if expected is ValueError:
        return "refused"
    assert orjson.dumps(found) == orjson.dumps(expected)  # the same order of members
    return "accepted"


@pytest.mark.parametrize("value", SOUND)
@pytest.mark.parametrize("option", [0, orjson.OPT_INDENT_2])
def test_sound_texts(value: object, option: int) -> None:
    assert both(orjson.dumps(value, option=option)) == "accepted"
    assert both(b" \n" + orjson.dumps(value, option=option) + b"\t ") == "accepted"


def generated(source: random.Random, level: int = 0) -> object:
    kind = source.random()
    if level > 4 or kind < 0.3:
        return source.choice([*TEXTS, 1, 1.5, None, True])
    if kind < 0.65:
        return [generated(source, level + 1) for _ in range(source.randrange(6))]
    names = [source.choice('ab,{["\\') * source.randrange(1, 4) for _ in range(6)]
    return {name: generated(source, level + 1) for name in names[: source.randrange(6)]}


def damaged(text: bytes, source: random.Random) -> bytes:
    """Return a text with a few characters more, fewer or others."""
    changed = bytearray(text)
    structural = [at for at, each in enumerate(changed) if each in b'[]{},:"\\ ']
    for _ in range(source.randrange(1, 3)):
        at = source.choice(structural) if structural else 0
        new = source.choice(b'[]{},:"\\ 1a\n')
        change = source.randrange(3)
        if change == 0:
            del changed[at : at + 1]
        elif change == 1:
            changed.insert(at, new)
        elif at < len(changed):
            changed[at] = new
    return bytes(changed)


def test_generated_texts_and_damaged_ones() -> None:
    source = random.Random(1)
    found: Counter[str] = Counter()
    for _ in range(400):
        text = orjson.dumps([generated(source) for _ in range(4)])
        found[both(text)] += 1
        found[both(damaged(text, source))] += 1
    assert found["accepted"] > 400
    assert found["refused"] > 100


@pytest.mark.parametrize(
    "text",
    [
        b'{"a":1{"x":"%b"}}',
        b'["%b"["%b","%b","%b"]]',
        b'["%b","%b","%b","%b",]',
        b'["%b","%b",["%b","%b","%b","%b"]["%b"]]',
        b'["%b","%b",["%b","%b","%b","%b"] 1,2]',
        b'["%b","%b","%b","%b"}',
        b'{"a":"%b","b":"%b","c":"%b","d":"%b",}',
        b'{["%b","%b","%b","%b"]}',
        b'["%b","%b","%b","%b"]]',
        b'["%b","%b","%b","%b"] x',
        b'{"a" "%b%b%b%b%b%b%b%b%b%b%b%b%b%b%b%b%b%b%b%b%b%b%b%b%b%b%b%b%b%b"}',
        b'{"a":1 "%b%b%b%b%b%b%b%b%b%b%b%b%b%b%b%b%b%b%b%b%b%b%b%b%b%b%b%b%b%b"}',
        b'["%b%b%b%b%b%b%b%b%b%b%b%b%b%b%b%b%b%b%b%b%b%b%b%b%b%b%b%b%b%b" 1]',
        b'x ["%b","%b","%b","%b"]',
        b'["%b","%b","%b","%b"',
        b'["%b","%b","%b","%b',
        b'"%b","%b","%b","%b"',
        b"}%b%b%b%b",
    ],
)
def test_what_is_no_json(text: bytes) -> None:
    assert both(text.replace(b"%b", LONG.encode())) == "refused"


def test_the_last_of_equal_members_counts() -> None:
    long = b'"' + LONG.encode() + b'",'
    text = b'{"a":%b"b":%b"c":%b"d":%b"a":1,"b":[%b%b%b%b1]}' % ((long,) * 8)
    assert both(text) == "accepted"


@pytest.mark.parametrize(("levels", "is_sound"), [(1023, True), (1024, True), (1025, False)])
def test_as_many_levels_as_orjson_accepts(levels: int, is_sound: bool) -> None:
    text = b"[" * levels + b'"%b",' % LONG.encode() * 5 + b"1" + b"]" * levels
    with Looks(100):
        if is_sound:
            loads(text)
        else:
            with pytest.raises(MalformedError):
                loads(text)


def test_a_long_text_pauses_and_begins_anywhere() -> None:
    text = b"12345" + orjson.dumps({"a": [{"N": "1"}] * 100_000})
    with Looks(2_000) as looks:
        assert loads(text, 5) == orjson.loads(text[5:])
    assert looks.count >= 40
    assert loads(text, 5) == orjson.loads(text[5:])  # without turns
