"""What a principal must be allowed to do for a statement: the action of its kind."""

import pytest

from jedlik.apis.authorization import Authorization
from jedlik.apis.dynamodb.statements.permission import needed_for
from jedlik.apis.dynamodb.statements.statement import checked_statement
from tests.engine.in_memory import Caller, arn_of

ELSEWHERE = arn_of("music", region="eu-west-1", account_id="210987654321")


@pytest.mark.parametrize(
    ("text", "action"),
    [
        ('SELECT a FROM "music"', "PartiQLSelect"),
        ("""EXISTS(SELECT * FROM "music" WHERE pk = 'b' AND a = 1)""", "PartiQLSelect"),
        ("""INSERT INTO "music" VALUE {'pk': 'a'}""", "PartiQLInsert"),
        ("""UPDATE "music" REMOVE a WHERE pk = 'a'""", "PartiQLUpdate"),
        ("""DELETE FROM "music" WHERE pk = 'a' RETURNING ALL OLD *""", "PartiQLDelete"),
    ],
)
def test_each_kind_of_statement_is_an_action(text: str, action: str) -> None:
    needed = needed_for(checked_statement({"Statement": text}), Caller().context)
    assert needed == Authorization(f"dynamodb:{action}", arn_of("music"), "music")


@pytest.mark.parametrize(("named", "table"), [("music", arn_of("music")), (ELSEWHERE, ELSEWHERE)])
def test_a_select_from_an_index_acts_on_the_index_alone(named: str, table: str) -> None:
    checked = checked_statement({"Statement": f'SELECT * FROM "{named}"."by_year"'})
    needed = needed_for(checked, Caller().context)
    assert needed == Authorization("dynamodb:PartiQLSelect", f"{table}/index/by_year", named)
