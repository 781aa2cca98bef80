"""Explains a decision: which statements took part in it, and why each applies or does not.

A statement takes part if it covers the action of the request. `decision` decides; this module only
looks at each statement alone, so an explanation never differs from the decision that it is about.
"""

from collections.abc import Sequence
from typing import NamedTuple, final

from jedlik.core.iam.decision import Decision, Outcome, closeness, decide_fully
from jedlik.core.iam.policies import Match, Policies, Pool, Source
from jedlik.core.iam.principal import NONE
from jedlik.core.iam.request import Request, Values


class Examined(NamedTuple):
    """A statement that covers the action of a request.

    number: of the statement in its document, from 1.
    closeness: how closely it names the caller (`principal`). FINAL in policies of identities.
    covers_resource: whether it covers the resource of the request.
    unmet: the conditions that do not hold, as numbers from 0 in the order of the document.
    """

    match: Match
    number: int
    closeness: int
    covers_resource: bool
    unmet: tuple[int, ...]

    @property
    def applies(self) -> bool:
        """Returns whether the statement applies to the request."""
        return self.closeness != NONE and self.covers_resource and not self.unmet


@final
class Explanation:
    """A decision and the statements that took part.

    outcomes: what each kind of policy alone says. Kinds without a policy are left out.
    absent_keys: the condition keys, in lower case, that statements looked at and the request lacks.
    """

    __slots__ = ("absent_keys", "decision", "outcomes", "statements")

    def __init__(
        self,
        decision: Decision,
        statements: Sequence[Examined],
        outcomes: Sequence[tuple[Source, Outcome]],
        absent_keys: Values,
    ) -> None:
        self.decision = decision
        self.statements = tuple(statements)
        self.outcomes = tuple(outcomes)
        self.absent_keys = absent_keys


def explain(request: Request, policies: Policies) -> Explanation:
    """Returns the decision about a request, and what took part in it."""
    full = decide_fully(request, policies)
    statements = [each for pool in policies.pools for each in _examined(request, pool)]
    outcomes = list(full.by_source.items())
    return Explanation(full.decision, statements, outcomes, request.absent_keys)


def _examined(request: Request, pool: Pool) -> list[Examined]:
    """Returns the statements of one kind of policy, in the order of the documents."""
    found: dict[int, list[Examined]] = {}
    for match in (*pool.allows, *pool.denies):
        of_policy = found.setdefault(id(match.named), [])
        statement = match.statement
        if statement.is_about(request.action_key):
            of_policy.append(
                Examined(
                    match,
                    match.named.policy.statements.index(statement) + 1,
                    closeness(statement, request),
                    statement.covers_resource(request),
                    statement.unmet_conditions(request),
                )
            )
    return [each for of_policy in found.values() for each in sorted(of_policy, key=_number)]


def _number(examined: Examined) -> int:
    return examined.number
