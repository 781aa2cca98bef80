"""Session tokens."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jedlik.core.errors import Reject
from jedlik.engine.sealing import SESSION_TOKENS, Sealing
from jedlik.features.identity.sessions import open_session, seal_session
from jedlik.features.identity.unique_ids import account_in
from tests.engine.in_memory import ACCOUNT
from tests.features.identity.stored import session

SEALING = Sealing(lambda: b"k" * 32)


def test_a_token_contains_the_session() -> None:
    sent = session(Tags={"Team": "red"}, TransitiveTags=["Team"], SourceIdentity="anna")
    made = seal_session(SEALING, sent)
    opened = open_session(SEALING, made.access_key_id, made.session_token)
    assert opened == (sent, made)
    assert made.access_key_id.startswith("ASIA")
    assert account_in(made.access_key_id) == ACCOUNT
    assert len(made.secret_access_key) == 40
    assert made.expires_s == sent["ExpiresS"]


def test_two_sessions_never_have_the_same_credentials() -> None:
    first, second = (seal_session(SEALING, session()) for _ in range(2))
    assert not set(first[:3]) & set(second[:3])


def test_a_token_works_only_with_its_own_key_and_server() -> None:
    first, second = (seal_session(SEALING, session()) for _ in range(2))
    assert open_session(SEALING, second.access_key_id, first.session_token) is None
    other = Sealing(lambda: b"another")
    assert open_session(other, first.access_key_id, first.session_token) is None


@given(st.data())
def test_a_changed_token_is_refused(data: st.DataObject) -> None:
    made = seal_session(SEALING, session())
    at = data.draw(st.integers(0, len(made.session_token) - 1))
    character = data.draw(st.characters(min_codepoint=33, max_codepoint=126))
    token = made.session_token[:at] + character + made.session_token[at + 1 :]
    opened = open_session(SEALING, made.access_key_id, token)
    assert (opened is not None) == (token == made.session_token)


@given(st.text() | st.binary().map(lambda each: base64.b64encode(each).decode()))
def test_other_texts_are_no_tokens(token: str) -> None:
    assert open_session(SEALING, "ASIA", token) is None


def test_what_was_sealed_for_something_else_is_no_token() -> None:
    sealed = SEALING.seal(b"messages", b"{}")
    assert SEALING.open(SESSION_TOKENS, sealed) is None
    assert open_session(SEALING, "ASIA", base64.b64encode(sealed).decode()) is None


def test_a_session_with_too_much_policy_is_refused() -> None:
    import random

    noise = "".join(random.Random(1).choices("abcdefghijklmnop", k=20_000))
    with pytest.raises(Reject) as caught:
        seal_session(SEALING, session(Policies=[noise]))
    assert caught.value.error.code == "PackedPolicyTooLarge"
