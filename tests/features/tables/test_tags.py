"""Tags. Texts and limits: recorded answers, October 2026; Alternator test_tag.py."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jedlik.core.errors import Reject, ServiceError
from jedlik.core.types.structures import Tag
from jedlik.features.tables.tags import check_tag_keys, checked_tags, merged_tags
from jedlik.turns import call_aside
from tests.looping import count_turns, stepped_clock

TOO_MANY = "Number of Tags exceed the current limit for the provided ResourceArn"


def tags(count: int, value: str = "x") -> list[Tag]:
    return [{"Key": f"key{at}", "Value": value} for at in range(count)]


@pytest.mark.parametrize(
    "key", ["k", "k ", " k", " ", "K", "ключ", "表", "k" * 128, "myaws:a", "א" * 128]
)
@pytest.mark.parametrize(
    "value", ["", " ", "café", "a b+c-d=e.f_g:h/i@j", "v" * 256, "\u00a0\u3000"]
)
def test_valid_tags(key: str, value: str) -> None:
    assert checked_tags([{"Key": key, "Value": value}]) == [{"Key": key, "Value": value}]


@pytest.mark.parametrize(
    ("tag", "message"),
    [
        ({}, "The Tag Key provided is invalid, Key: null"),
        ({"Value": "v"}, "The Tag Key provided is invalid, Key: null"),
        ({"Key": "k"}, "The Tag Value provided is invalid, Value: null"),
        ({"Key": "", "Value": "v"}, "The Tag Key provided is invalid, Key: "),
        ({"Key": "k" * 129, "Value": "v"}, f"The Tag Key provided is invalid, Key: {'k' * 129}"),
        ({"Key": "bad#char", "Value": "v"}, "The Tag Key provided is invalid, Key: bad#char"),
        (
            {"Key": "k", "Value": "v" * 257},
            f"The Tag Value provided is invalid, Value: {'v' * 257}",
        ),
        ({"Key": "aws:k", "Value": "v"}, "Tag Key cannot be prefixed with aws:, Key: aws:k"),
        ({"Key": "AWS:k", "Value": "v"}, "Tag Key cannot be prefixed with aws:, Key: AWS:k"),
    ],
)
def test_tags_that_are_not_valid(tag: Tag, message: str) -> None:
    with pytest.raises(Reject) as rejected:
        checked_tags([{"Key": "good", "Value": "tag"}, tag])
    assert rejected.value.error == ServiceError("ValidationException", message)


@pytest.mark.parametrize("character", "#%,'\"()[]{}&*;?|\\<>~!^$🔑")
def test_characters_that_are_not_valid(character: str) -> None:
    with pytest.raises(Reject):
        checked_tags([{"Key": character, "Value": ""}])
    with pytest.raises(Reject):
        checked_tags([{"Key": "k", "Value": f"a{character}"}])


def test_sets_that_are_not_valid() -> None:
    twice: list[Tag] = [{"Key": "dup", "Value": "1"}, {"Key": "dup", "Value": "2"}]
    with pytest.raises(
        Reject, match="Duplicate Tag Keys provided as input: Duplicate Tag Key found dup"
    ):
        checked_tags(twice)
    assert len(checked_tags(tags(50))) == 50
    with pytest.raises(Reject, match=TOO_MANY):
        checked_tags(tags(51))
    with pytest.raises(Reject, match="Tag set size 13040 bytes is above max size limit"):
        checked_tags(tags(50, "x" * 256))


def test_keys_to_remove() -> None:
    check_tag_keys(["a", "never there"])
    for keys, message in (
        ([""], "The Tag Key provided is invalid, Key: "),
        (["a", "aws:b"], "Tag Key cannot be prefixed with aws:, Key: aws:b"),
        ([f"key{at}" for at in range(51)], TOO_MANY),
    ):
        with pytest.raises(Reject) as rejected:
            check_tag_keys(keys)
        assert rejected.value.error.message == message


def test_the_limit_holds_for_the_merged_set() -> None:
    assert len(merged_tags(tags(50), tags(50, "new"))) == 50
    with pytest.raises(Reject, match=TOO_MANY):
        merged_tags(tags(50), [{"Key": "one more", "Value": ""}])


_TAGS = st.dictionaries(st.sampled_from("abcdef"), st.sampled_from(["", "1", "2"]))


@given(old=_TAGS, added=_TAGS)
def test_merging_is_updating(old: dict[str, str], added: dict[str, str]) -> None:
    def listed(values: dict[str, str]) -> list[Tag]:
        return [{"Key": key, "Value": value} for key, value in values.items()]

    assert merged_tags(listed(old), listed(added)) == listed(old | added)


def test_many_tags_take_turns() -> None:
    tags: list[Tag] = [{"Key": f"k{number}", "Value": "v"} for number in range(1000)]

    def check() -> None:
        with pytest.raises(Reject):
            checked_tags(tags)
        with pytest.raises(Reject):
            check_tag_keys([tag["Key"] for tag in tags])

    with stepped_clock():
        assert count_turns(lambda: call_aside(check))[1] > 1000
