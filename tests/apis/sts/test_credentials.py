"""Members of the answers with temporary credentials."""

from jedlik.apis.sts.credentials import credentials, packed_size
from jedlik.features.identity.sessions import Credentials, Session
from tests.features.identity.stored import session


def test_credentials() -> None:
    assert credentials(Credentials("ASIA1", "secret", "token", 7)) == {
        "AccessKeyId": "ASIA1",
        "SecretAccessKey": "secret",
        "SessionToken": "token",
        "Expiration": 7,
    }


def test_the_packed_size_grows_with_policies_and_tags() -> None:
    def of(**members: object) -> int:
        made: Session = session(**members)
        return packed_size(made)

    small = of(Policies=['{"Version":"2012-10-17"}'])
    assert 0 < small < 20
    assert of(Policies=['{"Version":"2012-10-17"}'], Tags={"Team": "red"}) > small
