"""A server that enforces policies, without a socket, and people who sign in to it."""

from typing import Any

import orjson

from jedlik.apis.registry import APIS, PROTOCOLS
from jedlik.features.identity.directory import Directory
from jedlik.pipeline.audit import AuditLog
from jedlik.pipeline.authenticate import Enforced
from jedlik.pipeline.authorize import Authorize
from jedlik.pipeline.exchange import AccessControl, Services
from jedlik.pipeline.stages import Pipeline
from jedlik.wire.http.message import HttpRequest, HttpResponse
from tests.engine.in_memory import ACCOUNT, Caller, result_of

PASSWORD = "Passw0rd!"
WRONG = "AccessDeniedException: The account, the user name or the password is not correct."


class Server:
    """A node with the user Anna, who has a password. `caller` is the root of her account."""

    def __init__(self, *, is_tls: bool = False, **members: Any) -> None:
        """members: those of CreateLoginProfile."""
        self.caller = Caller()
        self.node, self.clock = self.caller.node, self.caller.clock
        self.caller.call("CreateUser", UserName="Anna")
        self.caller.call("CreateLoginProfile", UserName="Anna", Password=PASSWORD, **members)
        self.lines: list[dict[str, Any]] = []
        self.directory = Directory(self.node, {})
        audit = AuditLog(self._written, has_data_events=False)
        authenticator = Enforced(self.directory, lambda: self.clock.time_ms / 1000)
        access = AccessControl(authenticator, Authorize(is_tls=is_tls), audit.record, is_tls)
        self.pipeline = Pipeline(Services(self.node, access), APIS, PROTOCOLS, {})

    def _written(self, line: bytes) -> None:
        self.lines.append(orjson.loads(line))

    def request(
        self, peer: str = "127.0.0.1:40000", headers: dict[str, str] | None = None, **members: Any
    ) -> HttpRequest:
        """Returns a sign-in of Anna. members: what differs from the right ones."""
        named = {
            "host": "localhost:8000",
            "content-type": "application/x-amz-json-1.0",
            "x-amz-target": "Jedlik_20261130.SignIn",
            **(headers or {}),
        }
        lines = {name.encode(): value.encode() for name, value in named.items()}
        right = {"Account": ACCOUNT, "UserName": "Anna", "Password": PASSWORD}
        return HttpRequest(b"POST", b"/", lines, orjson.dumps({**right, **members}), peer, b"ID")

    def respond(self, **members: Any) -> HttpResponse:
        """Returns the response to a sign-in. members: those of `request`."""
        return result_of(self.pipeline.respond(self.request(**members)))

    def sign_in(self, **members: Any) -> dict[str, Any]:
        """Returns the credentials of a sign-in that succeeds."""
        response = self.respond(**members)
        assert response.status == 200, response.body
        found: dict[str, Any] = orjson.loads(response.body)["Credentials"]
        return found

    def refusal(self, **members: Any) -> str:
        """Returns the error of a sign-in that fails, as `Code: message`."""
        response = self.respond(**members)
        assert response.status == 400, response.body
        error = orjson.loads(response.body)
        text = error.get("message", error.get("Message"))
        return f"{error['__type'].partition('#')[2]}: {text}"

    def is_known(self, credentials: dict[str, Any]) -> bool:
        """Returns whether requests of a session are accepted."""
        key_id, token = credentials["AccessKeyId"], credentials["SessionToken"]
        cached = self.directory.cached(key_id, token)
        return (cached or result_of(self.directory.load(key_id, token))) is not None
