"""Tests of decoding in pieces: the result is that of orjson, for sound texts and for others."""

import json
import random
from collections import Counter
from contextlib import suppress

import orjson
import pytest

from jedlik.core.types.json_in_pieces import (
    ELEMENTS_MAX,
    MEMBERS_MAX,
    PIECE_BYTES,
    TEXT_MAX,
    MalformedError,
    TooLargeError,
    loads,
)
from tests.core.test_pauses import Looks

LONG = "x" * (PIECE_BYTES // 3)
LONGEST = "y" * 300_000
TEXTS = (LONG, 'a"}],{[:', "\\" * 3, "ü€", LONG + '"\\', "")
SOUND = (
    {"a": {"L": [{"N": "1"}] * 20_000}},
    {"a": [[LONG, 1], {"b": LONG, "c": [LONG] * 5}, [], {}], "d": {"e": [LONG] * 4}},
    [[[[LONG] * 5]]],
    {"a": [LONG] * 5, "b": None},
    {"a": LONGEST, "b": [1, LONGEST, [LONGEST], {"c": LONGEST}], "d": 1},
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


@pytest.mark.many_steps
@pytest.mark.parametrize(
    ("character", "shift"),
    [
        (character, shift)
        for character in ("é", "€", "\U0001f600", "\\", '"', "\n", "é\U0001f600\\x")
        for shift in range(len(json.dumps(character)) - 2)  # a cut at each of its bytes
    ],
)
def test_a_long_string_is_cut_between_characters(character: str, shift: int) -> None:
    value = {"a": "x" * shift + character * (400_000 // len(character.encode()))}
    for ascii_only in (True, False):
        text = json.dumps(value, ensure_ascii=ascii_only).encode()
        assert both(text) == "accepted"
        with Looks(1_000) as looks:
            assert loads(text) == value
        assert looks.count >= 2


@pytest.mark.parametrize("character", ["\U0001f600", "€", "é"])
@pytest.mark.parametrize("is_first", [True, False])
def test_a_text_that_is_longer_than_any_valid_one_is_cut(character: str, *, is_first: bool) -> None:
    """To join all of it, and to encode it, would take 30 ms each."""
    characters = "1" * 15_000_000
    text = character + characters if is_first else characters + character
    with Looks(1_000):
        found = loads(orjson.dumps({"a": text, "b": 1}))
    assert isinstance(found, dict)
    assert list(found) == ["a", "b"]
    assert TEXT_MAX < len(found["a"]) < 1.1 * TEXT_MAX
    assert found["a"].startswith(text[:TEXT_MAX])
    assert not found["a"][1:].isascii()


def test_a_long_text_that_may_be_valid_is_whole() -> None:
    with Looks(1_000):
        for text in ("1" * 10_000_000, "é" * 2_000_000 + "\U0001f600"):
            assert loads(orjson.dumps([text])) == [text]


@pytest.mark.parametrize(
    "wrong", [b"\n", b"\\", b"\\x", b"\\u12", b"\\ud83d", b"\xc3", b"\xff", b"\0"]
)
@pytest.mark.parametrize("at", [100, 262_143, 262_144, 262_145, 599_999])
def test_a_long_string_that_is_no_json(wrong: bytes, at: int) -> None:
    characters = b"x" * 600_000
    assert both(b'{"a":"%b"}' % (characters[:at] + wrong + characters[at:])) == "refused"


@pytest.mark.many_steps
@pytest.mark.parametrize(
    ("part", "most"), [(b'["%b"]', ELEMENTS_MAX), (b'{"%b"}', MEMBERS_MAX)], ids=["list", "object"]
)
def test_what_is_larger_than_in_any_valid_request_is_refused(part: bytes, most: int) -> None:
    values = b",".join(b'"%d"' % at for at in range(most + 1))
    if part.startswith(b"{"):
        values = values.replace(b",", b":0,") + b":0"
    text = part.replace(b'"%b"', values)
    fitting = text.replace(values[: values.index(b",") + 1], b"", 1)
    with Looks(1_000):
        found = loads(fitting)
        assert isinstance(found, list | dict)
        assert len(found) == most
        with pytest.raises(TooLargeError):
            loads(text)


def test_a_name_that_is_longer_than_in_any_valid_request_is_refused() -> None:
    with Looks(1_000), pytest.raises(TooLargeError):
        loads(orjson.dumps({LONGEST: 1}))


def test_what_was_decoded_before_a_fault_is_freed_in_pieces() -> None:
    text = b"[" + b"[]," * 100_000
    with Looks(1_000) as sound, suppress(MalformedError):
        loads(text)
    at_least = len(text) // 8 // 1_000  # to decode
    assert sound.count > at_least + 50


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


@pytest.mark.many_steps
def test_generated_texts_and_damaged_ones() -> None:
    source = random.Random(1)
    found: Counter[str] = Counter()
    for _ in range(200):
        text = orjson.dumps([generated(source) for _ in range(4)])
        found[both(text)] += 1
        found[both(damaged(text, source))] += 1
    assert found["accepted"] > 200
    assert found["refused"] > 50


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


@pytest.mark.many_steps
def test_a_long_text_pauses_and_begins_anywhere() -> None:
    text = b"12345" + orjson.dumps({"a": [{"N": "1"}] * 100_000})
    with Looks(2_000) as looks:
        assert loads(text, 5) == orjson.loads(text[5:])
    assert looks.count >= 40
    assert loads(text, 5) == orjson.loads(text[5:])  # without turns
