"""Valid requests of the operations that run PartiQL, on the items of `test_api`."""

from typing import Any

_ALL = {"ReturnConsumedCapacity": "INDEXES"}

STATEMENTS: dict[str, list[dict[str, Any]]] = {
    "ExecuteStatement": [
        {"Statement": "SELECT * FROM music WHERE pk = ?", "Parameters": [{"S": "a"}], **_ALL},
        {"Statement": "SELECT m.n, l[0] FROM music WHERE pk IN ['a', 'b'] AND n > 1", "Limit": 1},
        {
            "Statement": "UPDATE music SET n = n + ?, ss = set_add(ss, <<'z'>>) REMOVE bs "
            "WHERE pk = 'a' RETURNING MODIFIED NEW *",
            "Parameters": [{"N": "1"}],
        },
        {"Statement": "DELETE FROM music WHERE pk = 'b' AND contains(ss, 'a') RETURNING ALL OLD *"},
    ],
    "BatchExecuteStatement": [
        {
            "Statements": [
                {
                    "Statement": "INSERT INTO music VALUE {'pk': ?, 'm': {'k': [1, <<2>>]}}",
                    "Parameters": [{"S": "c"}],
                }
            ],
            **_ALL,
        },
    ],
    "ExecuteTransaction": [
        {"TransactStatements": [{"Statement": "SELECT * FROM music WHERE pk = 'a'"}], **_ALL},
        {
            "TransactStatements": [
                {"Statement": "DELETE FROM music WHERE pk = ?", "Parameters": [{"S": "d"}]}
            ],
            "ClientRequestToken": "statements",
        },
    ],
}
