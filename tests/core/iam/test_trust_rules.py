"""Trust policies and key policies. More documents are rows of `documents`."""

import pytest

from jedlik.core.errors import Reject
from jedlik.core.iam.json_tree import ObjectNode, read
from jedlik.core.iam.trust_rules import check_key, check_trust
from jedlik.core.iam.written import WrittenPolicy, written_policy


def written(statement: str) -> WrittenPolicy:
    node = read(f'{{"Statement":{statement}}}')
    assert isinstance(node, ObjectNode)
    return written_policy(node)


def test_the_first_statement_with_an_error_is_reported() -> None:
    good = '{"Effect":"Allow","Principal":"*","Action":"sts:AssumeRole"}'
    bad = '{"Effect":"Allow","Principal":"*","Action":"sts:AssumeRole","Resource":"*"}'
    worse = '{"Effect":"Allow","Action":"sts:AssumeRole"}'
    with pytest.raises(Reject, match="Has prohibited field Resource"):
        check_trust(written(f"[{good},{bad},{worse}]"))


def test_a_key_has_a_resource_and_a_role_has_none() -> None:
    statement = '{"Effect":"Allow","Principal":"*","Action":"sts:AssumeRole"}'
    check_trust(written(statement))
    with pytest.raises(Reject, match="must contain resources"):
        check_key(written(statement))
