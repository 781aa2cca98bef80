"""Session tokens of version 2: they end, and nobody else can make one."""

from hypothesis import given
from hypothesis import strategies as st

from jedlik.edge.metadata.tokens import SECONDS_MAX, Tokens


class Clock:
    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


def test_a_token_is_valid_until_its_end() -> None:
    clock = Clock()
    tokens = Tokens(clock)
    token, longest = tokens.new(60), tokens.new(SECONDS_MAX)
    clock.now += 59.9
    assert tokens.is_valid(token)
    clock.now += 0.2
    assert not tokens.is_valid(token)
    assert tokens.is_valid(longest)


def test_a_token_is_that_of_one_endpoint() -> None:
    clock = Clock()
    assert not Tokens(clock).is_valid(Tokens(clock).new(60))


def test_tokens_differ_and_have_the_length_of_the_service() -> None:
    tokens = Tokens(Clock())
    made = {tokens.new(60) for _ in range(100)}
    assert len(made) == 100
    assert {len(each) for each in made} == {56}


@given(st.integers(0, 55), st.characters(codec="latin-1"))
def test_a_changed_token_is_none(at: int, character: str) -> None:
    tokens = Tokens(Clock())
    token = tokens.new(60)
    changed = token[:at] + character + token[at + 1 :]
    assert tokens.is_valid(changed) is (changed == token)


@given(st.text(max_size=80))
def test_other_texts_are_none(text: str) -> None:
    assert not Tokens(Clock()).is_valid(text)
