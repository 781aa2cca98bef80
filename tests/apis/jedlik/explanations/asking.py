"""A node with principals, whose explanations are asked for by the root."""

from typing import Any

from jedlik.apis.jedlik.api import JEDLIK
from jedlik.apis.registry import APIS, PROTOCOLS
from jedlik.core.errors import Reject
from jedlik.core.principal import Principal
from jedlik.engine.context import Context
from jedlik.features.identity.identity import Identity
from jedlik.pipeline.authenticate import open_to_all
from jedlik.pipeline.authorize import Authorize
from jedlik.pipeline.exchange import AccessControl, Services
from jedlik.pipeline.stages import Pipeline
from tests.apis.sts.callers import Server, allow, arn, trust
from tests.engine.in_memory import ACCOUNT, REGION, result_of, table

MUSIC = f"arn:aws:dynamodb:us-east-1:{ACCOUNT}:table/music"


class Asked:
    """Anna, who may read the table `music`, and a role that may do everything."""

    def __init__(self) -> None:
        self.server = Server()
        self.server.caller.call("CreateTable", **table())
        self.anna = self.server.user("Anna", allow("dynamodb:GetItem", MUSIC))
        self.server.role("Job", trust(ACCOUNT), allow("dynamodb:*"))

    def explain(self, by: Principal | None = None, **question: Any) -> dict[str, Any]:
        """Returns an explanation."""
        given = {"Action": "dynamodb:GetItem", "Resource": "music", **question}
        return self.server.call(by or self.server.root, "ExplainAccess", **given)

    def refusal(self, by: Principal | None = None, **question: Any) -> str:
        """Returns the error of a question that must be refused, as `Code: message`."""
        given = {"Action": "dynamodb:GetItem", "Resource": "music", **question}
        return self.server.refusal(by or self.server.root, "ExplainAccess", **given)

    def denied(self, by: Principal, **question: Any) -> tuple[str, str] | None:
        """Returns the action and the resource that the stage Authorize does not allow to somebody
        who asks, None if it allows the question.
        """
        node = self.server.node
        access = AccessControl(open_to_all(by), Authorize(is_tls=False))
        pipeline = Pipeline(Services(node, access), APIS, PROTOCOLS, {})
        given = {"Action": "dynamodb:GetItem", "Resource": "music", **question}
        identity, context = Identity("", "", by), Context(node, REGION, by)
        try:
            result_of(pipeline.call(JEDLIK, "ExplainAccess", given, context, identity))
        except Reject as rejected:
            _, _, rest = (rejected.error.message or "").partition("to perform: ")
            action, _, rest = rest.partition(" on resource: ")
            return action, rest.partition(" because")[0]
        return None

    def call(self, name: str, **members: Any) -> dict[str, Any]:
        """Calls an operation as the root."""
        return self.server.call(self.server.root, name, **members)


ANNA = arn("user", "Anna")
JOB = arn("role", "Job")
