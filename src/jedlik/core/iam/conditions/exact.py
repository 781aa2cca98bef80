"""Bool, which supports variables, and BinaryEquals, which compares the bytes of base64 texts."""

import binascii
from typing import Final, final

from jedlik.core.iam.conditions.operator import Never, Operator, Test
from jedlik.core.iam.request import Request
from jedlik.core.iam.template import Syntax, Template, template

_BOOLEANS: Final = ("true", "false")


@final
class _Boolean(Test):
    __slots__ = ("_template",)

    def __init__(self, compiled: Template) -> None:
        self._template = compiled

    def matches(self, value: str, request: Request) -> bool:
        boolean = value.lower()
        return boolean in _BOOLEANS and self._template.matches(boolean, request)


@final
class _Binary(Test):
    __slots__ = ("_bytes",)

    def __init__(self, decoded: bytes) -> None:
        self._bytes = decoded

    def matches(self, value: str, request: Request) -> bool:
        return _decoded(value) == self._bytes


def _boolean(text: str, has_variables: bool) -> Test:
    return _Boolean(template(text, Syntax(has_variables=has_variables, ignores_case=True)))


def _binary(text: str, has_variables: bool) -> Test:
    decoded = _decoded(text)
    return Never() if decoded is None else _Binary(decoded)


def _decoded(text: str) -> bytes | None:
    if not text.isascii():
        return None
    try:
        return binascii.a2b_base64(text, strict_mode=True)
    except binascii.Error:
        return None


EXACT_OPERATORS: Final = (Operator("Bool", _boolean), Operator("BinaryEquals", _binary))
