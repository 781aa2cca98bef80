"""The rules of providers that a client of the API cannot reach quickly. See also
tests/apis/iam/operations/test_openid_providers.py.
"""

import orjson

from jedlik.features.identity.openid_providers import checked_url, named_in, provider_arn
from jedlik.storage.interface import Batch, Put
from tests.engine.in_memory import ACCOUNT, Caller, result_of, values
from tests.features.secondary_indexes.samples import verified


def test_arns() -> None:
    arn = provider_arn(ACCOUNT, "issuer.example/a/b")
    named = named_in(arn)
    assert named is not None
    assert (named.account_id, named.name) == (ACCOUNT, "issuer.example/a/b")
    for text in ("", "arn:aws:iam::1:role/r", "arn:aws:iam::1:oidc-provider/"):
        assert named_in(text) is None


def test_the_url_without_its_scheme() -> None:
    assert checked_url("https://issuer.example/a/") == "issuer.example/a/"


def test_an_account_has_at_most_100() -> None:
    caller = Caller()
    arns = [
        caller.call("CreateOpenIDConnectProvider", Url=f"https://{number}.example")[
            "OpenIDConnectProviderArn"
        ]
        for number in range(100)
    ]
    assert caller.refusal("CreateOpenIDConnectProvider", Url="https://more.example") == (
        "LimitExceeded: Cannot exceed quota for OpenIdConnectProvidersPerAccount: 100"
    )
    listed = caller.call("ListOpenIDConnectProviders")["OpenIDConnectProviderList"]
    assert {each["Arn"] for each in listed} == set(arns)
    caller.call("DeleteOpenIDConnectProvider", OpenIDConnectProviderArn=arns[7])
    caller.call("CreateOpenIDConnectProvider", Url="https://more.example")


def test_a_wrong_count_is_found() -> None:
    caller = Caller()
    caller.call("CreateOpenIDConnectProvider", Url="https://one.example")
    assert verified(caller).sentences == []
    (key,) = (each for each in values(caller) if each.partition == b"accounts")
    changed = {**orjson.loads(values(caller)[key]), "OpenIdProviders": 2}
    batch = Batch([Put(key, orjson.dumps(changed))], None)
    result_of(caller.storage.transact([], lambda _: batch))
    (fault,) = verified(caller).sentences
    assert f"account {ACCOUNT}" in fault
    assert "providers" in fault
