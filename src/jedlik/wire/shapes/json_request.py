"""The model of an operation of a companion API in JSON, such as KMS.

Models of this kind are generated from the models of the AWS SDKs (docs/adr/0032). KMS reports
faults in the older wording, without the value if that is bytes (recorded in April 2023: LocalStack,
tests/aws/services/kms).
"""

from collections.abc import Mapping
from typing import Final, TypeVar

from jedlik.core.errors import Reject
from jedlik.wire.shapes.declaration import Leaves, members_of
from jedlik.wire.shapes.request import Request, together
from jedlik.wire.shapes.scalars import Blob

_NO_LEAVES: Final[Leaves] = {}

R = TypeVar("R", bound=Mapping[str, object])


class JsonRequest(Request[R]):
    """The declared members of the requests of an operation. R is their static type."""

    def __init__(self, request: type[R], answer: type | None = None) -> None:
        """request, answer: TypedDicts. An answer in JSON has no shape; its type checks the code."""
        super().__init__(*members_of(request, _NO_LEAVES))

    def _rejection(self, request: dict[str, object], is_cut: bool) -> Reject:
        """Returns the answer to a request whose constraints do not all hold."""
        return together(
            [
                fault.without_value if isinstance(member.shape, Blob) else fault.older
                for member, fault in self._faults(request)
            ]
        )
