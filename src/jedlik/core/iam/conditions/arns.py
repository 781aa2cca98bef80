"""ArnEquals and ArnLike, which are the same, and their negations. They support variables."""

from typing import Final, final

from jedlik.core.iam.arn import ArnTemplate, arn_template
from jedlik.core.iam.conditions.operator import Never, Operator, Test
from jedlik.core.iam.request import Request, arn_parts


@final
class _Arn(Test):
    __slots__ = ("_template",)

    def __init__(self, template: ArnTemplate) -> None:
        self._template = template

    def matches(self, value: str, request: Request) -> bool:
        return self._template.matches(value, arn_parts(value), request)


def _like(text: str, has_variables: bool) -> Test:
    template = arn_template(text, has_variables=has_variables)
    return Never() if template is None else _Arn(template)


ARN_OPERATORS: Final = (
    Operator("ArnEquals", _like),
    Operator("ArnLike", _like),
    Operator("ArnNotEquals", _like, is_negated=True),
    Operator("ArnNotLike", _like, is_negated=True),
)
