"""Words an explanation: what a client reads."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

import orjson

from jedlik.apis.jedlik.explanations.resource import ANYTHING, Resource
from jedlik.apis.jedlik.explanations.subject import Subject
from jedlik.apis.jedlik.explanations.verdict import Verdict
from jedlik.apis.jedlik.model import ExplainAccessResponse, ExplainedStatement
from jedlik.core.iam.decision import Outcome
from jedlik.core.iam.explanation import Examined
from jedlik.core.iam.policies import Source
from jedlik.core.iam.principal import ACCOUNT, LIMITED, NONE
from jedlik.core.iam.request import CallerKind, Request
from jedlik.features.identity.policy_sources import PolicySource

_TYPES: Final[Mapping[Source, str]] = {Source.BOUNDARY: "boundary", Source.SESSION: "session"}
_OF_RESOURCES: Final = (Source.RESOURCE, Source.TRUST)


class _Origin(NamedTuple):
    """Where a statement comes from. title: how sentences name its policy."""

    policy_type: str
    title: str
    name: str = ""
    arn: str = ""
    attached_to: str = ""


class Words:
    """Words one verdict. is_foreign: whether the resource belongs to another account, whose policy
    the caller may not read.
    """

    def __init__(self, subject: Subject, resource: Resource, verdict: Verdict) -> None:
        self._subject = subject
        self._resource = resource
        self._verdict = verdict
        self._request = verdict.request
        owner = subject.principal.account_id
        self._is_root = subject.principal.caller.kind is CallerKind.ROOT
        self.is_foreign = resource.account_id != owner

    def answer(self, notes: Sequence[str]) -> ExplainAccessResponse:
        """Returns the answer of ExplainAccess."""
        verdict, explanation = self._verdict, self._verdict.explanation
        examined = () if explanation is None else explanation.statements
        answer: ExplainAccessResponse = {
            "Decision": verdict.decision.outcome.value,
            "Principal": self._request.caller.arn,
            "Action": self._request.action,
            "Resource": self._request.resource,
            "DecidedBy": verdict.decision.source.value,
            "Reasons": self._reasons(examined),
            "Outcomes": {},
            "Statements": [self._statement(each) for each in examined],
            "MissingContext": [],
            "Notes": [*self._subject.notes, *notes],
        }
        if verdict.message:
            answer["Message"] = verdict.message
        if explanation is not None:
            answer["Outcomes"] = {
                source.value: outcome.value
                for source, outcome in explanation.outcomes
                if not (self._is_root and source is Source.IDENTITY)
            }
            answer["MissingContext"] = list(explanation.absent_keys)
        return answer

    def _reasons(self, examined: Sequence[Examined]) -> list[str]:
        verdict = self._verdict
        if verdict.rule:
            return [verdict.rule]
        outcome, what, title = verdict.decision.outcome, self._what(), self._subject.title
        if outcome is Outcome.IMPLICIT_DENY:
            return self._lacking(what)
        if verdict.decision.source is Source.ROOT:
            return [f"{title[0].upper()}{title[1:]} needs no policy for {what}."]
        is_allow = outcome is Outcome.ALLOWED
        verb = "allows" if is_allow else "denies"
        return [
            f"{self._named(each)} {verb} {what}."
            for each in examined
            if each.applies and each.match.statement.is_allow == is_allow
        ]

    def _what(self) -> str:
        on = "" if self._request.resource == ANYTHING else f" on {self._request.resource}"
        return f"{self._request.action}{on}"

    def _lacking(self, what: str) -> list[str]:
        """Returns what is missing: first what decided, then what else would refuse."""
        decided = self._verdict.decision.source
        sentences = [self._missing(decided, what)]
        explanation = self._verdict.explanation
        if explanation is not None:
            sentences += [
                self._missing(source, what)
                for source, outcome in explanation.outcomes
                if source in {Source.BOUNDARY, Source.SESSION}
                and source is not decided
                and outcome is Outcome.IMPLICIT_DENY
            ]
        if self.is_foreign and decided is not Source.RESOURCE:
            sentences.append(
                "The resource belongs to another account, so its policy must allow the request too."
            )
        return sentences

    def _missing(self, source: Source, what: str) -> str:
        title = self._subject.title
        if source is Source.IDENTITY:
            groups = ", or of a group of it," if title.startswith("user ") else ""
            return f"No identity-based policy of {title}{groups} allows {what}."
        if source is Source.BOUNDARY:
            return f"The permissions boundary of {title} does not allow {what}."
        if source is Source.SESSION:
            return f"No session policy of {title} allows {what}."
        if source is Source.TRUST:
            return f"The trust policy of the role does not allow {self._request.action} to {title}."
        if self._resource.policy.pool is None:
            return f"{self._request.resource} has no policy that allows {what} to {title}."
        return f"The policy of {self._request.resource} does not allow {what} to {title}."

    def _statement(self, examined: Examined) -> ExplainedStatement:
        origin = self._origin(examined)
        statement = examined.match.statement
        unmet = self._unmet(examined)
        shown: ExplainedStatement = {
            "PolicyType": origin.policy_type,
            "Number": examined.number,
            "Effect": "Allow" if statement.is_allow else "Deny",
            "Applies": examined.applies,
            "Contribution": "none",
            "Summary": f"{self._named(examined)} {self._effect(examined, unmet)}.",
        }
        if examined.applies:
            shown["Contribution"] = "allow" if statement.is_allow else "deny"
        if origin.name:
            shown["PolicyName"] = origin.name
        if origin.arn:
            shown["PolicyArn"] = origin.arn
        if origin.attached_to:
            shown["AttachedTo"] = origin.attached_to
        if not self._is_hidden(examined):
            if statement.sid is not None:
                shown["Sid"] = statement.sid
            shown["Statement"] = self._written(examined)
            shown["Unmet"] = unmet
        return shown

    def _effect(self, examined: Examined, unmet: Sequence[str]) -> str:
        """Returns what a statement does, as the end of a sentence."""
        verb = "allows" if examined.match.statement.is_allow else "denies"
        if not examined.applies:
            why = "" if self._is_hidden(examined) else f": {'; '.join(unmet)}"
            return f"{verb} {self._request.action}, but does not apply{why}"
        if examined.match.statement.is_allow and examined.closeness == ACCOUNT:
            return "allows the request to the account, whose own policies decide"
        if examined.match.statement.is_allow and examined.closeness == LIMITED:
            return "allows the request within the boundary and the session policies"
        return f"{verb} the request"

    def _unmet(self, examined: Examined) -> list[str]:
        """Returns why a statement does not apply."""
        if self._is_hidden(examined):
            return []
        found: list[str] = []
        if examined.closeness == NONE:
            found.append(f"it does not name {self._request.caller.arn}")
        if not examined.covers_resource:
            found.append(f"it does not cover {self._request.resource}")
        if examined.unmet:
            conditions = _conditions_of(self._written(examined))
            found += [_condition(conditions[at], self._request) for at in examined.unmet]
        return found

    def _named(self, examined: Examined) -> str:
        """Returns how sentences name a statement."""
        sid = "" if self._is_hidden(examined) else examined.match.statement.sid
        name = f" ({sid})" if sid else ""
        return f"Statement {examined.number}{name} of {self._origin(examined).title}"

    def _is_hidden(self, examined: Examined) -> bool:
        return self.is_foreign and examined.match.source in _OF_RESOURCES

    def _written(self, examined: Examined) -> dict[str, Any]:
        """Returns a statement as JSON."""
        is_own = examined.match.source in _OF_RESOURCES
        text = self._resource.document if is_own else examined.match.named.policy.text
        statements = orjson.loads(text)["Statement"]
        listed = statements if isinstance(statements, list) else [statements]
        written: dict[str, Any] = listed[examined.number - 1]
        return written

    def _origin(self, examined: Examined) -> _Origin:
        source, named = examined.match.source, examined.match.named
        if source in _OF_RESOURCES:
            policy_type = self._resource.policy_type
            kind = "trust policy" if policy_type == "trust" else "policy"
            return _Origin(policy_type, f"the {kind} of {self._request.resource}")
        stored = self._subject.origins.get(id(named))
        name, arn = named.name, named.arn or ""
        form = "inline" if named.arn is None else "managed"
        if source in _TYPES:
            policy_type = _TYPES[source]
            shown = arn or name
            kind = "permissions boundary" if source is Source.BOUNDARY else "session policy"
            return _Origin(policy_type, f"the {kind} {shown}", name, arn)
        attached_to = _holder(stored)
        whose = f" of {attached_to}" if attached_to else ""
        return _Origin(form, f"the {form} policy {name}{whose}", name, arn, attached_to)


def _holder(stored: PolicySource | None) -> str:
    return "" if stored is None or not stored.holder else f"{stored.holder} {stored.holder_name}"


def _conditions_of(statement: Mapping[str, Any]) -> list[tuple[str, str, object]]:
    """Returns the operator, the key and the values of each condition, in order."""
    written: Mapping[str, Mapping[str, object]] = statement.get("Condition", {})
    return [
        (operator, key, values)
        for operator, keys in written.items()
        for key, values in keys.items()
    ]


def _condition(written: tuple[str, str, object], request: Request) -> str:
    """Returns that a condition does not hold, as a part of a sentence."""
    operator, key, demanded = written
    values = request.values(key.lower())
    has = "does not have this key" if values is None else f"has {', '.join(values)}"
    wanted = demanded if isinstance(demanded, list) else [demanded]
    shown = ", ".join(_text(each) for each in wanted)
    return f"its condition {operator} demands {shown} for {key}, and the request {has}"


def _text(value: object) -> str:
    return value if isinstance(value, str) else orjson.dumps(value).decode()
