"""The command `jedlik explain`: why a request is allowed or denied, for people and for programs."""

import sys
from collections.abc import Sequence
from typing import Any, Final

import orjson

from jedlik.app.client import Endpoint, call_jedlik
from jedlik.app.settings import SettingsError

_ALLOWED: Final = "allowed"


def question_of(
    given: tuple[str | None, str | None, str | None], message: str | None, context: Sequence[str]
) -> dict[str, object]:
    """Returns the request of ExplainAccess. Raises SettingsError.

    given: the principal, the action and the resource. context: `KEY=VALUE` each.
    """
    question: dict[str, object] = {}
    if message is not None:
        if any(each is not None for each in given):
            raise SettingsError("--message names the principal, the action and the resource")
        question["Message"] = message
    else:
        principal, action, resource = given
        if principal is None or action is None or resource is None:
            raise SettingsError("jedlik explain needs PRINCIPAL ACTION RESOURCE, or --message TEXT")
        question = {"Principal": principal, "Action": action, "Resource": resource}
    values: dict[str, list[str]] = {}
    for each in context:
        key, equals, value = each.partition("=")
        if not key or not equals:
            raise SettingsError(f"--context needs KEY=VALUE: {each}")
        values.setdefault(key, []).append(value)
    if values:
        question["Context"] = values
    return question


def explain(endpoint: Endpoint, question: dict[str, object], *, as_json: bool) -> int:
    """Prints an explanation. Returns 0 if the request is allowed, and 1 if it is denied."""
    answer = call_jedlik(endpoint, "ExplainAccess", **question)
    if as_json:
        sys.stdout.write(orjson.dumps(answer, option=orjson.OPT_INDENT_2).decode() + "\n")
    else:
        print("\n".join(_lines(answer)))
    return 0 if answer["Decision"] == _ALLOWED else 1


def _lines(answer: dict[str, Any]) -> list[str]:
    decision = {"explicitDeny": "denied, by a Deny", "implicitDeny": "denied, not allowed"}
    lines = [
        f"{answer['Action']} on {answer['Resource']}",
        f"by {answer['Principal']}",
        f"is {decision.get(answer['Decision'], _ALLOWED)}.",
        "",
        *answer["Reasons"],
    ]
    statements = [each["Summary"] for each in answer["Statements"]]
    lines += _listed("Statements about this action:", statements)
    lines += _listed(
        "Conditions look at these keys, for which no value was given (--context):",
        answer["MissingContext"],
    )
    lines += _listed("Notes:", answer["Notes"])
    if "Message" in answer:
        lines += ["", "The server answers:", f"  {answer['Message']}"]
    return lines


def _listed(title: str, texts: Sequence[str]) -> list[str]:
    return ["", title, *(f"  - {each}" for each in texts)] if texts else []
