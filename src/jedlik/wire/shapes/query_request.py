"""The model of an operation of a query API: the members of its requests and of its answers.

Models of this kind are generated from the models of the AWS SDKs (docs/adr/0032). Query APIs report
faults in the older wording. In public recordings STS repeats the wrong value, IAM leaves it out.
"""

from collections.abc import Mapping
from typing import Final, TypeVar

from jedlik.core.errors import Reject
from jedlik.wire.shapes.declaration import Leaves, members_of
from jedlik.wire.shapes.faults import Fault
from jedlik.wire.shapes.request import Request, together
from jedlik.wire.shapes.structure import Structure

_NO_LEAVES: Final[Leaves] = {}

R = TypeVar("R", bound=Mapping[str, object])


class QueryRequest(Request[R]):
    """The declared members of the requests and answers of an operation.

    R is the static type of the requests.
    """

    def __init__(
        self,
        request: type[R],
        answer: type | None = None,
        *,
        is_signed: bool = True,
        echoes_values: bool = True,
    ) -> None:
        """request, answer: TypedDicts. answer: None if an answer has no members.

        is_signed: whether requests need a signature. echoes_values: whether an error repeats the
        value that is wrong.
        """
        super().__init__(*members_of(request, _NO_LEAVES))
        self.is_signed = is_signed
        self._declared_answer = answer
        self._answer: Structure | None = None
        self._echoes_values = echoes_values

    @property
    def answer(self) -> Structure | None:
        """Returns the shape of an answer, None if it has no members."""
        if self._answer is None and self._declared_answer is not None:
            declared = self._declared_answer
            self._answer = Structure(declared.__name__, *members_of(declared, _NO_LEAVES))
        return self._answer

    def _rejection(self, request: dict[str, object], is_cut: bool) -> Reject:
        """Returns the answer to a request whose constraints do not all hold."""
        return together([self._sentence(fault) for _, fault in self._faults(request)])

    def _sentence(self, fault: Fault) -> str:
        """Returns the wording of the API."""
        return fault.older if self._echoes_values else fault.without_value
