"""From descriptions of tables to requests that create them."""

from pathlib import Path
from typing import Any

import orjson
import pytest

from jedlik.app.settings import SettingsError
from jedlik.app.table_description import creation_of, description_in, is_description, key_names

KEYS: list[dict[str, str]] = [
    {"AttributeName": "sk", "KeyType": "RANGE"},
    {"AttributeName": "pk", "KeyType": "HASH"},
]
DEFINITIONS = [{"AttributeName": each, "AttributeType": "S"} for each in ("pk", "sk", "a", "b")]
ALL = {"ProjectionType": "ALL"}


def description(**members: Any) -> dict[str, Any]:
    return {
        "TableName": "music",
        "TableStatus": "ACTIVE",
        "TableArn": "arn:aws:dynamodb:us-east-1:000000000000:table/music",
        "KeySchema": KEYS,
        "AttributeDefinitions": DEFINITIONS,
        "ItemCount": 7,
        **members,
    }


def index(name: str, key: str, **members: Any) -> dict[str, Any]:
    schema = [{"AttributeName": key, "KeyType": "HASH"}]
    return {"IndexName": name, "KeySchema": schema, "Projection": ALL, "ItemCount": 1, **members}


def test_on_demand() -> None:
    units = {"ReadCapacityUnits": 0, "WriteCapacityUnits": 0, "NumberOfDecreasesToday": 0}
    made = creation_of(
        description(
            BillingModeSummary={"BillingMode": "PAY_PER_REQUEST"},
            ProvisionedThroughput=units,
            OnDemandThroughput={"MaxReadRequestUnits": 5},
            TableClassSummary={"TableClass": "STANDARD_INFREQUENT_ACCESS"},
            StreamSpecification={"StreamEnabled": True, "StreamViewType": "KEYS_ONLY"},
            GlobalSecondaryIndexes=[
                index("one", "a", ProvisionedThroughput=units, IndexStatus="ACTIVE"),
                index("gone", "b", ProvisionedThroughput=units, IndexStatus="DELETING"),
            ],
        )
    )
    assert made == {
        "KeySchema": KEYS,
        "AttributeDefinitions": DEFINITIONS[:3],  # b is only of the index that is being deleted
        "BillingMode": "PAY_PER_REQUEST",
        "OnDemandThroughput": {"MaxReadRequestUnits": 5},
        "TableClass": "STANDARD_INFREQUENT_ACCESS",
        "GlobalSecondaryIndexes": [
            {
                "IndexName": "one",
                "KeySchema": [{"AttributeName": "a", "KeyType": "HASH"}],
                "Projection": ALL,
            }
        ],
    }
    assert creation_of(made) == made


def test_provisioned() -> None:
    units = {"ReadCapacityUnits": 3, "WriteCapacityUnits": 4, "NumberOfDecreasesToday": 1}
    made = creation_of(
        description(
            ProvisionedThroughput=units,
            LocalSecondaryIndexes=[index("local", "a")],
            GlobalSecondaryIndexes=[index("one", "b", ProvisionedThroughput=units)],
        )
    )
    wanted = {"ReadCapacityUnits": 3, "WriteCapacityUnits": 4}
    assert made["BillingMode"] == "PROVISIONED"
    assert made["ProvisionedThroughput"] == wanted
    assert made["GlobalSecondaryIndexes"][0]["ProvisionedThroughput"] == wanted
    assert "ProvisionedThroughput" not in made["LocalSecondaryIndexes"][0]
    assert creation_of(made) == made


def test_vector_indexes() -> None:
    vector = {
        "IndexName": "near",
        "VectorAttribute": {"AttributeName": "v", "AttributeType": "FLOAT32"},
        "SearchSchema": [{"AttributeName": "b", "SearchSchemaElementType": "HASH"}],
        "Projection": ALL,
        "Dimensions": 2,
        "DistanceFunction": "COSINE",
    }
    shown = {**vector, "IndexStatus": "ACTIVE", "ItemCount": 3}
    made = creation_of(description(VectorIndexes=[shown], BillingMode="PAY_PER_REQUEST"))
    assert made["VectorIndexes"] == [vector]
    assert [each["AttributeName"] for each in made["AttributeDefinitions"]] == ["pk", "sk", "b"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"KeySchema": []},
        {"KeySchema": [1], "AttributeDefinitions": []},
        {"KeySchema": KEYS, "AttributeDefinitions": 5},
        {"KeySchema": KEYS, "AttributeDefinitions": DEFINITIONS, "BillingModeSummary": "x"},
    ],
)
def test_what_is_not_usable(wrong: dict[str, Any]) -> None:
    with pytest.raises(SettingsError, match="the description of the table is not usable"):
        creation_of(wrong)


def test_files(tmp_path: Path) -> None:
    file = tmp_path / "described.json"
    for content in (description(), {"Table": description()}):
        file.write_bytes(orjson.dumps(content))
        assert description_in(file) == description()
    for text in (b"no JSON", b"[]", b"{}", b'{"Table": 5}'):
        file.write_bytes(text)
        with pytest.raises(SettingsError, match="has no description of a table"):
            description_in(file)
    with pytest.raises(SettingsError, match=r"cannot read .*: No such file"):
        description_in(tmp_path / "none")


def test_keys() -> None:
    assert key_names(description()) == ("pk", "sk")
    assert is_description(description())
    assert not is_description({"KeySchema": {"S": "an item with this attribute"}})
    assert not is_description(None)
