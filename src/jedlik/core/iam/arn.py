"""ARNs in policies. Each of the six parts has its own pattern, so `*` does not cross a colon.

Only the last part may contain colons. In a Resource element, a pattern with fewer parts is
completed with `*`.

Sources: IAM User Guide, "Condition operators" (ARN operators) and "IAM JSON policy elements:
Resource".
"""

from collections.abc import Sequence
from typing import final

from jedlik.core.iam.pattern import ANY_RUN
from jedlik.core.iam.request import ARN_PARTS, Request
from jedlik.core.iam.template import Syntax, Template, Token, tokens_of


@final
class ArnTemplate:
    """A compiled pattern of ARNs: one template for the whole text, or one for each part."""

    __slots__ = ("_parts", "_whole")

    def __init__(self, whole: Template | None, parts: Sequence[Template]) -> None:
        self._whole = whole
        self._parts = tuple(parts)

    def matches(self, value: str, parts: Sequence[str], request: Request) -> bool:
        """Returns whether the pattern matches an ARN. parts: of `value`, see `arn_parts`."""
        if self._whole is not None:
            return self._whole.matches(value, request)
        if len(parts) != ARN_PARTS:
            return False
        for at, part in enumerate(self._parts):  # noqa: SIM110  (a generator costs a frame)
            if not part.matches(parts[at], request):
                return False
        return True

    @property
    def literal(self) -> str | None:
        """The one value that matches, None if there may be several."""
        return None if self._whole is None else self._whole.literal


def resource_template(text: str, *, has_variables: bool) -> ArnTemplate:
    """Returns the compiled pattern of an element of Resource or NotResource."""
    tokens = tokens_of(text, Syntax(has_variables=has_variables, has_wildcards=True))
    if tokens == [ANY_RUN]:
        return ArnTemplate(Template(tokens), ())
    parts = _divided(tokens)
    parts += [[ANY_RUN]] * (ARN_PARTS - len(parts))
    if all(isinstance(token, str) for part in parts[:-1] for token in part):
        # Colons in literal text separate the same parts in the whole text as in its parts.
        return ArnTemplate(Template(_joined(parts)), ())
    return ArnTemplate(None, [Template(part) for part in parts])


def arn_template(text: str, *, has_variables: bool) -> ArnTemplate | None:
    """Returns the compiled pattern of an ARN operator, or None for a text that is no ARN."""
    tokens = tokens_of(text, Syntax(has_variables=has_variables, has_wildcards=True))
    parts = _divided(tokens)
    if len(parts) != ARN_PARTS:
        return None
    return ArnTemplate(None, [Template(part) for part in parts])


def _divided(tokens: Sequence[Token]) -> list[list[Token]]:
    """Divides tokens at the first five colons of their literal texts."""
    parts: list[list[Token]] = [[]]
    for token in tokens:
        if not isinstance(token, str):
            parts[-1].append(token)
            continue
        first, *others = token.split(":", ARN_PARTS - len(parts))
        if first:
            parts[-1].append(first)
        for each in others:
            parts.append([each] if each else [])
    return parts


def _joined(parts: Sequence[Sequence[Token]]) -> list[Token]:
    tokens: list[Token] = []
    for at, part in enumerate(parts):
        if at:
            tokens.append(":")
        tokens += part
    return tokens
