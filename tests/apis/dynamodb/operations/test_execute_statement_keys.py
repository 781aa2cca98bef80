"""ExecuteStatement: the keys that WHERE names, and ORDER BY.

Source: recorded answers, October 2026, among them dynoxide's captures.
"""

import pytest

from tests.apis.dynamodb.operations.statements import KEY_TYPE, indexed_caller, items, refusal
from tests.engine.in_memory import VE

LONG = f"'{'x' * 2049}'"
_INVALID = "One or more parameter values were invalid: "
HASH_SIZE = _INVALID + "Size of hashkey has exceeded the maximum size limit of2048 bytes"
RANGE_SIZE = (
    _INVALID + "Aggregated size of all range keys has exceeded the size limit of 1024 bytes"
)
NO_KEY_TYPE = "Key value must be of type S, N, or B. Key name: {}, Key type: {}"
NO_HASH_KEY = (
    "Must have at least one non-optional hash key condition in WHERE clause when using ORDER BY "
    "clause."
)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "SELECT * FROM albums WHERE pk = 'a' ORDER BY v",
            "Attribute v in ORDER BY clause must be part of the primary key",
        ),
        (
            "SELECT * FROM albums.by_ls WHERE pk = 'a' ORDER BY sk",
            "Attribute sk in ORDER BY clause must be part of the primary key",
        ),
        (
            "SELECT * FROM albums WHERE pk = 'a' ORDER BY m.x",
            "Argument to ORDER BY must be of type VariableReference. Type: PATH at 1:46:1",
        ),
        ("SELECT * FROM albums WHERE v = 1 ORDER BY sk", NO_HASH_KEY),
        ("SELECT * FROM albums WHERE pk = 'a' AND pk = 'b' ORDER BY sk", NO_HASH_KEY),
        ("SELECT * FROM albums.by_g WHERE pk = 'a' ORDER BY gs", NO_HASH_KEY),
        (
            "SELECT * FROM albums WHERE pk IN ['a', 'b'] ORDER BY sk",
            "Must have hash key in ORDER BY clause when more than one hash key condition "
            "specified in WHERE clause.",
        ),
        (
            "SELECT * FROM albums.none WHERE pk = 'a' ORDER BY m.x",
            "The table does not have the specified index",
        ),
        (
            "SELECT attribute_exists(v) FROM albums WHERE pk = 'a' AND sk = '1'",
            "Unexpected path component at 1:8:16",
        ),
        ("SELECT * FROM albums WHERE pk = true", NO_KEY_TYPE.format("pk", "BOOL")),
        ("SELECT * FROM albums WHERE pk = 'a' AND sk = [1]", NO_KEY_TYPE.format("sk", "L")),
        ("SELECT * FROM albums.by_g WHERE g = true OR v = 1", NO_KEY_TYPE.format("g", "BOOL")),
        ("UPDATE albums SET v = 1 WHERE pk = {} AND sk = '1'", NO_KEY_TYPE.format("pk", "M")),
        ("INSERT INTO albums VALUE {'pk': [], 'sk': '1'}", KEY_TYPE + "pk"),
        (f"SELECT * FROM albums WHERE pk = {LONG}", HASH_SIZE),
        (f"SELECT * FROM albums.by_g WHERE g = {LONG} AND gs = {LONG}", HASH_SIZE),
        (f"SELECT * FROM albums WHERE pk = 'a' AND sk > {LONG}", RANGE_SIZE),
        (f"SELECT * FROM albums.by_ls WHERE pk = 'a' AND ls = {LONG}", RANGE_SIZE),
        (f"UPDATE albums SET v = 1 WHERE pk = {LONG} AND sk = '1'", HASH_SIZE),
        (f"INSERT INTO albums VALUE {{'pk': 'a', 'sk': {LONG}}}", RANGE_SIZE),
    ],
)
def test_statements_that_do_not_fit_the_table(text: str, message: str) -> None:
    assert refusal(indexed_caller(), text) == VE + message


@pytest.mark.parametrize(
    ("where", "found"),
    [
        (f"pk IN [{LONG}, 'b']", "135"),
        (f"pk = {LONG} OR pk = 'b'", "135"),
        (f"pk = 'a' AND (sk = {LONG} OR sk = '2')", "2"),
        ("pk = 'a' AND pk = 'b'", ""),
        ("pk = true AND pk = 'a'", ""),
        ("v = 1 OR pk = true", "1"),
        ("pk = 'a' AND sk <> 5", "024"),
        ("pk = 'a' AND sk > '0' AND sk < '4' OR pk = 'a' AND sk = '2'", "2"),
    ],
)
def test_conditions_on_the_key_that_are_accepted(where: str, found: str) -> None:
    selected = items(indexed_caller(), f"SELECT sk FROM albums WHERE {where}")
    assert "".join(item["sk"]["S"] for item in selected) == found
