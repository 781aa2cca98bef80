"""GetSessionToken. Source: STS API Reference."""

import pytest

from tests.apis.sts.callers import Server
from tests.engine.in_memory import START_MS, Caller

NOW_S = START_MS // 1000


def test_a_user_with_temporary_credentials() -> None:
    server = Server()
    anna = server.user("anna")
    credentials = server.call(anna, "GetSessionToken")["Credentials"]
    assert credentials["AccessKeyId"].startswith("ASIA")
    assert credentials["Expiration"] == NOW_S + 43_200
    session = server.session(anna, "GetSessionToken", DurationSeconds=900)
    assert (session.arn, session.user_id) == (anna.arn, anna.user_id)
    assert session.keys["aws:multifactorauthpresent"] == ("false",)


@pytest.mark.parametrize("duration_s", [None, 3600, 129_600])
def test_the_root_gets_an_hour(duration_s: int | None) -> None:
    members = {} if duration_s is None else {"DurationSeconds": duration_s}
    answer = Caller().call("GetSessionToken", **members)
    assert answer["Credentials"]["Expiration"] == NOW_S + 3600


def test_sessions_get_none() -> None:
    server = Server()
    session = server.session(server.user("anna"), "GetSessionToken")
    text = "AccessDeniedException: Cannot call GetSessionToken with session credentials"
    assert server.refusal(session, "GetSessionToken") == text


def test_a_user_who_was_deleted_has_no_session() -> None:
    server = Server()
    made = server.call(server.user("anna"), "GetSessionToken")["Credentials"]
    for key in server.call(server.root, "ListAccessKeys", UserName="anna")["AccessKeyMetadata"]:
        key_id = key["AccessKeyId"]
        server.call(server.root, "DeleteAccessKey", UserName="anna", AccessKeyId=key_id)
    server.call(server.root, "DeleteUser", UserName="anna")
    with pytest.raises(AssertionError):
        server.principal(made["AccessKeyId"], made["SessionToken"])
