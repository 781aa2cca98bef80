"""A statement as a part of a request."""

import pytest

from jedlik.apis.authorization import Authorization
from jedlik.apis.dynamodb.parts import Part, PartsRule
from jedlik.apis.dynamodb.statement_part import statement_part
from jedlik.apis.dynamodb.statements.statement import checked_statement
from tests.engine.in_memory import Caller, arn_of

CONTEXT = Caller().context
ELSEWHERE = arn_of("music", region="eu-west-1", account_id="210987654321")


def needed(part: Part) -> list[Authorization] | None:
    found = PartsRule(lambda request, checked: [part])(None, None, CONTEXT)
    return None if found is None else list(found)


@pytest.mark.parametrize(
    ("text", "action"),
    [
        ('SELECT a FROM "music"', "PartiQLSelect"),
        ("""EXISTS(SELECT a FROM "music" WHERE pk = 'b' AND a = 1)""", "PartiQLSelect"),
        ("""INSERT INTO "music" VALUE {'pk': 'a'}""", "PartiQLInsert"),
        ("""UPDATE "music" REMOVE a WHERE pk = 'a'""", "PartiQLUpdate"),
        ("""DELETE FROM "music" WHERE pk = 'a' RETURNING ALL OLD *""", "PartiQLDelete"),
    ],
)
def test_each_kind_of_statement_is_an_action(text: str, action: str) -> None:
    part = statement_part(checked_statement({"Statement": text}))
    assert needed(part) == [
        Authorization(f"dynamodb:{action}", arn_of("music"), "music", part.shows)
    ]


@pytest.mark.parametrize(("named", "table"), [("music", arn_of("music")), (ELSEWHERE, ELSEWHERE)])
def test_a_select_from_an_index_acts_on_the_index_alone(named: str, table: str) -> None:
    part = statement_part(checked_statement({"Statement": f'SELECT a FROM "{named}"."by_year"'}))
    resource = f"{table}/index/by_year"
    assert needed(part) == [
        Authorization("dynamodb:PartiQLSelect", resource, named, "SPECIFIC_ATTRIBUTES")
    ]
    assert resource.endswith(part.path)
