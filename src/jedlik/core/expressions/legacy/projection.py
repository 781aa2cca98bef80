"""AttributesToGet: a projection of whole attributes."""

from collections.abc import Sequence

from jedlik.core.expressions.legacy.arguments import check_name, request_invalid
from jedlik.core.expressions.nodes import Path, Projection
from jedlik.core.types.value import READ


def attributes_to_get(names: Sequence[str]) -> Projection:
    """Returns the paths in the order of the request. Raises Reject, always in the form of READ."""
    seen: set[str] = set()
    for name in names:
        check_name(name, READ)
        if name in seen:
            raise request_invalid(f"Duplicate value in attribute name: {name}", READ)
        seen.add(name)
    return tuple([Path(name) for name in names])
