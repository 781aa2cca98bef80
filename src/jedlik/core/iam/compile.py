"""Compiles the elements of a checked document, once, into what requests are compared with."""

from collections.abc import Sequence

from jedlik.core.iam.arn import ArnTemplate, resource_template
from jedlik.core.iam.canonical import canonical_text
from jedlik.core.iam.conditions.condition import condition
from jedlik.core.iam.faults import DYNAMODB_KINDS, position_of
from jedlik.core.iam.pattern import Pattern, pattern
from jedlik.core.iam.policy import Actions, Policy, PolicyKind, Position, Resources, Statement
from jedlik.core.iam.principal import Principals
from jedlik.core.iam.template import variables_of
from jedlik.core.iam.written import (
    VERSION_2008,
    VERSION_2012,
    Element,
    WrittenPolicy,
    WrittenStatement,
)


def compiled(written: WrittenPolicy, kind: PolicyKind, text: str) -> Policy:
    """Returns the compiled policy. text: the document, for the places of its statements."""
    version = VERSION_2008 if written.version is None else written.version
    has_variables = version == VERSION_2012
    statements = [
        _statement(each, _position(each, text), has_variables=has_variables)
        for each in written.statements
    ]
    return Policy(
        kind,
        version,
        statements,
        context_keys=_context_keys(written.statements, has_variables=has_variables),
        characters=sum(len(part) for part in text.split()),
        canonical_text=canonical_text(written) if kind in DYNAMODB_KINDS else "",
        text=text,
    )


def _position(statement: WrittenStatement, text: str) -> tuple[Position, Position]:
    # The simulator names the columns after the braces, see `Position`.
    return position_of(text, statement.node.start + 1), position_of(text, statement.node.end)


def _statement(
    statement: WrittenStatement, position: tuple[Position, Position], *, has_variables: bool
) -> Statement:
    principal = statement.principal
    principals = None
    if principal is not None:
        principals = Principals(principal.named, is_negated=principal.is_negated)
    conditions = [
        condition(each.comparison, each.key, each.texts, has_variables=has_variables)
        for each in statement.conditions
    ]
    return Statement(
        sid=statement.sid,
        is_allow=statement.is_allow,
        elements=(_actions(statement.action), _resources(statement.resource, has_variables)),
        principals=principals,
        conditions=conditions,
        position=position,
    )


def _actions(element: Element | None) -> Actions:
    assert element is not None, "the rules of each kind demand it"
    names: set[str] = set()
    patterns: list[Pattern] = []
    for text in element.texts:
        name = text.lower()
        found = pattern(name)
        if found.literal is None:
            patterns.append(found)
        else:
            names.add(name)
    return Actions(frozenset(names), patterns, is_negated=element.is_negated)


def _resources(element: Element | None, has_variables: bool) -> Resources | None:
    if element is None:
        return None
    names: set[str] = set()
    templates: list[ArnTemplate] = []
    for text in element.texts:
        found = resource_template(text, has_variables=has_variables)
        literal = found.literal
        if literal is None:
            templates.append(found)
        else:
            names.add(literal)
    return Resources(frozenset(names), templates, is_negated=element.is_negated)


def _context_keys(
    statements: Sequence[WrittenStatement], *, has_variables: bool
) -> tuple[str, ...]:
    """Returns the keys of conditions and of variables in conditions and resources, each once."""
    keys: dict[str, str] = {}
    for statement in statements:
        texts = [] if statement.resource is None else [*statement.resource.texts]
        for each in statement.conditions:
            keys.setdefault(each.key.lower(), each.key)
            texts += each.texts
        if has_variables:
            for key in [key for text in texts for key in variables_of(text)]:
                keys.setdefault(key.lower(), key)
    return tuple(keys.values())
