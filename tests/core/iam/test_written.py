"""Elements of documents as written, and where a wrong form is noticed."""

import json
from typing import Any

import pytest

from jedlik.core.iam.faults import SyntaxFaultError
from jedlik.core.iam.json_tree import ObjectNode, read
from jedlik.core.iam.written import WrittenPolicy, WrittenStatement, written_policy


def written(text: str) -> WrittenPolicy:
    node = read(text)
    assert isinstance(node, ObjectNode)
    return written_policy(node)


def statement(**elements: Any) -> WrittenStatement:
    (found,) = written(json.dumps({"Statement": elements})).statements
    return found


def test_a_document() -> None:
    found = written('{"Id":"x","Statement":[{},{}],"Version":"2008-10-17"}')
    assert (found.version, found.identifier, len(found.statements)) == ("2008-10-17", "x", 2)
    assert written('{"Statement":[]}').version is None


def test_a_statement() -> None:
    found = statement(
        Sid="a",
        Effect="aLLow",
        NotPrincipal={"AWS": ["1", "2"], "Service": "s"},
        Action="a:b",
        NotResource=["x"],
        Condition={"Bool": {"a": True, "b": ["false", 1.5]}, "Unknown": {}},
    )
    assert (found.sid, found.effect, found.is_allow) == ("a", "aLLow", True)
    assert found.principal is not None
    assert found.principal.is_negated
    assert found.principal.named == {"AWS": ["1", "2"], "Service": ["s"]}
    assert found.action is not None
    assert (found.action.texts, found.action.is_negated) == (["a:b"], False)
    assert found.resource is not None
    assert (found.resource.texts, found.resource.is_negated) == (["x"], True)
    assert [(each.name, each.key, each.texts) for each in found.conditions] == [
        ("Bool", "a", ["true"]),
        ("Bool", "b", ["false", "1.5"]),
    ]


def test_elements_that_are_missing() -> None:
    found = statement()
    assert (found.sid, found.effect, found.principal, found.action, found.resource) == (None,) * 5
    assert not found.is_allow
    assert not found.conditions


def test_everyone_is_a_star() -> None:
    found = statement(Principal="*").principal
    assert found is not None
    assert found.is_star
    assert not found.is_empty
    without_any: tuple[dict[str, list[str]], ...] = ({}, {"AWS": []})
    for each in without_any:
        found = statement(Principal=each).principal
        assert found is not None
        assert found.is_empty


@pytest.mark.parametrize(
    ("text", "noticed_after"),
    [
        ("{}", "{}"),
        ('{"Statement":{"X":1}}', '"X"'),
        ('{"Statement":{"Sid":1}}', '"Sid":1'),
        ('{"Statement":[1]}', "[1"),
        ('{"Statement":[],"Version":"x"}', '"x"'),
        ('{"Statement":[],"Statement":[]}', ',"Statement"'),
        ('{"Statement":{"Effect":"x"}}', '"x"'),
        ('{"Statement":{"Action":"a","NotAction":"b"}}', '"b"'),
        ('{"Statement":{"Principal":{"User":"b"}}}', '"User"'),
        ('{"Statement":{"Principal":["b"]}}', '["b"]'),
        ('{"Statement":{"Condition":{"Bool":{"a":null}}}}', "null"),
        ('{"Statement":{"Condition":{"Like":{"a":"b"}}}}', '"Like"'),
    ],
)
def test_where_a_wrong_form_is_noticed(text: str, noticed_after: str) -> None:
    with pytest.raises(SyntaxFaultError) as fault:
        written(text)
    assert fault.value.offset == text.index(noticed_after) + len(noticed_after)
