"""StringEquals, StringEqualsIgnoreCase, StringLike and their negations. They support variables."""

from typing import Final, final

from jedlik.core.iam.conditions.operator import Operator, Test
from jedlik.core.iam.request import Request
from jedlik.core.iam.template import Syntax, Template, template


@final
class _Text(Test):
    __slots__ = ("_template",)

    def __init__(self, compiled: Template) -> None:
        self._template = compiled

    def matches(self, value: str, request: Request) -> bool:
        return self._template.matches(value, request)


@final
class _TextIgnoringCase(Test):
    __slots__ = ("_template",)

    def __init__(self, compiled: Template) -> None:
        self._template = compiled

    def matches(self, value: str, request: Request) -> bool:
        return self._template.matches(value.lower(), request)


def _equal(text: str, has_variables: bool) -> Test:
    return _Text(template(text, Syntax(has_variables=has_variables)))


def _equal_ignoring_case(text: str, has_variables: bool) -> Test:
    syntax = Syntax(has_variables=has_variables, ignores_case=True)
    return _TextIgnoringCase(template(text, syntax))


def _like(text: str, has_variables: bool) -> Test:
    return _Text(template(text, Syntax(has_variables=has_variables, has_wildcards=True)))


STRING_OPERATORS: Final = (
    Operator("StringEquals", _equal),
    Operator("StringNotEquals", _equal, is_negated=True),
    Operator("StringEqualsIgnoreCase", _equal_ignoring_case),
    Operator("StringNotEqualsIgnoreCase", _equal_ignoring_case, is_negated=True),
    Operator("StringLike", _like),
    Operator("StringNotLike", _like, is_negated=True),
)
