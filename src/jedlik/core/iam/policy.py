"""Compiled policies. A document is compiled once, when it is stored or loaded.

A policy only says which of its statements apply to a request (`Statement.applies`). What follows
from this is decided elsewhere (`decision`).
"""

from collections.abc import Sequence
from enum import Enum
from typing import NamedTuple, final

from jedlik.core.iam.arn import ArnTemplate
from jedlik.core.iam.conditions.condition import Condition, NullCondition
from jedlik.core.iam.pattern import Pattern
from jedlik.core.iam.principal import Principals
from jedlik.core.iam.request import Request, Values


class PolicyKind(Enum):
    """What a document is attached to. The kind decides its grammar and its error texts."""

    IDENTITY = "identity"  # a user, group or role, inline or managed
    BOUNDARY = "boundary"  # the same grammar: it is a managed policy
    SESSION = "session"  # given with AssumeRole or GetFederationToken
    TRUST = "trust"  # who may assume a role
    TABLE = "table"  # a DynamoDB table and its indexes
    STREAM = "stream"  # a DynamoDB stream
    KEY = "key"  # a KMS key


class Position(NamedTuple):
    """A place in a document. line, column: from 1, the column after the character.

    Source: answers of the policy simulator in examples of the AWS CLI, where a statement starts
    after its opening brace and ends after its closing brace.
    """

    line: int
    column: int


@final
class Actions:
    """The compiled element Action or NotAction. Names are compared in lower case."""

    __slots__ = ("_is_negated", "_names", "_patterns")

    def __init__(
        self, names: frozenset[str], patterns: Sequence[Pattern], *, is_negated: bool
    ) -> None:
        self._names = names
        self._patterns = tuple(patterns)
        self._is_negated = is_negated

    def include(self, action: str) -> bool:
        """Returns whether the element covers an action. action: `service:name` in lower case."""
        if action in self._names:
            return not self._is_negated
        for pattern in self._patterns:
            if pattern.matches(action):
                return not self._is_negated
        return self._is_negated


@final
class Resources:
    """The compiled element Resource or NotResource.

    names: the one value of each pattern that has no wildcard and no variable.
    """

    __slots__ = ("_is_negated", "_names", "_templates")

    def __init__(
        self, names: frozenset[str], templates: Sequence[ArnTemplate], *, is_negated: bool
    ) -> None:
        self._names = names
        self._templates = tuple(templates)
        self._is_negated = is_negated

    def include(self, request: Request) -> bool:
        """Returns whether the element covers the resource of a request."""
        resource = request.resource
        if resource in self._names:
            return not self._is_negated
        for template in self._templates:
            if template.matches(resource, request.resource_parts, request):
                return not self._is_negated
        return self._is_negated


AnyCondition = Condition | NullCondition


@final
class Statement:
    """A compiled statement.

    sid: as written, or None. resources: None in a trust policy, which is about its role.
    principals: None in the policies of identities. start, end: its place in the document.
    """

    __slots__ = (
        *("_actions", "_conditions", "_resources", "end", "is_allow", "principals", "sid"),
        "start",
    )

    def __init__(  # noqa: PLR0913  (the elements of a statement)
        self,
        *,
        sid: str | None,
        is_allow: bool,
        elements: tuple[Actions, Resources | None],
        principals: Principals | None,
        conditions: Sequence[AnyCondition],
        position: tuple[Position, Position],
    ) -> None:
        self.sid = sid
        self.is_allow = is_allow
        self._actions, self._resources = elements
        self.principals = principals
        self._conditions = tuple(conditions)
        self.start, self.end = position

    def applies(self, request: Request) -> bool:
        """Returns whether action, resource and conditions are as the statement says.

        The caller compares the principals, because it needs to know how closely they are named.
        """
        if not self._actions.include(request.action_key):
            return False
        if self._resources is not None and not self._resources.include(request):
            return False
        for condition in self._conditions:  # noqa: SIM110  (a generator costs a frame)
            if not condition.holds(request):
                return False
        return True

    def is_about(self, action: str) -> bool:
        """Returns whether the statement covers an action. action: in lower case."""
        return self._actions.include(action)

    def covers_resource(self, request: Request) -> bool:
        """Returns whether the statement covers the resource of a request."""
        return self._resources is None or self._resources.include(request)

    def unmet_conditions(self, request: Request) -> tuple[int, ...]:
        """Returns which conditions do not hold, as numbers from 0 in the order of the document."""
        return tuple([at for at, each in enumerate(self._conditions) if not each.holds(request)])


@final
class Policy:
    """A compiled document.

    version: `2012-10-17`, or `2008-10-17` if the document names that version or none.
    context_keys: the condition keys of conditions and policy variables, each once, as written.
    characters: without white space, as the quotas of IAM count them.
    canonical_text: what DynamoDB stores and returns (`canonical`). Empty for other kinds.
    text: the document as it was parsed.
    """

    __slots__ = (
        *("allows", "canonical_text", "characters", "context_keys", "denies", "kind"),
        *("statements", "text", "version"),
    )

    def __init__(  # noqa: PLR0913  (what is derived from a document)
        self,
        kind: PolicyKind,
        version: str,
        statements: Sequence[Statement],
        *,
        context_keys: Values,
        characters: int,
        canonical_text: str,
        text: str,
    ) -> None:
        self.kind = kind
        self.version = version
        self.statements = tuple(statements)
        self.allows = tuple(each for each in statements if each.is_allow)
        self.denies = tuple(each for each in statements if not each.is_allow)
        self.context_keys = context_keys
        self.characters = characters
        self.canonical_text = canonical_text
        self.text = text
