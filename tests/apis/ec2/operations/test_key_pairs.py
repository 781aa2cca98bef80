"""The operations on key pairs; tests/features/instances/test_key_pairs.py has the keys."""

import base64

import orjson
import pytest
from cryptography.hazmat.primitives import serialization

from jedlik.apis.ec2.api import EC2
from jedlik.features.instances.key_pairs import new_key
from jedlik.pipeline.authenticate import open_to_all
from jedlik.pipeline.exchange import AccessControl, Services
from jedlik.pipeline.stages import Pipeline
from tests.engine.in_memory import Caller, result_of
from tests.features.instances.started import one_filter

TAGS = [{"ResourceType": "key-pair", "Tags": [{"Key": "Team", "Value": "red"}]}]


def names(caller: Caller, **members: object) -> list[str]:
    return [each["KeyName"] for each in caller.call("DescribeKeyPairs", **members)["KeyPairs"]]


def import_key(caller: Caller, name: str, material: bytes) -> dict[str, object]:
    """JSON has no bytes, so this request does not go through `Caller.call`."""
    principal = caller.context.principal
    pipeline = Pipeline(Services(caller.node, AccessControl(open_to_all(principal))), [], {}, {})
    request = {"KeyName": name, "PublicKeyMaterial": material, "TagSpecifications": TAGS}
    answer = result_of(pipeline.call(EC2, "ImportKeyPair", request, caller.request_context()))
    found: dict[str, object] = orjson.loads(orjson.dumps(answer))
    return found


@pytest.mark.parametrize("kind", ["rsa", "ed25519"])
def test_the_private_key_is_in_the_answer(kind: str) -> None:
    caller = Caller()
    made = caller.call("CreateKeyPair", KeyName="k", KeyType=kind, TagSpecifications=TAGS)
    material = made["KeyMaterial"].encode()
    if kind == "rsa":
        serialization.load_pem_private_key(material, None)
    else:
        serialization.load_ssh_private_key(material, None)
    (found,) = caller.call("DescribeKeyPairs")["KeyPairs"]
    assert found == {
        "KeyPairId": made["KeyPairId"],
        "KeyType": kind,
        "Tags": [{"Key": "Team", "Value": "red"}],
        "CreateTime": found["CreateTime"],
        "KeyName": "k",
        "KeyFingerprint": made["KeyFingerprint"],
    }


def test_another_format_is_refused() -> None:
    refused = Caller().refusal("CreateKeyPair", KeyName="k", KeyFormat="ppk")
    assert refused.startswith("InvalidParameterValue: ")


def test_an_imported_key() -> None:
    caller = Caller()
    key = new_key("ed25519")
    made = import_key(caller, "mine", key.public.encode())
    assert made["KeyFingerprint"] == key.fingerprint
    (found,) = caller.call("DescribeKeyPairs", IncludePublicKey=True)["KeyPairs"]
    assert found["PublicKey"] == f"{key.public} mine"
    assert base64.b64decode(found["PublicKey"].split()[1])


def test_key_pairs_by_name_id_and_filter() -> None:
    caller = Caller()
    one = caller.call("CreateKeyPair", KeyName="one", KeyType="ed25519")
    caller.call("CreateKeyPair", KeyName="two", KeyType="ed25519", TagSpecifications=TAGS)
    assert names(caller) == ["one", "two"]
    assert names(caller, KeyNames=["two"]) == ["two"]
    assert names(caller, KeyPairIds=[one["KeyPairId"]]) == ["one"]
    for name, value, expected in (
        ("fingerprint", one["KeyFingerprint"], "one"),
        ("key-name", "t*", "two"),
        ("key-pair-id", one["KeyPairId"], "one"),
        ("tag:Team", "red", "two"),
    ):
        assert names(caller, Filters=one_filter(name, value)) == [expected]
    assert caller.refusal("DescribeKeyPairs", KeyNames=["one", "three"]) == (
        "InvalidKeyPair.NotFound: The key pair 'three' does not exist"
    )
    assert caller.refusal("DescribeKeyPairs", KeyPairIds=["one"]).startswith("InvalidKeyPair.Not")


def test_a_key_pair_is_deleted_by_name_or_id() -> None:
    caller = Caller()
    one = caller.call("CreateKeyPair", KeyName="one", KeyType="ed25519")["KeyPairId"]
    two = caller.call("CreateKeyPair", KeyName="two", KeyType="ed25519")["KeyPairId"]
    assert caller.call("DeleteKeyPair", KeyName="one") == {"Return": True, "KeyPairId": one}
    assert caller.call("DeleteKeyPair", KeyPairId=two) == {"Return": True, "KeyPairId": two}
    # Source: API Reference: it succeeds for a key pair that does not exist.
    assert caller.call("DeleteKeyPair", KeyName="one") == {"Return": True}
    assert names(caller) == []
    assert caller.refusal("DeleteKeyPair").startswith("MissingParameter: ")
