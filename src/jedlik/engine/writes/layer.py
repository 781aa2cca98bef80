"""In which of the service's two layers a write of one item is checked."""

from collections.abc import Callable
from typing import TypeVar

from jedlik.core.errors import Reject
from jedlik.core.shapes.request import is_too_deep
from jedlik.core.types.value import OLDER, WRITE, Layer

R = TypeVar("R")
C = TypeVar("C")


def checked_in_layer(request: R, check: Callable[[R, Layer], C]) -> C:
    """What `check` makes of a request. Raises Reject.

    A request that is very deep is refused by the older layer, whatever is wrong with it: recorded
    (October 2026) are enums, ReturnValues that do not go with the operation, and depth itself. How
    deep it is, is looked at only when it is refused: no sound request is.
    """
    try:
        return check(request, WRITE)
    except Reject:
        if is_too_deep(request):
            check(request, OLDER)
        raise
