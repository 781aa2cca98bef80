"""GetAccessKeyInfo. Source: STS API Reference."""

import pytest

from tests.apis.sts.callers import Server
from tests.engine.in_memory import ACCOUNT, Caller


def test_the_account_of_keys() -> None:
    server = Server()
    server.user("anna")
    (key,) = server.call(server.root, "ListAccessKeys", UserName="anna")["AccessKeyMetadata"]
    key_id = key["AccessKeyId"]
    temporary = server.call(server.root, "GetSessionToken")["Credentials"]["AccessKeyId"]
    server.call(server.root, "DeleteAccessKey", UserName="anna", AccessKeyId=key_id)
    for each in (key_id, temporary):  # also of a key that was deleted
        found = server.call(server.root, "GetAccessKeyInfo", AccessKeyId=each)
        assert found == {"Account": ACCOUNT}


@pytest.mark.parametrize("key_id", ["AKIAIOSFODNN7EXAMPLE", "a" * 16, "AKIA" + "0" * 16])
def test_other_texts(key_id: str) -> None:
    refused = Caller().refusal("GetAccessKeyInfo", AccessKeyId=key_id)
    assert refused.startswith("ValidationException")
