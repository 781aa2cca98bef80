"""A condition operator is a record. `IfExists`, `ForAllValues` and `ForAnyValue` are no operators:
they say how a condition applies one to the values of its key (`condition`).
"""

from abc import abstractmethod
from collections.abc import Callable
from typing import final

from jedlik.core.iam.request import Request


class Test:
    """One value of a policy, compiled by the operator that compares it."""

    @abstractmethod
    def matches(self, value: str, request: Request) -> bool:
        """Returns whether a value of the request is as the value of the policy demands."""


@final
class Never(Test):
    """A value that the operator cannot read, such as a date that is none. It matches nothing."""

    def matches(self, value: str, request: Request) -> bool:
        """Returns False."""
        return False


@final
class Operator:
    """How values are compared.

    is_negated: the condition holds if no value of the policy matches.
    compile: makes the test of one value. The flag says whether the version of the document has
        policy variables. Only operators that support them look at it.
    """

    __slots__ = ("compile", "is_negated", "name")

    def __init__(
        self, name: str, compile_value: Callable[[str, bool], Test], *, is_negated: bool = False
    ) -> None:
        self.name = name
        self.compile = compile_value
        self.is_negated = is_negated
