"""Documents are refused in the words of their API, or accepted. The rows are in `documents`."""

import contextlib
import json
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jedlik.core.errors import Reject
from jedlik.core.iam.decision import decide
from jedlik.core.iam.document import named_principals, parse_policy
from jedlik.core.iam.policies import NamedPolicy, Policies, ResourcePolicy
from jedlik.core.iam.policy import PolicyKind
from tests.core.iam.random_worlds import RandomWorlds
from tests.core.iam.worlds import request_of

FOLDER = Path(__file__).parent / "documents"
CODES = {
    PolicyKind.KEY: "MalformedPolicyDocumentException",
    PolicyKind.TABLE: "ValidationException",
    PolicyKind.STREAM: "ValidationException",
}


def rows(*names: str) -> list[Any]:
    return [
        pytest.param(row, id=f"{name}: {row['name']}")
        for name in names
        for row in json.loads((FOLDER / f"{name}.json").read_text())["rows"]
    ]


def text_of(row: dict[str, Any]) -> str:
    text: str = row["text"] if "text" in row else json.dumps(row["document"])
    return text


@pytest.mark.parametrize("row", rows("identity", "trust_and_keys", "dynamodb"))
def test_documents_are_refused_as_the_service_refuses_them(row: dict[str, Any]) -> None:
    kind = PolicyKind(row["kind"])
    if "message" not in row:
        assert parse_policy(text_of(row), kind).statements
        return
    with pytest.raises(Reject) as refused:
        parse_policy(text_of(row), kind)
    assert refused.value.error.message == row["message"]
    assert refused.value.error.code == CODES.get(kind, "MalformedPolicyDocument")


@pytest.mark.parametrize("row", rows("canonical"))
def test_tables_return_the_canonical_form(row: dict[str, Any]) -> None:
    assert parse_policy(text_of(row), PolicyKind.TABLE).canonical_text == row["canonical"]
    # The form of the form is itself.
    again = parse_policy(row["canonical"], PolicyKind.TABLE).canonical_text
    assert again == row["canonical"]


def test_the_policy_of_a_table_has_a_size_with_white_space() -> None:
    statement = '{"Effect":"Deny","Principal":"*","Action":"dynamodb:*","Resource":"*"}'
    text = f'{{"Statement":{statement}}}'.ljust(20_480)
    assert parse_policy(text, PolicyKind.TABLE).statements
    with pytest.raises(Reject) as refused:
        parse_policy(text + " ", PolicyKind.STREAM)
    assert refused.value.error.message == (
        "One or more parameter values were invalid: Maximum policy size of 20480 bytes exceeded"
    )
    assert parse_policy(text + " ", PolicyKind.KEY).characters == len(text.rstrip())


def test_principals_are_listed_once() -> None:
    statements = [
        {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": principal}
        for principal in (
            {"AWS": ["123456789012", "arn:aws:iam::123456789012:user/Anna"]},
            {"AWS": "123456789012", "Service": "ec2.amazonaws.com"},
            "*",
        )
    ]
    policy = parse_policy(json.dumps({"Statement": statements}), PolicyKind.TRUST)
    assert named_principals(policy) == [
        ("AWS", "123456789012"),
        ("AWS", "arn:aws:iam::123456789012:user/Anna"),
        ("Service", "ec2.amazonaws.com"),
        ("AWS", "*"),
    ]
    identity = '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}'
    assert named_principals(parse_policy(identity, PolicyKind.IDENTITY)) == []


# Pieces of documents in any order: nearly all are refused, and some are accepted.
NAMES = st.sampled_from(
    [
        *("Version", "Id", "Statement", "Sid", "Effect", "Action", "NotAction", "Resource"),
        *("NotResource", "Principal", "NotPrincipal", "Condition", "AWS", "Service", "Extra"),
        *("StringEquals", "ForAllValues:StringLikeIfExists", "Null", "DateEquals", "aws:username"),
    ]
)
LEAVES = st.one_of(
    st.sampled_from(
        [
            *("2012-10-17", "2008-10-17", "Allow", "deny", "*", "dynamodb:*", "sts:AssumeRole"),
            *("arn:aws:dynamodb:us-east-1:123456789012:table/Music", "${aws:username}", "${", ":"),
            *("arn:aws:iam::123456789012:root", "123456789012", "true", "\ud800", "", "::::::"),
        ]
    ),
    st.text(max_size=6),
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False),
)
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=6),
    max_leaves=20,
)
STATEMENTS = st.fixed_dictionaries(
    {"Effect": LEAVES, "Action": VALUES, "Resource": VALUES},
    optional={"Principal": VALUES, "Condition": VALUES, "Sid": LEAVES},
)
DOCUMENTS = st.one_of(
    VALUES, st.fixed_dictionaries({"Version": LEAVES, "Statement": STATEMENTS | VALUES})
)
TEXTS = st.one_of(
    st.text(max_size=60),
    DOCUMENTS.map(json.dumps),
    st.tuples(DOCUMENTS.map(json.dumps), st.integers(0, 200)).map(lambda cut: cut[0][: cut[1]]),
    st.tuples(st.sampled_from(['{"Statement":', "[", '{"a":[']), st.integers(0, 400)).map(
        lambda nested: nested[0] * nested[1]
    ),
)


@given(text=TEXTS, kind=st.sampled_from(PolicyKind), seed=st.integers(0, 99))
def test_any_text_is_refused_or_evaluated(text: str, kind: PolicyKind, seed: int) -> None:
    request = request_of(RandomWorlds(Random(seed)).world())
    with contextlib.suppress(Reject):
        policy = parse_policy(text, kind)
        named = NamedPolicy(policy, "x")
        assert decide(request, Policies([named], boundary=named, session=[named])).outcome
        assert decide(request, Policies(resource=ResourcePolicy(policy))).outcome
