"""OpenID Connect providers. The texts are those of LocalStack's recorded tests (test_iam_oidc.py,
February 2026), and of versitygw's (tests/integration, July 2026).
"""

from datetime import datetime
from typing import Any

import pytest

from tests.apis.iam.samples import ACCOUNT, name, refusal, shown, status

PRINT = "6938fd4d98bab03faadb97b34396831e3780aea1"
INVALID = "Invalid Open ID Connect Provider URL"


def host() -> str:
    return f"{name('issuer')}.example"


def create(iam: Any, url: str, **members: Any) -> str:
    """Creates a provider. url: without the scheme. Returns its ARN."""
    made = iam.create_open_id_connect_provider(Url=f"https://{url}", **members)
    found: str = made["OpenIDConnectProviderArn"]
    return found


def get(iam: Any, arn: str) -> Any:
    return shown(iam.get_open_id_connect_provider(OpenIDConnectProviderArn=arn))


def test_a_provider(iam: Any) -> None:
    url = f"{host()}/realms/Music"
    answer = iam.create_open_id_connect_provider(
        Url=f"https://{url}", ClientIDList=["b", "a", "b"], ThumbprintList=[PRINT.upper()]
    )
    arn = f"arn:aws:iam::{ACCOUNT}:oidc-provider/{url}"
    assert shown(answer) == {"OpenIDConnectProviderArn": arn}
    assert get(iam, arn) == {
        "Url": url,
        "ClientIDList": ["b", "a"],
        "ThumbprintList": [PRINT],
        "Tags": [],
    }
    created = iam.get_open_id_connect_provider(OpenIDConnectProviderArn=arn)["CreateDate"]
    assert isinstance(created, datetime)
    iam.delete_open_id_connect_provider(OpenIDConnectProviderArn=arn)
    missing = ("NoSuchEntity", f"OpenIDConnect Provider not found for arn {arn}")
    assert refusal(iam.get_open_id_connect_provider, OpenIDConnectProviderArn=arn) == missing
    text = f"OpenId connect Provider {arn} cannot be found."
    delete = iam.delete_open_id_connect_provider
    assert refusal(delete, OpenIDConnectProviderArn=arn) == ("NoSuchEntity", text)
    assert status(delete, OpenIDConnectProviderArn=arn) == 404


def test_only_the_same_url_is_taken(iam: Any) -> None:
    url = f"{host()}/Realm"
    create(iam, url)
    create(iam, url.lower())  # a path is another one in another case
    create(iam, f"{url}/")
    text = f"Provider with url https://{url} already exists."
    call = iam.create_open_id_connect_provider
    assert refusal(call, Url=f"https://{url}") == ("EntityAlreadyExists", text)
    assert status(call, Url=f"https://{url}") == 409


def test_a_list_and_the_summary(iam: Any) -> None:
    def summary() -> int:
        count: int = iam.get_account_summary()["SummaryMap"]["Providers"]
        return count

    before = summary()
    arns = [create(iam, host()) for _ in range(3)]
    listed = [each["Arn"] for each in listing(iam)]
    assert set(arns) <= set(listed)
    assert len(listed) == summary() == before + 3
    iam.delete_open_id_connect_provider(OpenIDConnectProviderArn=arns[0])
    assert arns[0] not in [each["Arn"] for each in listing(iam)]
    assert summary() == before + 2


def listing(iam: Any) -> list[dict[str, str]]:
    found: list[dict[str, str]] = iam.list_open_id_connect_providers()["OpenIDConnectProviderList"]
    return found


def test_client_ids(iam: Any) -> None:
    arn = create(iam, host(), ClientIDList=["one"])
    member = {"OpenIDConnectProviderArn": arn}
    for _ in range(2):  # the second time nothing changes
        iam.add_client_id_to_open_id_connect_provider(**member, ClientID="two")
        assert get(iam, arn)["ClientIDList"] == ["one", "two"]
    for _ in range(2):
        iam.remove_client_id_from_open_id_connect_provider(**member, ClientID="one")
        assert get(iam, arn)["ClientIDList"] == ["two"]
    for number in range(99):
        iam.add_client_id_to_open_id_connect_provider(**member, ClientID=str(number))
    text = "Cannot exceed quota for ClientIdsPerOpenIdConnectProvider: 100"
    add = iam.add_client_id_to_open_id_connect_provider
    assert refusal(add, **member, ClientID="more") == ("LimitExceeded", text)
    assert len(get(iam, arn)["ClientIDList"]) == 100
    many = [str(number) for number in range(101)]
    call = iam.create_open_id_connect_provider
    assert refusal(call, Url=f"https://{host()}", ClientIDList=many) == ("LimitExceeded", text)


def test_thumbprints(iam: Any) -> None:
    arn = create(iam, host())
    update = iam.update_open_id_connect_provider_thumbprint
    assert get(iam, arn)["ThumbprintList"] == []
    five = [character * 40 for character in "abcdz"]  # other characters than digits are accepted
    update(OpenIDConnectProviderArn=arn, ThumbprintList=five)
    assert get(iam, arn)["ThumbprintList"] == five
    text = ("InvalidInput", "Thumbprint list must contain fewer than 5 entries.")
    assert refusal(update, OpenIDConnectProviderArn=arn, ThumbprintList=[*five, PRINT]) == text
    call = iam.create_open_id_connect_provider
    assert refusal(call, Url=f"https://{host()}", ThumbprintList=[*five, PRINT]) == text


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("example.org", ("ValidationError", INVALID)),
        ("https://", ("ValidationError", INVALID)),
        ("https://[", ("ValidationError", INVALID)),
        ("https://a.example:port", ("ValidationError", INVALID)),
        (
            "http://a.example",
            ("InvalidInput", f"{INVALID}. The URL must begin with https://."),
        ),
        (
            "HTTPS://a.example",
            ("InvalidInput", f"{INVALID}. The URL must begin with https://."),
        ),
        *(
            (f"https://{rest}", ("InvalidInput", f"{INVALID}."))
            for rest in (
                *("u:p@a.example", "a.example?b=1", "a.example?", "a.example#b", "a.example:8443"),
                *("a_b.example", "-a.example", "a.example/a b", "a.example/\u00e4"),
            )
        ),
    ],
)
def test_urls_that_are_refused(iam: Any, url: str, expected: tuple[str, str]) -> None:
    assert refusal(iam.create_open_id_connect_provider, Url=url) == expected


def test_other_members_that_are_refused(iam: Any) -> None:
    call, url = iam.create_open_id_connect_provider, f"https://{host()}"
    instance = "arn:aws:sso:::instance/ssoins-1111111111111111"
    code, _ = refusal(call, Url=url, IdentityCenterInstanceArn=instance)
    assert code == "InvalidInput"
    for arn in ("arn:aws:iam::000000000000:role/some-role", "something, but not an ARN"):
        expected = ("InvalidInput", f"ARN {arn} is not valid.")
        read = iam.get_open_id_connect_provider
        assert refusal(read, OpenIDConnectProviderArn=arn) == expected
    other = "arn:aws:iam::111122223333:oidc-provider/issuer.example"
    assert refusal(iam.get_open_id_connect_provider, OpenIDConnectProviderArn=other) == (
        "NoSuchEntity",
        f"OpenIDConnect Provider not found for arn {other}",
    )
