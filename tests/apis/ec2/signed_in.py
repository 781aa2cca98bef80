"""Anna, a user with inline policies, who calls operations that are authorized."""

from typing import Any

import orjson

from jedlik.apis.registry import APIS, PROTOCOLS
from jedlik.core.errors import Reject
from jedlik.engine.context import Context
from jedlik.features.identity.directory import Directory
from jedlik.pipeline.authenticate import open_to_all
from jedlik.pipeline.authorize import Authorize
from jedlik.pipeline.exchange import AccessControl, Services
from jedlik.pipeline.stages import Pipeline
from tests.engine.in_memory import ACCOUNT, REGION, Caller, api_of, result_of
from tests.features.identity.stored import KEY_ID, access_key, store, user

ANNA = f"arn:aws:iam::{ACCOUNT}:user/team/Anna"


def statement(
    action: str | list[str], resource: str = "*", effect: str = "Allow", **more: object
) -> str:
    """Returns a policy with one statement."""
    made = {"Effect": effect, "Action": action, "Resource": resource, **more}
    return orjson.dumps({"Version": "2012-10-17", "Statement": made}).decode()


class Anna:
    """Calls operations as Anna. The caller that is given is the root of her account."""

    def __init__(self, caller: Caller, *policies: str) -> None:
        node = caller.node
        inline = {str(number): each for number, each in enumerate(policies)}
        store(node, user(Inline=inline), access_key(node))
        services = Services(
            node, AccessControl(open_to_all(caller.context.principal), Authorize(is_tls=False))
        )
        self._pipeline = Pipeline(services, APIS, PROTOCOLS, {})
        self._directory = Directory(node, {})
        self._node = node

    def call(self, name: str, **members: object) -> Any:
        """Returns the answer. Raises Reject."""
        identity = result_of(self._directory.load(KEY_ID, ""))
        assert identity is not None
        context = Context(self._node, REGION, identity.principal)
        request = orjson.loads(orjson.dumps(members))
        return result_of(self._pipeline.call(api_of(name), name, request, context, identity))

    def refusal(self, name: str, **members: object) -> str:
        """Returns the error of a call that must be refused, as `Code: message`."""
        try:
            answer = self.call(name, **members)
        except Reject as rejected:
            return f"{rejected.error.code}: {rejected.error.message}"
        raise AssertionError(f"{name} was accepted: {answer}")

    def denied(self, name: str, **members: object) -> tuple[str, str]:
        """Returns the action and the resource of a call that is not allowed."""
        text = self.refusal(name, **members)
        assert text.startswith("AccessDeniedException: "), text
        _, _, rest = text.partition(" is not authorized to perform: ")
        action, _, rest = rest.partition(" ")
        resource = rest.removeprefix("on resource: ").split(" ")[0]
        return action, resource if rest.startswith("on resource") else "*"
