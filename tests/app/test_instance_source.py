"""What the endpoint of a shell asks the server for, and how often."""

import asyncio
from typing import Any

import pytest

from jedlik.app import instance_source
from jedlik.app.client import CallError, Endpoint
from jedlik.app.instance_source import CREDENTIALS_S, InstanceSource, facts_in
from jedlik.core.sigv4.sign import Credentials
from jedlik.edge.metadata.facts import Profile, SourceError
from tests.engine.in_memory import Caller, result_of
from tests.features.instances.started import make_role, start, trust

ENDPOINT = Endpoint("http://127.0.0.1:1", Credentials("AKIA1", "secret"), "us-east-1")


class Server:
    """Answers as a server with one instance, and counts the calls."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.caller = Caller()
        make_role(self.caller)
        (self.instance_id,) = start(self.caller, IamInstanceProfile={"Name": "Reader"})
        self.calls: list[str] = []
        self.reports: list[str] = []
        self.now_s = 0.0
        self.error: CallError | None = None
        monkeypatch.setattr(instance_source, "call_jedlik", self.call)
        self.source = InstanceSource(
            ENDPOINT, self.instance_id, self.reports.append, lambda: self.now_s
        )

    def call(self, endpoint: Endpoint, operation: str, **members: str) -> dict[str, Any]:
        assert endpoint is ENDPOINT
        self.calls.append(operation)
        if self.error is not None:
            raise self.error
        return self.caller.call(operation, **members)

    def profile(self) -> Profile:
        found = result_of(self.source.facts()).profile
        assert found is not None
        return found


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Server:
    return Server(monkeypatch)


def test_facts_are_a_second_old_at_most(server: Server) -> None:
    assert result_of(server.source.facts()).needs_token
    server.caller.call(
        "ModifyInstanceMetadataOptions", InstanceId=server.instance_id, HttpTokens="optional"
    )
    server.now_s += 0.9
    assert result_of(server.source.facts()).needs_token
    server.now_s += 0.1
    assert not result_of(server.source.facts()).needs_token
    assert server.calls == ["GetInstanceMetadata"] * 2


def test_credentials_are_used_for_an_hour(server: Server) -> None:
    profile = server.profile()
    first = result_of(server.source.credentials(profile, "2.0"))
    server.now_s += CREDENTIALS_S - 1
    assert result_of(server.source.credentials(profile, "2.0")) is first
    server.now_s += 1
    second = result_of(server.source.credentials(profile, "2.0"))
    assert second.session_token != first.session_token
    assert server.calls.count("GetInstanceCredentials") == 2


def test_each_version_of_the_service_has_its_own(server: Server) -> None:
    profile = server.profile()
    first = result_of(server.source.credentials(profile, "1.0"))
    second = result_of(server.source.credentials(profile, "2.0"))
    assert first.session_token != second.session_token


def test_another_role_has_other_credentials_at_once(server: Server) -> None:
    profile = server.profile()
    first = result_of(server.source.credentials(profile, "2.0"))
    caller = server.caller
    caller.call("RemoveRoleFromInstanceProfile", InstanceProfileName="Reader", RoleName="Reader")
    caller.call("DeleteRole", RoleName="Reader")
    caller.call("CreateRole", RoleName="Reader", AssumeRolePolicyDocument=trust())
    caller.call("AddRoleToInstanceProfile", InstanceProfileName="Reader", RoleName="Reader")
    server.now_s += 1
    other = server.profile()
    assert (other.arn, other.role_name) == (profile.arn, profile.role_name)
    second = result_of(server.source.credentials(other, "2.0"))
    assert second.session_token != first.session_token


def test_a_failure_is_not_cached_and_reported_once(server: Server) -> None:
    server.error = CallError("AccessDeniedException", "GetInstanceMetadata was refused: no")
    for _ in range(3):
        with pytest.raises(SourceError):
            result_of(server.source.facts())
    assert server.reports == ["GetInstanceMetadata was refused: no"]
    server.error = None
    assert result_of(server.source.facts()).instance_id == server.instance_id


def test_a_role_that_cannot_be_assumed_is_asked_for_again(server: Server) -> None:
    profile = server.profile()
    caller = server.caller
    document = trust("lambda.amazonaws.com")
    caller.call("UpdateAssumeRolePolicy", RoleName="Reader", PolicyDocument=document)
    found = result_of(server.source.credentials(profile, "2.0"))
    assert found.code == "AssumeRoleUnauthorizedAccess"
    caller.call("UpdateAssumeRolePolicy", RoleName="Reader", PolicyDocument=trust())
    assert result_of(server.source.credentials(profile, "2.0")).code == "Success"


def test_many_requests_at_once_ask_once(server: Server) -> None:
    async def together() -> None:
        await asyncio.gather(*(server.source.facts() for _ in range(20)))

    asyncio.run(together())
    assert server.calls == ["GetInstanceMetadata"]


def test_facts_of_an_answer(server: Server) -> None:
    answer = server.caller.call("GetInstanceMetadata", InstanceId=server.instance_id)
    facts = facts_in({**answer, "UserData": "IyEvYmluL3No"})
    assert facts.user_data == b"#!/bin/sh"
    assert facts.is_enabled
    assert facts.profile is not None
    assert facts.profile.role_name == "Reader"
