"""The key of DynamoDB itself is made once, also by requests that come at the same time."""

import asyncio

from jedlik.features.encryption_keys.records import Place
from jedlik.features.encryption_keys.service_key import service_key
from jedlik.features.identity.transaction import transact
from tests.engine.in_memory import ACCOUNT, REGION, Caller, result_of
from tests.features.encryption_keys.kms import describe_key, pass_days

PLACE = Place(REGION, ACCOUNT)


def test_requests_at_the_same_time_make_one_key() -> None:
    caller = Caller()

    async def made() -> list[str]:
        makers = [transact(caller.node, lambda t: service_key(t, PLACE)) for _ in range(5)]
        return [each["Id"] for each in await asyncio.gather(*makers)]

    assert len(set(result_of(made()))) == 1
    assert len(caller.call("ListKeys")["Keys"]) == 1


def test_each_region_has_its_own() -> None:
    caller = Caller()
    other = Caller(storage=caller.storage, region="eu-west-1")
    other.node.ids = caller.node.ids
    keys = {describe_key(each, "alias/aws/dynamodb")["KeyId"] for each in (caller, other)}
    assert len(keys) == 2


def test_it_is_rotated_every_year() -> None:
    caller = Caller()
    made = describe_key(caller, "alias/aws/dynamodb")
    assert made["Description"].startswith("Default key that protects my DynamoDB data")
    pass_days(caller, 365)
    rotated = describe_key(caller, "alias/aws/dynamodb")
    assert rotated["KeyId"] == made["KeyId"]
    assert rotated["CurrentKeyMaterialId"] != made["CurrentKeyMaterialId"]
